"""How often one member may do a thing: taken one at a time, counted in the database."""

from datetime import timedelta
from math import ceil
from typing import Any

import sqlalchemy as sa

from forum import clock
from forum.accounts.models import User
from forum.db import db


def one_at_a_time(member: User) -> None:
    """Hold the member's row until the write ends, so that neither a double click nor a limit can be raced.

    For PostgreSQL; SQLite has one writer anyway. Not FOR UPDATE: posts that mention the member would wait for it.
    """
    db.session.execute(sa.select(User.id).where(User.id == member.id).with_for_update(key_share=True))


def seconds_to_wait(moment: Any, *mine: sa.ColumnElement[bool], most: int, window: timedelta) -> int:
    """Seconds, at least 1, until one more is allowed where `most` stand in any `window`; 0 when it is allowed now.

    `moment`: the column that says when; `mine`: which rows count. One statement.
    """
    lately = sa.select(moment).where(*mine, moment > clock.now() - window).order_by(moment.desc())
    oldest = db.session.scalar(lately.offset(most - 1).limit(1))
    return 0 if oldest is None else max(1, ceil((oldest + window - clock.now()).total_seconds()))
