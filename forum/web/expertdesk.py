"""The desk where staff decide who is recognised as an expert."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, current_app, redirect, render_template
from werkzeug.wrappers import Response

from forum import clock, paths
from forum.accounts.models import User
from forum.config import Config
from forum.db import db
from forum.errors import Conflict, Invalid
from forum.experts import queries
from forum.experts.directory import code_name
from forum.experts.models import Expert, Standing
from forum.experts.policy import may_decide, may_enter_desk
from forum.experts.words import PROFESSIONS
from forum.moderation import experts
from forum.verdict import require
from forum.web.dates import day
from forum.web.forms.experts import AcceptForm, ReasonForm
from forum.web.jinja import notice
from forum.web.language import _, said
from forum.web.login import actor, member
from forum.web.moderation import staff_frame
from forum.web.pager import page_number, pager

pages = Blueprint("expertdesk", __name__)

Answer = str | Response | tuple[str, int]
_HERE = f"{paths.MODERATION}/experts"


@pages.get(_HERE)
def requests() -> str:
    """Requests that wait, oldest first."""
    require(may_enter_desk(actor()))
    page, per_page = page_number(), _config().topics_per_page
    rows, total = experts.waiting(page, per_page)

    def url(number: int) -> str:
        return paths.with_query(_HERE, page=number if number > 1 else None)

    return render_template(
        "experts/waiting.html",
        requests=rows,
        pager=pager(page, total, False, per_page, url),
        **staff_frame("experts", _("Demandes d’expertise"), _HERE),
    )


@pages.get(f"{_HERE}/<int:user_id>")
def one(user_id: int) -> str:
    """A request in full, with what was decided before."""
    return _page(user_id)


@pages.post(f"{_HERE}/<int:user_id>/accept")
def accept(user_id: int) -> Answer:
    """Recognise them."""
    form = AcceptForm()

    def act(expert: Expert, user: User) -> str:
        until, extends = form.end(_config().timezone), expert.standing == Standing.ACCEPTED
        days = _config().proof_days
        experts.accept(member(), expert, user, verified=form.verified.data or "", until=until, proof_days=days)
        if extends:
            return _("L’expertise est prolongée jusqu’au %(date)s ; la personne en est prévenue.", date=day(until))
        return _("L’expertise est reconnue ; la personne en est prévenue.")

    return _decided(user_id, form, act, "verified")


@pages.post(f"{_HERE}/<int:user_id>/refuse")
def refuse(user_id: int) -> Answer:
    """Turn the request down."""
    form = ReasonForm()

    def act(expert: Expert, _user: User) -> str:
        experts.refuse(member(), expert, form.reason.data or "", proof_days=_config().proof_days)
        return _("La demande est refusée ; la personne en est prévenue.")

    return _decided(user_id, form, act, "reason")


@pages.post(f"{_HERE}/<int:user_id>/revoke")
def revoke(user_id: int) -> Answer:
    """End a recognition."""
    form = ReasonForm()

    def act(expert: Expert, user: User) -> str:
        experts.revoke(member(), expert, user, form.reason.data or "", proof_days=_config().proof_days)
        return _("L’expertise est retirée ; la personne en est prévenue.")

    return _decided(user_id, form, act, "reason")


def _decided(user_id: int, form: AcceptForm | ReasonForm, act: Callable[[Expert, User], str], blamed: str) -> Answer:
    """What `act` says was done, on the list of requests; or why not."""
    require(may_enter_desk(actor()))
    require(may_decide(member(), queries.request_for(user_id)[0]))
    if not form.validate():
        return _page(user_id, form), 422
    try:
        with db.write():
            done = act(*queries.request_for(user_id))
    except Invalid as error:
        form.refuse(error, blamed)
        return _page(user_id, form), 422
    except Conflict as error:
        notice("problem", said(error.message))
        return redirect(paths.expert_requests(user_id), 303)
    notice("done", done)
    return redirect(paths.expert_requests(), 303)


def _page(user_id: int, wrong: AcceptForm | ReasonForm | None = None) -> str:
    require(may_enter_desk(actor()))
    expert, user = queries.request_for(user_id)
    served = queries.served_by(user_id)
    return render_template(
        "experts/one.html",
        expert=expert,
        user=user,
        user_url=paths.user(user.name),
        profession=expert.title or said(PROFESSIONS[expert.profession]),
        served=served,
        codes=[code_name(code) for code in served.codes],
        proof=queries.proof_of(user_id),
        decisions=queries.decisions_on(user_id),
        may=may_decide(member(), expert),
        forms=_forms(wrong, expert.verified),
        **staff_frame("experts", expert.full_name, paths.expert_requests(user_id)),
    )


def _forms(wrong: AcceptForm | ReasonForm | None, verified: str) -> dict[str, Any]:
    """The two forms. `verified`: what was checked for the recognition that stands, to be extended."""
    until = clock.now().date() + timedelta(days=365 * _config().expert_months // 12)
    accepting = (
        wrong
        if isinstance(wrong, AcceptForm)
        else AcceptForm(formdata=None, data={"until": until, "verified": verified})
    )
    return {"accept": accepting, "reason": wrong if isinstance(wrong, ReasonForm) else ReasonForm(formdata=None)}


def _config() -> Config:
    return current_app.extensions["forum"]
