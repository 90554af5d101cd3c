"""Wrong passwords and codes, counted per account: after five in a quarter of an hour each further try waits longer.

Never a lock: the longest wait is a few minutes, tries made while waiting are not counted, and a reset by mail clears
the count. What no account answers to is counted the same way, so that nobody learns which names exist.
"""

import math
from datetime import datetime, timedelta

import sqlalchemy as sa

from forum import clock
from forum.accounts.models import FailedLogin, User
from forum.accounts.names import email_key
from forum.db import db

_FREE = 5
_WINDOW = timedelta(minutes=15)
_FIRST_WAIT_SECONDS = 30
_LONGEST_WAIT_SECONDS = 480


def attempts_key(user: User | None, typed: str) -> str:
    """What tries are counted by: the account, however it was named; else what was typed."""
    return user.email_key if user is not None else f"?{email_key(typed)}"[:255]


def seconds_to_wait(key: str) -> int:
    """How long until the next try is looked at; 0 when it may be now. One statement."""
    moment = clock.now()
    count, last = db.session.execute(
        sa.select(sa.func.count(), sa.func.max(FailedLogin.at)).where(
            FailedLogin.email_key == key, FailedLogin.at > moment - _WINDOW
        )
    ).one()
    if count < _FREE:
        return 0
    wait = min(_FIRST_WAIT_SECONDS * 2 ** (count - _FREE), _LONGEST_WAIT_SECONDS)
    return max(0, math.ceil(wait - (moment - last).total_seconds()))


def record_failure(key: str) -> None:
    """Count a wrong password or code. Inside a write."""
    db.session.add(FailedLogin(email_key=key, at=clock.now()))


def forget_failures(key: str) -> None:
    """Begin anew, after a sign-in or a reset. Inside a write."""
    db.session.execute(sa.delete(FailedLogin).where(FailedLogin.email_key == key))


def purge(before: datetime) -> None:
    """Forget older failures, which nothing counts any more. Inside a write."""
    db.session.execute(sa.delete(FailedLogin).where(FailedLogin.at < before))
