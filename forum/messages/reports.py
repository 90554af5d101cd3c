"""Showing a message to the moderators. They read that message, what its reporter chose to add, no more."""

from datetime import timedelta

import sqlalchemy as sa

from forum import clock, outbox
from forum.accounts.models import User
from forum.accounts.pace import one_at_a_time, seconds_to_wait
from forum.db import db
from forum.errors import Conflict, Invalid, TooOften
from forum.messages import policy
from forum.messages.models import MessageReport, Participant, PrivateMessage
from forum.messages.queries import message_for
from forum.outbox import Event
from forum.verdict import require
from forum.words import message

REASON_LENGTH = (10, 500)
CONTEXTS = (0, 3, 10)  # messages before the one reported, as its reporter chooses
_DAY = timedelta(days=1)


def report(actor: User, message_id: int, reason: str, *, context: int, per_day: int) -> MessageReport:
    """Show a message and `context` earlier ones to the moderators. Raises Missing, Invalid, Conflict, TooOften."""
    sent = message_for(actor, message_id)
    require(policy.may_report(actor, sent))
    reason = _checked(reason)
    if context not in CONTEXTS:
        raise Invalid(message("Choisissez dans la liste."), "context")
    # security: a report sent twice at once would pass both limits below
    one_at_a_time(actor)
    if report_of(actor, message_id) is not None:
        raise Conflict(message("Vous avez déjà signalé ce message."))
    _require_pace(actor, per_day)
    made = MessageReport(
        message_id=message_id,
        reporter_id=actor.id,
        from_id=_first_shown(actor, sent, context),
        reason=reason,
        at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    outbox.publish(Event.MESSAGE_REPORTED, report_id=made.id)
    return made


def report_of(actor: User, message_id: int) -> MessageReport | None:
    """The actor's own report of a message, open or closed: one each."""
    mine = sa.select(MessageReport).where(MessageReport.message_id == message_id, MessageReport.reporter_id == actor.id)
    return db.session.scalar(mine)


def covers() -> sa.ColumnElement[bool]:
    """Which messages an open report shows to staff, as a condition on `PrivateMessage`."""
    reported = sa.orm.aliased(PrivateMessage)
    return (
        sa.select(MessageReport.id)
        .join(reported, reported.id == MessageReport.message_id)
        .where(
            MessageReport.closed_at.is_(None),
            reported.conversation_id == PrivateMessage.conversation_id,
            PrivateMessage.id.between(MessageReport.from_id, MessageReport.message_id),
        )
        .correlate(PrivateMessage)
        .exists()
    )


def _first_shown(actor: User, sent: PrivateMessage, context: int) -> int:
    """The first of the messages shown, among those that the reporter reads."""
    before = (
        sa.select(PrivateMessage.id)
        .join(Participant, Participant.conversation_id == PrivateMessage.conversation_id)
        .where(PrivateMessage.conversation_id == sent.conversation_id, PrivateMessage.id < sent.id)
        .where(policy.readable(actor))
    )
    ids = db.session.scalars(before.order_by(PrivateMessage.id.desc()).limit(context)).all() if context else []
    return min([*ids, sent.id])


def _checked(reason: str) -> str:
    reason = reason.strip()
    shortest, longest = REASON_LENGTH
    if len(reason) < shortest:
        raise Invalid(message("Dites en quelques mots ce qui pose problème."), "reason")
    if len(reason) > longest:
        raise Invalid(message("%(longest)s caractères au plus.", longest=longest), "reason")
    return reason


def _require_pace(actor: User, per_day: int) -> None:
    if wait := seconds_to_wait(MessageReport.at, MessageReport.reporter_id == actor.id, most=per_day, window=_DAY):
        raise TooOften(
            message(
                "Vous avez fait %(count)s signalements en un jour : revenez demain, ou écrivez à l’équipe.",
                count=per_day,
            ),
            wait,
        )
