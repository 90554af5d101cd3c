"""A member's own request to be recognised as an expert, and what is kept of it."""

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.config import Config
from forum.db import db
from forum.errors import Invalid, TooOften
from forum.experts import actions, queries
from forum.experts.actions import Proof
from forum.experts.contact import shown_phone
from forum.experts.models import Expert
from forum.experts.policy import is_recognised, may_apply, may_see_proof
from forum.topics.tagged import tag_names
from forum.uploads.checks import check
from forum.uploads.headers import file_headers
from forum.uploads.imaging import process_image
from forum.uploads.jobs import Purpose
from forum.verdict import require
from forum.web.account import settings_tabs
from forum.web.forms.experts import ExpertForm
from forum.web.jinja import notice
from forum.web.language import _
from forum.web.limits import hit
from forum.web.login import actor, member, members_only
from forum.web.security import takes_files
from forum.words import message

pages = Blueprint("expertself", __name__)

Answer = str | Response | tuple[str, int]
_AS_STORED = (
    *("full_name", "profession", "bar", "title", "organisation", "number", "proof_url"),
    *("url", "email", "shows_phone", "shows_email", "paused_until"),
)
_PROOFS = ".pdf,.png,.jpg,.jpeg,.webp"


@pages.get(paths.SETTINGS_EXPERT)
@members_only
def request_page() -> Answer:
    """Where one's request stands, and its form."""
    return _page(_filled(queries.request_of(member().id)))


@pages.post(paths.SETTINGS_EXPERT)
@takes_files
@members_only
def send() -> Answer:
    """Ask to be recognised, or change what one said."""
    form = ExpertForm()
    require(may_apply(member()))
    try:
        valid, proof = form.validate(), form.tried(_proof, "proof")
        if not valid or form.proof.errors:
            return _page(form), 422
        with db.write():
            expert = actions.apply(member(), form.identity(), form.ways(), form.scope(), proof)
            waits = expert.standing == "pending"
    except (Invalid, TooOften) as error:
        form.refuse(error, "full_name")
        return _page(form), 422
    notice("done", _("Votre demande est transmise à l’équipe.") if waits else _("C’est enregistré."))
    return redirect(paths.SETTINGS_EXPERT, 303)


@pages.post(f"{paths.SETTINGS_EXPERT}/withdraw")
@members_only
def withdraw() -> Response:
    """Forget the request, the recognition and the proof."""
    with db.write():
        actions.withdraw(member())
    notice("done", _("Votre fiche d’expert est effacée, avec son justificatif."))
    return redirect(paths.SETTINGS_EXPERT, 303)


@pages.get("/experts/proofs/<int:proof_id>")
def proof_file(proof_id: int) -> Response:
    """A proof, to save; for its owner and who decides."""
    proof = queries.proof_by_id(proof_id)
    require(may_see_proof(actor(), proof.user_id))
    answer = Response(proof.content)
    answer.headers.update(file_headers(proof.mime, proof.filename))
    answer.headers["Cache-Control"] = "private, no-store"  # not a year, as for files of posts: it is to be forgotten
    return answer


def _proof() -> Proof | None:
    """The file sent, checked and made safe; None without one. Raises Invalid."""
    sent = request.files.get("proof")
    if sent is None or not sent.filename:
        return None
    hit("upload")
    config = _config()
    data = sent.stream.read(config.proof_bytes + 1)  # one byte more than allowed shows that it is too large
    try:
        kind = check(data, sent.filename, max_bytes=config.proof_bytes)
        if kind.is_image:
            data = process_image(data, kind, Purpose.ATTACHMENT).full.data
    except Invalid as error:
        raise Invalid(error.message, "proof") from None
    if not kind.is_image and kind.mime != "application/pdf":
        raise Invalid(message("Envoyez un PDF ou une image."), "proof")
    return Proof(sent.filename, kind.mime, data)


def _filled(expert: Expert | None) -> ExpertForm:
    if expert is None:
        return ExpertForm(formdata=None, data={"languages": ["fr"], "shows_phone": True})
    served = queries.served_by(expert.user_id)
    return ExpertForm(
        formdata=None,
        data={
            **{name: getattr(expert, name) for name in _AS_STORED},
            "phone": shown_phone(expert.phone) if expert.phone else "",
            "feminine": "f" if expert.feminine else "",
            "towns": ", ".join(served.towns),
            "tags": ", ".join(served.tags),
            "languages": list(served.languages),
            "codes": list(served.codes),
        },
    )


def _page(form: ExpertForm) -> str:
    user = member()
    return render_template(
        "experts/request.html",
        form=form,
        expert=queries.request_of(user.id),
        card=queries.cards_of([user.id]).get(user.id),
        recognised=is_recognised(user),
        proof=queries.proof_of(user.id),
        may=may_apply(user),
        accept=_PROOFS,
        proof_days=_config().proof_days,
        tag_choices=tag_names(user),
        tabs=settings_tabs(paths.SETTINGS_EXPERT),
    )


def _config() -> Config:
    return current_app.extensions["forum"]
