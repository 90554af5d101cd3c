"""A private message shown to the moderators: by one of its readers, and as staff read and answer it."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.config import Config
from forum.db import db
from forum.errors import Conflict, Invalid
from forum.messages import queries, reports
from forum.messages.policy import may_report
from forum.moderation import messages as desk
from forum.verdict import require
from forum.web.forms.messages import MessageAnswerForm, MessageReportForm
from forum.web.jinja import notice
from forum.web.kept import drop_kept, kept_fields
from forum.web.language import _, said
from forum.web.limits import hit
from forum.web.login import actor, member, members_only
from forum.web.moderation import staff_frame
from forum.web.pager import page_number, pager
from forum.web.trail import trail

pages = Blueprint("message_reports", __name__)

Answer = str | Response | tuple[str, int]


@pages.get("/messages/m/<int:message_id>/report")
@members_only
def ask(message_id: int) -> Answer:
    """The form, or a word when one's report of this message stands already."""
    sent = queries.message_for(member(), message_id)
    require(may_report(member(), sent))
    if reports.report_of(member(), message_id) is not None:
        notice("info", _("Vous avez déjà signalé ce message."))
        return redirect(paths.private_message(message_id), 303)
    typed = kept_fields(request.path)
    return _form(MessageReportForm(formdata=None, data=typed.to_dict() if typed else None), message_id)


@pages.post("/messages/m/<int:message_id>/report")
@members_only
def report(message_id: int) -> Answer:
    """Show it to the moderators."""
    require(may_report(member(), queries.message_for(member(), message_id)))
    form = MessageReportForm()
    if not form.validate():
        return _form(form, message_id), 422
    hit("report")
    try:
        with db.write(quiet=True):
            most = _config().reports_per_day
            reports.report(member(), message_id, form.reason.data or "", context=form.earlier, per_day=most)
    except Invalid as error:
        form.refuse(error, "reason")
        return _form(form, message_id), 422
    except Conflict as error:
        notice("info", said(error.message))
    else:
        drop_kept(request.path)
        notice("done", _("Merci : la modération est prévenue. Vous recevrez sa réponse par courriel."))
    return redirect(paths.private_message(message_id), 303)


@pages.get(paths.MESSAGE_REPORTS)
def waiting() -> str:
    """Open reports, oldest first; what was written is a page further."""
    require(desk.may_enter_desk(actor()))
    page, per_page = page_number(), _config().topics_per_page
    rows, total = desk.waiting(page=page, per_page=per_page)
    return render_template(
        "moderation/messages.html",
        reports=rows,
        pager=pager(page, total, False, per_page, lambda number: paths.with_query(paths.MESSAGE_REPORTS, page=number)),
        **staff_frame("messages", _("Messages privés signalés"), paths.MESSAGE_REPORTS),
    )


@pages.get(f"{paths.MESSAGE_REPORTS}/<int:report_id>")
def read(report_id: int) -> str:
    """One report with what its reporter chose to show."""
    require(desk.may_enter_desk(actor()))
    return _case(report_id, MessageAnswerForm(formdata=None))


@pages.post(f"{paths.MESSAGE_REPORTS}/<int:report_id>")
def close(report_id: int) -> Answer:
    """Handle or dismiss a report; the button pressed says which."""
    require(desk.may_enter_desk(actor()))
    form = MessageAnswerForm()
    try:
        with db.write(quiet=True):
            desk.close(member(), report_id, request.form.get("do", ""), form.answer.data or "")
    except Invalid as error:
        form.refuse(error, "answer")
        return _case(report_id, form), 422
    except Conflict as error:
        notice("problem", said(error.message))
    else:
        notice("done", _("Le signalement est clos ; la personne qui l’a fait est prévenue."))
    return redirect(paths.MESSAGE_REPORTS, 303)


def _form(form: MessageReportForm, message_id: int) -> str:
    sent = queries.message_for(member(), message_id)
    subject = queries.subject_of(member(), sent.conversation_id)
    here = (_("Signaler"), paths.private_message(message_id, "report"))
    return render_template(
        "messages/report.html",
        form=form,
        sent=queries.shown(member(), message_id),
        action=here[1],
        back_url=paths.private_message(message_id),
        crumbs=trail((_("Messages privés"), paths.MESSAGES), (subject, paths.conversation(sent.conversation_id)), here),
    )


def _case(report_id: int, form: MessageAnswerForm) -> str:
    case: Any = desk.case(member(), report_id)
    return render_template(
        "moderation/message.html",
        case=case,
        form=form,
        **staff_frame("messages", _("Message privé signalé"), paths.message_report(report_id)),
    )


def _config() -> Config:
    return current_app.extensions["forum"]
