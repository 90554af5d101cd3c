"""Staff acts on people: warnings, suspensions, signatures taken away, private notes."""

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
from forum.moderation.reasons import checked_reason
from forum.outbox import Event
from forum.verdict import require
from forum.words import message

NOTE_LENGTH = 5000


def warn(actor: User, user: User, reason: str, post_id: int | None = None) -> MemberWarning:
    """Warn a member, who reads the reason in a mail; staff keep it on the member's file."""
    require(policy.may_warn(actor, user))
    reason = checked_reason(reason)
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
    reason = faults.of(lambda: checked_reason(reason), "")
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


def clear_signature(actor: User, user: User, reason: str) -> None:
    """Take a member's signature away, saying why in the log."""
    require(policy.may_warn(actor, user))
    reason = checked_reason(reason)
    user.signature = user.signature_html = user.signature_line = user.signature_note = ""
    record(actor, Verb.CLEAR_SIGNATURE, user_id=user.id, reason=reason)
    db.session.flush()


def note(actor: User, user: User, body: str) -> StaffNote:
    """Keep a note on a member that only staff read; the member is not told."""
    require(policy.may_note(actor, user))
    kept = StaffNote(user_id=user.id, by_id=actor.id, body=_checked_note(body), at=clock.now())
    db.session.add(kept)
    record(actor, Verb.NOTE, user_id=user.id)
    db.session.flush()
    return kept


def _checked_note(body: str) -> str:
    body = body.strip()
    if not body:
        raise Invalid(message("Ce champ ne peut pas rester vide."), "body")
    if len(body) > NOTE_LENGTH:
        raise Invalid(message("Ce texte est trop long : %(longest)s caractères au plus.", longest=NOTE_LENGTH), "body")
    return body
