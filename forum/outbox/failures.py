"""What went wrong in the outbox, for who looks after the site, and how to try it again."""

from collections.abc import Collection

import sqlalchemy as sa

from forum import clock
from forum.db import db
from forum.outbox.models import OutboxRow


def troubled(limit: int = 20) -> list[OutboxRow]:
    """Rows that failed: first those not done, given up or to be tried again, then those that have gone through since;
    the latest first."""
    done = sa.and_(OutboxRow.done_at.is_not(None), ~OutboxRow.given_up)
    failed = sa.select(OutboxRow).where(OutboxRow.last_error.is_not(None))
    return list(db.session.scalars(failed.order_by(done, OutboxRow.id.desc()).limit(limit)))


def retry(row_ids: Collection[int] | None = None) -> int:
    """Have rows that were given up tried anew, all of them when none are named; returns how many. Inside a write."""
    again = sa.update(OutboxRow).where(OutboxRow.given_up)
    if row_ids is not None:
        again = again.where(OutboxRow.id.in_(row_ids))
    anew = again.values(given_up=False, done_at=None, attempts=0, run_at=clock.now())
    return len(db.session.scalars(anew.returning(OutboxRow.id)).all())


def latest(event: str, limit: int = 5) -> list[OutboxRow]:
    """The newest rows of an event, whatever became of them."""
    return list(
        db.session.scalars(
            sa.select(OutboxRow).where(OutboxRow.event == event).order_by(OutboxRow.id.desc()).limit(limit)
        )
    )
