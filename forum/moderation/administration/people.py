"""Accounts let in, confirmed, closed, opened again, offered to whom they belong. Suspending is in `members`."""

from forum.accounts import registration, standing
from forum.accounts.models import User
from forum.accounts.passkeys import take_away_factors
from forum.accounts.policy import may_administer
from forum.accounts.secondfactor import has_second_factor
from forum.errors import Conflict, Invalid
from forum.moderation.administration.acts import Act
from forum.moderation.administration.groups import hold_administration
from forum.moderation.log import record
from forum.moderation.policy import may_suspend
from forum.moderation.reasons import checked_reason
from forum.verdict import require
from forum.words import message


def approve(actor: User, user: User) -> None:
    """Let in somebody who waited; a mail tells them. Raises Conflict when that was done."""
    require(may_administer(actor))
    standing.approve(user)
    record(actor, Act.APPROVE_MEMBER, user_id=user.id)


def confirm(actor: User, user: User) -> None:
    """Take an address for confirmed, for somebody whom the mail does not reach. Raises Conflict, Invalid."""
    require(may_administer(actor))
    if user.confirmed_at is not None:
        raise Conflict(message("Cette adresse est déjà confirmée."))
    if user.erased:
        raise Invalid(message("Ce compte a été supprimé."))
    registration.confirm(user)
    record(actor, Act.CONFIRM_MEMBER, user_id=user.id)


def close(actor: User, user: User, reason: str) -> None:
    """Close somebody else's account: its sessions end, a mail gives the reason, what it wrote stays."""
    hold_administration(actor)
    require(may_suspend(actor, user))
    reason = checked_reason(reason)
    standing.close(user, reason)
    record(actor, Act.CLOSE_MEMBER, user_id=user.id, reason=reason)


def reopen(actor: User, user: User) -> None:
    """Raises Conflict when the account is open, Invalid when it was erased."""
    require(may_administer(actor))
    standing.reopen(user)
    record(actor, Act.REOPEN_MEMBER, user_id=user.id)


def take_factors(actor: User, user: User) -> None:
    """For a member who lost application, keys and codes. Raises Refused, Conflict."""
    require(may_suspend(actor, user))
    if not has_second_factor(user):
        raise Conflict(message("Ce compte n’a pas de validation en deux étapes."))
    take_away_factors(user)
    record(actor, Act.TAKE_FACTORS, user_id=user.id)


def offer(actor: User, user: User, email: str) -> None:
    """Mail somebody a link to take over an account that nobody ever had a password for. Raises Invalid, Conflict."""
    require(may_administer(actor))
    standing.offer(user, email)
    record(actor, Act.OFFER_ACCOUNT, user_id=user.id)
