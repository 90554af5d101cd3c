"""The desk of the moderation: open reports, posts that wait, the log."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import clock, paths
from forum.accounts.models import User
from forum.citations import queries as law
from forum.config import Config
from forum.db import db
from forum.errors import Conflict, Invalid
from forum.experts.policy import may_enter_desk
from forum.moderation import desk, queries, reports
from forum.moderation.log import Verb
from forum.moderation.messages import may_enter_desk as may_enter_messages
from forum.moderation.models import ReportState
from forum.moderation.policy import may_enter
from forum.search import journal
from forum.taxonomy import queries as taxonomy
from forum.verdict import require
from forum.web.admin.journal import acts_in_words as administration_in_words
from forum.web.forms.moderation import REASONS, AnswerForm
from forum.web.jinja import notice
from forum.web.language import _, said
from forum.web.login import actor, member
from forum.web.pager import page_number, pager
from forum.web.trail import Tab, trail
from forum.words import message

pages = Blueprint("moderation", __name__)

VERBS = {
    Verb.PIN: message("a épinglé"),
    Verb.UNPIN: message("n’épingle plus"),
    Verb.LOCK: message("a verrouillé"),
    Verb.UNLOCK: message("a déverrouillé"),
    Verb.MOVE: message("a déplacé"),
    Verb.SPLIT: message("a divisé"),
    Verb.MERGE: message("a réuni à un autre sujet"),
    Verb.HIDE: message("a masqué"),
    Verb.REFUSE: message("a refusé"),
    Verb.RESTORE: message("a restauré"),
    Verb.APPROVE: message("a approuvé"),
    Verb.HANDLE_REPORT: message("a traité un signalement"),
    Verb.DISMISS_REPORT: message("a classé un signalement"),
    Verb.WARN: message("a averti"),
    Verb.SUSPEND: message("a suspendu"),
    Verb.LIFT: message("a levé la suspension"),
    Verb.NOTE: message("a écrit une note sur"),
    Verb.RECOGNISE: message("a reconnu l’expertise de"),
    Verb.DECLINE: message("a refusé la demande d’expertise de"),
    Verb.REVOKE: message("a retiré l’expertise de"),
    Verb.ACCEPT: message("a accepté une réponse à"),
    Verb.UNACCEPT: message("n’accepte plus une réponse à"),
    Verb.VERIFY: message("a vérifié une réponse à"),
    Verb.UNVERIFY: message("ne tient plus pour vérifiée une réponse à"),
    Verb.DUPLICATE: message("a marqué comme doublon"),
    Verb.NOT_DUPLICATE: message("ne tient plus pour un doublon"),
    Verb.HANDLE_MESSAGE: message("a traité le signalement d’un message privé de"),
    Verb.REMOVE_MESSAGE: message("a retiré un message privé de"),
    Verb.DISMISS_MESSAGE: message("a classé le signalement d’un message privé de"),
    Verb.SHOW_RESOURCE: message("a retenu une ressource de"),
    Verb.EDIT_RESOURCE: message("a modifié une ressource de"),
    Verb.REMOVE_RESOURCE: message("a écarté une ressource de"),
    Verb.UNMASK: message("a levé le pseudonyme d’un message dans"),
    Verb.CLEAR_SIGNATURE: message("a effacé la signature de"),
    Verb.ACCEPT_EDIT: message("a publié une modification de"),
    Verb.DECLINE_EDIT: message("a écarté une modification de"),
    Verb.WITHDRAW_VERSION: message("a retiré une version d’un message dans"),
    Verb.SHOW_VERSION: message("a rendu de nouveau lisible une version d’un message dans"),
}
_OUTCOMES = {"handle": ReportState.HANDLED, "dismiss": ReportState.DISMISSED}


@pages.get("/moderation")
def open_reports() -> str:
    """Open reports, oldest first."""
    return _reports()


def _reports(form: AnswerForm | None = None, answered: int = 0) -> str:
    """The desk; `answered`: the report whose answer is to be corrected, in `form`."""
    staff = _staff()
    page, per_page = page_number(), _config().topics_per_page
    rows, total = desk.reports(staff, page=page, per_page=per_page)
    return render_template(
        "moderation/reports.html",
        reports=rows,
        reasons={reason.value: said(label) for reason, label in REASONS.items()},
        form=form or AnswerForm(formdata=None),
        answered=answered,
        pager=pager(page, total, False, per_page, lambda number: paths.reports(page=number)),
        **staff_frame("reports", _("Signalements"), paths.reports()),
    )


@pages.post("/moderation/reports/<int:report_id>")
def close_report(report_id: int) -> Response | tuple[str, int]:
    """Handle or dismiss a report; the button pressed says which."""
    outcome = _OUTCOMES.get(request.form.get("do", ""))
    form = AnswerForm()
    if outcome is None:
        raise Invalid(message("Choisissez entre traiter et classer ce signalement."))
    try:
        with db.write():
            found = queries.report_for(report_id, member(), lock=True)
            reports.close(member(), *found, outcome, form.answer.data or "")
    except Invalid as error:
        form.refuse(error, "answer")
        return _reports(form, report_id), 422
    except Conflict as error:
        notice("problem", said(error.message))
    else:
        notice("done", _("Le signalement est clos ; la personne qui l’a fait est prévenue."))
    return redirect(paths.reports(), 303)


@pages.get("/moderation/held")
def held() -> str:
    """Posts that wait for approval."""
    staff = _staff()
    page, per_page = page_number(), _config().topics_per_page
    rows, total = desk.held(staff, page=page, per_page=per_page)
    return render_template(
        "moderation/held.html",
        posts=rows,
        pager=pager(page, total, False, per_page, lambda number: paths.held_posts(page=number)),
        **staff_frame("held", _("Messages en attente"), paths.held_posts()),
    )


@pages.get(paths.MOVED_LAW)
def moved_law() -> str:
    """Posts that cite an article which moved."""
    staff = _staff()
    page, per_page = page_number(), _config().topics_per_page
    rows, total = law.moved_posts(staff, page=page, per_page=per_page)
    return render_template(
        "citations/moved.html",
        posts=rows,
        pager=pager(page, total, False, per_page, lambda number: paths.moved_law(page=number)),
        **staff_frame("law", _("Références qui ont bougé"), paths.MOVED_LAW),
    )


@pages.get(paths.SEARCHED)
def searches() -> str:
    """What was searched most, and what found nothing."""
    _staff()
    days = 365 if request.args.get("days") == "365" else 30
    since = clock.now().date() - timedelta(days=days)
    periods: list[Tab] = [
        (_("30 jours"), paths.SEARCHED, days == 30),
        (_("12 mois"), paths.with_query(paths.SEARCHED, days=365), days == 365),
    ]
    return render_template(
        "moderation/searches.html",
        periods=periods,
        most=journal.most(since),
        without=journal.most(since, without_result=True),
        **staff_frame("searches", _("Recherches"), paths.SEARCHED),
    )


@pages.get("/moderation/log")
def log() -> str:
    """What staff did, newest first; of one kind or about one person where asked."""
    staff = _staff()
    page, per_page = page_number(), _config().rows_per_page
    verb, person = request.args.get("verb", ""), request.args.get("member", "").strip()[:40]
    verb = verb if verb in acts_in_words() else ""
    rows, total = desk.log(staff, page=page, per_page=per_page, verb=verb, member=person)

    def url(number: int) -> str:
        return paths.moderation_log(page=number, verb=verb or None, member=person or None)

    return render_template(
        "moderation/log.html",
        entries=rows,
        acts=acts_in_words(),
        forum_names={forum.id: forum.name for forum in taxonomy.visible(staff)},
        verb=verb,
        member=person,
        pager=pager(page, total, False, per_page, url),
        **staff_frame("log", _("Journal de la modération"), paths.moderation_log()),
    )


def acts_in_words() -> dict[str, str]:
    """Each act of staff as the log says it."""
    return {verb.value: said(label) for verb, label in VERBS.items()} | administration_in_words()


def _staff() -> User:
    """The reader, who moderates some forum. Raises LoginRequired or Refused."""
    require(may_enter(actor()))
    return member()


def staff_frame(present: str, heading: str, url: str) -> dict[str, Any]:
    """Heading, tabs and way back of a page of the desk."""
    tabs: list[Tab] = [
        (_("Signalements"), paths.reports(), present == "reports"),
        (_("En attente"), paths.held_posts(), present == "held"),
        (_("Références qui ont bougé"), paths.MOVED_LAW, present == "law"),
        (_("À revérifier"), paths.aged_answers(), present == "answers"),
        (_("À relire"), paths.GUIDE_EDITS, present == "guides"),
        (_("Ressources"), paths.RESOURCE_DESK, present == "resources"),
        (_("Recherches"), paths.SEARCHED, present == "searches"),
        (_("Journal"), paths.moderation_log(), present == "log"),
    ]
    if may_enter_messages(actor()):
        tabs.insert(1, (_("Messages privés"), paths.MESSAGE_REPORTS, present == "messages"))
    if may_enter_desk(actor()):
        tabs.insert(2, (_("Experts"), paths.expert_requests(), present == "experts"))
    crumbs = trail((_("Modération"), paths.MODERATION), *([(heading, url)] if present != "reports" else []))
    return {"heading": heading, "tabs": tabs, "crumbs": crumbs}


def _config() -> Config:
    return current_app.extensions["forum"]
