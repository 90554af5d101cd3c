"""Private messages that one of their readers showed to the moderators: all of them that staff ever read."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum import clock, outbox, paths
from forum.accounts.models import User
from forum.accounts.policy import Actor, may_act_as_staff
from forum.attachments.queries import for_messages
from forum.db import db
from forum.errors import Conflict, Invalid
from forum.messages.models import MessageReport, PrivateMessage
from forum.messages.queries import message_row
from forum.messages.reports import covers
from forum.messages.views import MessageRow
from forum.moderation.log import Verb, record
from forum.moderation.reasons import checked_answer
from forum.outbox import Event
from forum.verdict import HIDDEN, SIGN_IN, YES, Verdict, no, require
from forum.words import message

_VERBS = {"handle": Verb.HANDLE_MESSAGE, "remove": Verb.REMOVE_MESSAGE, "dismiss": Verb.DISMISS_MESSAGE}
_reporter, _author = aliased(User), aliased(User)


@dataclass(frozen=True)
class WaitingRow:
    """An open report, without a word of its message."""

    id: int
    url: str
    at: datetime
    reporter: str
    reporter_url: str
    author: str
    author_url: str
    reason: str


@dataclass(frozen=True)
class Case:
    """An open report with what its reporter chose to show: the messages, the reported one last."""

    row: WaitingRow
    messages: tuple[MessageRow, ...]
    may: Verdict


def may_enter_desk(actor: Actor) -> Verdict:
    """Moderators and administrators of the whole site: a private message is of no forum."""
    if actor is None:
        return SIGN_IN
    if not actor.is_staff:
        return no(message("Cette page est réservée à la modération."))
    return may_act_as_staff(actor)


def may_answer(actor: Actor, reported: PrivateMessage) -> Verdict:
    """Nobody judges their own message."""
    if not (entered := may_enter_desk(actor)):
        return entered
    if actor is not None and actor.id == reported.author_id:
        return no(message("Ce message est le vôtre : quelqu’un d’autre de l’équipe répondra."))
    return YES


def waiting(*, page: int, per_page: int) -> tuple[list[WaitingRow], int]:
    """Open reports, oldest first, and how many there are."""
    found = db.session.execute(_open().order_by(MessageReport.id).limit(per_page).offset((page - 1) * per_page))
    return [_row(*each) for each in found], count_open()


def count_open() -> int:
    counted = sa.select(sa.func.count()).select_from(MessageReport).where(MessageReport.closed_at.is_(None))
    return db.session.scalar(counted) or 0


def case(actor: User, report_id: int) -> Case:
    """An open report and its messages. Raises Missing, Refused."""
    require(may_enter_desk(actor))
    row = db.session.execute(_open().where(MessageReport.id == report_id)).one_or_none()
    if row is None:
        require(HIDDEN)
    assert row is not None
    report = row[0]
    reported = db.session.get_one(PrivateMessage, report.message_id)
    return Case(_row(*row), _shown(actor, report, reported), may_answer(actor, reported))


def may_open_file(actor: Actor, message_id: int) -> bool:
    """Whether the file of a message belongs to what an open report shows to this member of the staff."""
    if not may_enter_desk(actor):
        return False
    shown = sa.select(PrivateMessage.id).where(PrivateMessage.id == message_id, covers())
    return db.session.scalar(shown) is not None


def close(actor: User, report_id: int, verb: str, answer: str) -> None:
    """Handle a report (with or without removing the message) or dismiss it. Raises Missing, Conflict, Invalid."""
    require(may_enter_desk(actor))
    wanted = sa.select(MessageReport).where(MessageReport.id == report_id).with_for_update()
    report = db.session.scalar(wanted.execution_options(populate_existing=True))
    if report is None:
        require(HIDDEN)
    assert report is not None
    sent = db.session.get_one(PrivateMessage, report.message_id)
    require(may_answer(actor, sent))
    if report.closed_at is not None:
        raise Conflict(message("Quelqu’un de l’équipe a déjà répondu à ce signalement."))
    if verb not in _VERBS:
        raise Invalid(message("Choisissez entre traiter et classer ce signalement."), "answer")
    answer = checked_answer(answer)
    if verb == "remove" and sent.removed_at is None:
        sent.removed_at = clock.now()
    _close(actor, report, sent, verb, answer)


def _close(actor: User, report: MessageReport, sent: PrivateMessage, verb: str, answer: str) -> None:
    report.closed_at, report.closed_by_id, report.answer = clock.now(), actor.id, answer
    report.outcome = "dismissed" if verb == "dismiss" else "handled"
    record(actor, _VERBS[verb], user_id=sent.author_id, report=report.id)
    db.session.flush()
    outbox.publish(
        Event.MESSAGE_REPORT_CLOSED,
        reporter_id=report.reporter_id,
        outcome=report.outcome,
        answer=answer,
        actor_id=actor.id,
    )


def _open() -> sa.Select[MessageReport, str, str]:
    return (
        sa.select(MessageReport, _reporter.name, _author.name)
        .join(_reporter, _reporter.id == MessageReport.reporter_id)
        .join(PrivateMessage, PrivateMessage.id == MessageReport.message_id)
        .join(_author, _author.id == PrivateMessage.author_id)
        .where(MessageReport.closed_at.is_(None))
    )


def _row(report: MessageReport, reporter: str, author: str) -> WaitingRow:
    return WaitingRow(
        id=report.id,
        url=paths.message_report(report.id),
        at=report.at,
        reporter=reporter,
        reporter_url=paths.user(reporter),
        author=author,
        author_url=paths.user(author),
        reason=report.reason,
    )


def _shown(actor: User, report: MessageReport, reported: PrivateMessage) -> tuple[MessageRow, ...]:
    # security: this report's own span and nothing around it
    rows = db.session.execute(
        sa.select(
            PrivateMessage.id,
            PrivateMessage.html,
            PrivateMessage.at,
            PrivateMessage.removed_at,
            PrivateMessage.author_id,
            User,
            sa.false().label("folded"),
        )
        .join(User, User.id == PrivateMessage.author_id)
        .where(
            PrivateMessage.conversation_id == reported.conversation_id,
            PrivateMessage.id.between(report.from_id, report.message_id),
        )
        .order_by(PrivateMessage.id)
    ).all()
    files = for_messages([row.id for row in rows])
    return tuple(message_row(row, actor.id, files) for row in rows)
