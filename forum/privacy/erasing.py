"""Deleting the accounts whose days are over, through every slice that keeps something about people."""

from datetime import datetime

from forum import outbox
from forum.accounts.deletion import due_for_deletion
from forum.accounts.models import User
from forum.accounts.names import erased_name
from forum.db import db
from forum.privacy.slices import forgets


def erase_due(moment: datetime) -> int:
    """Delete them, each in a transaction of its own, so that one taken back meanwhile stays; returns how many."""
    erased = sum(_erase(user_id, moment) for user_id in due_for_deletion(moment))
    if erased:
        db.empty_log()
    return erased


def _erase(user_id: int, moment: datetime) -> bool:
    with db.write():
        user = db.session.get_one(User, user_id, with_for_update=True, populate_existing=True)
        if user.erased or user.deletion_at is None or user.deletion_at > moment:
            return False
        name, email = user.name, user.email
        for forget in forgets():
            forget(user)
        outbox.forget_words({name: erased_name(user_id), email: user.email})
        return True
