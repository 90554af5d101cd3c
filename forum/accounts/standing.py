"""Where an account stands with the site: let in, closed, opened again, given to whom it belongs.

Who may is asked by `forum.moderation`, which keeps the log.
"""

import sqlalchemy as sa

from forum import outbox
from forum.accounts.models import User
from forum.accounts.names import checked_email, email_key
from forum.accounts.registration import mail_key
from forum.accounts.sessions import end_sessions
from forum.db import db
from forum.errors import Conflict, Invalid
from forum.outbox import Event
from forum.words import message


def approve(user: User) -> None:
    """Let in somebody who waited. Raises Conflict when that was done."""
    if user.approved:
        raise Conflict(message("Ce compte est déjà approuvé."))
    user.approved = True
    db.session.flush()
    outbox.publish(Event.ACCOUNT_APPROVED, user_id=user.id)


def close(user: User, reason: str) -> None:
    """Nobody signs in with the account any more; what it wrote stays. Its owner is told why. Raises Conflict."""
    if not user.active:
        raise Conflict(message("Ce compte est déjà fermé."))
    user.active = False
    end_sessions(user.id)
    db.session.flush()
    outbox.publish(Event.ACCOUNT_CLOSED, user_id=user.id, reason=reason)


def reopen(user: User) -> None:
    """Raises Conflict when the account is open, Invalid when it was erased."""
    if user.erased:
        raise Invalid(message("Ce compte a été supprimé : il ne peut plus être rouvert."))
    if user.active:
        raise Conflict(message("Ce compte est déjà ouvert."))
    user.active = True
    db.session.flush()


def can_be_claimed(user: User) -> bool:
    """Whether nobody has ever had a password for it: an author from the seed, or from another forum."""
    return user.password is None and user.active and not user.erased


def offer(user: User, email: str) -> None:
    """Mail a link that makes the account its reader's. An earlier link dies. Raises Invalid for an address in use."""
    if not can_be_claimed(user):
        raise Conflict(message("Ce compte appartient déjà à quelqu’un."))
    email = checked_email(email)
    others = sa.select(User.id).where(User.email_key == email_key(email), User.id != user.id)
    if db.session.scalar(others) is not None:
        raise Invalid(message("Cette adresse a déjà un compte."), "email")
    user.email, user.email_key = email, email_key(email)
    db.session.flush()
    outbox.publish(Event.CLAIM_OFFERED, user_id=user.id, key=mail_key())
