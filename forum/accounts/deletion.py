"""Leaving: the wish to have one's account deleted, the days in which one may think again, and the deletion itself."""

import secrets
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from forum import clock, outbox
from forum.accounts.models import FailedLogin, Passkey, User
from forum.accounts.names import email_key, erased_name, name_key, name_look
from forum.accounts.registration import mail_key
from forum.accounts.sessions import end_sessions
from forum.db import db
from forum.errors import Invalid
from forum.outbox import Event
from forum.words import message

_KEPT = {"id", "fs_uniquifier", "created_at", "all_read_at", "confirmed_at", "post_count", "approved", "deletion_at"}


def ask_deletion(actor: User, *, texts: bool, days: int) -> None:
    """The account goes in so many days, the texts of its posts too if asked for. Every session ends now.

    Raises Invalid for an administrator: the site must not lose its last one unawares.
    """
    if actor.is_admin:
        raise Invalid(message("Vous administrez ce site : confiez d’abord ce rôle à quelqu’un d’autre."), "current")
    actor.deletion_at, actor.deletes_texts = clock.now() + timedelta(days=days), texts
    end_sessions(actor.id)
    db.session.flush()
    outbox.publish(Event.DELETION_ASKED, user_id=actor.id, key=mail_key())


def keep_account(user: User) -> bool:
    """Its owner thought again, or signed in; False when there was nothing to take back."""
    if user.deletion_at is None:
        return False
    user.deletion_at, user.deletes_texts = None, False
    db.session.flush()
    outbox.publish(Event.DELETION_DROPPED, user_id=user.id)
    return True


def due_for_deletion(moment: datetime) -> list[int]:
    """Whose days are over."""
    due = sa.select(User.id).where(User.deletion_at <= moment, ~User.erased)
    return list(db.session.scalars(due.order_by(User.deletion_at)))


def erase(user: User) -> None:
    """Nothing of the person is left on the account: their posts stand under a neutral name. Inside a write."""
    keys = (user.email_key, f"?{user.email_key}"[:255], f"?{email_key(user.name)}"[:255])
    db.session.execute(sa.delete(FailedLogin).where(FailedLogin.email_key.in_(keys)))
    db.session.execute(sa.delete(Passkey).where(Passkey.user_id == user.id))
    end_sessions(user.id)
    for column in User.__table__.columns:
        if column.name not in _KEPT:
            setattr(user, column.name, _blank(column))
    user.name = erased_name(user.id)
    user.name_key, user.name_look = name_key(user.name), name_look(user.name)
    user.email = user.email_key = f"supprime-{user.id}@parvis.invalid"
    user.fs_uniquifier = secrets.token_hex(32)
    user.roles, user.deletion_at = [], None
    user.active, user.erased = False, True
    db.session.flush()


def _blank(column: Any) -> object:
    """What a new account has in the column."""
    if column.nullable:
        return None
    default = column.default
    if isinstance(default, sa.ColumnDefault) and default.is_scalar:
        return default.arg
    return {} if isinstance(column.type, sa.JSON) else ""
