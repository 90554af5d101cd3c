"""Staff acts on people: warnings, suspensions, private notes."""

from datetime import datetime

from forum import clock, outbox
from forum.accounts.models import User
from forum.accounts.policy import is_suspended
from forum.db import db
from forum.errors import Faults, Invalid
from forum.moderation import policy
from forum.moderation.administration.groups import hold_administration
from forum.moderation.log import Verb, record
from forum.moderation.models import MemberWarning, StaffNote
from forum.outbox import Event
from forum.verdict import require
from forum.words import message

NOTE_LENGTH = 5000
_REASON_LENGTH = 500


def warn(actor: User, user: User, reason: str, post_id: int | None = None) -> MemberWarning:
    """Warn a member, who reads the reason in a mail; staff keep it on the member's file."""
    require(policy.may_warn(actor, user))
    reason = _checked(reason, _REASON_LENGTH)
    warning = MemberWarning(user_id=user.id, by_id=actor.id, reason=reason, post_id=post_id, at=clock.now())
    db.session.add(warning)
    record(actor, Verb.WARN, user_id=user.id, reason=reason)
    db.session.flush()
    outbox.publish(Event.MEMBER_WARNED, user_id=user.id, actor_id=actor.id, reason=reason)
    return warning


def suspend(actor: User, user: User, until: datetime, reason: str) -> None:
    """Let a member read and not write until a moment. A second suspension replaces the first."""
    require(policy.may_suspend(actor, user))
    if user.is_admin:
        hold_administration(actor)
    faults = Faults()
    if not policy.is_sound_end(until):
        faults.add(message("Choisissez une date à venir, dans les dix ans."), "until")
    reason = faults.of(lambda: _checked(reason, _REASON_LENGTH), "")
    faults.tell()
    user.suspended_until, user.suspended_reason = until, reason
    record(actor, Verb.SUSPEND, user_id=user.id, reason=user.suspended_reason, until=until.isoformat())
    db.session.flush()
    outbox.publish(
        Event.MEMBER_SUSPENDED,
        user_id=user.id,
        actor_id=actor.id,
        until=until.isoformat(),
        reason=user.suspended_reason,
    )


def lift(actor: User, user: User) -> None:
    """End a suspension now. Nothing happens to who is not suspended."""
    require(policy.may_suspend(actor, user))
    if not is_suspended(user):
        return
    user.suspended_until, user.suspended_reason = None, ""
    record(actor, Verb.LIFT, user_id=user.id)
    db.session.flush()


def note(actor: User, user: User, body: str) -> StaffNote:
    """Keep a note on a member that only staff read; the member is not told."""
    require(policy.may_note(actor, user))
    kept = StaffNote(user_id=user.id, by_id=actor.id, body=_checked(body, NOTE_LENGTH, "body"), at=clock.now())
    db.session.add(kept)
    record(actor, Verb.NOTE, user_id=user.id)
    db.session.flush()
    return kept


def _checked(text: str, longest: int, field: str = "reason") -> str:
    text = text.strip()
    if not text:
        raise Invalid(message("Ce champ ne peut pas rester vide."), field)
    if len(text) > longest:
        raise Invalid(message("Ce texte est trop long : %(longest)s caractères au plus.", longest=longest), field)
    return text
