"""Filling and draining the outbox."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from forum import clock
from forum.db import db, is_writing
from forum.outbox.events import Event, Handler, handler_named, handlers_of, slow_handlers
from forum.outbox.models import OutboxRow

_log = logging.getLogger(__name__)
_BATCH = 50
_LEASE_SECONDS = 300
_FIRST_RETRY_SECONDS = 5
_LONGEST_RETRY_SECONDS = 1800


@dataclass(frozen=True)
class Drained:
    """What one call of `drain` did."""

    done: int
    failed: int


@dataclass(frozen=True)
class OutboxState:
    """How much there is to do: due now, and for how long the first has been; for later; failed and to be tried again;
    given up."""

    due: int
    late_seconds: float
    later: int
    failing: int
    given_up: int


def publish(event: Event, **payload: Any) -> None:
    """Store one row per handler of the event, in the write transaction under way."""
    publish_later(event, 0, **payload)


def publish_later(event: Event, seconds: int, **payload: Any) -> None:
    """The same, for handlers that run `seconds` from now."""
    if not is_writing():
        raise RuntimeError("publish() belongs inside a write transaction")
    moment, run_at = clock.of_the_machine(), clock.now() + timedelta(seconds=seconds)
    for name in handlers_of(event):
        db.session.add(OutboxRow(event=event, handler=name, payload=payload, created_at=moment, run_at=run_at))


def drain(*, patience_hours: int = 72, slow: bool | None = None) -> Drained:
    """Run every row that is due, oldest first; each in a transaction of its own. Failures wait longer each time.

    `slow`: only the rows whose handlers speak to the outside, or only the others. What has failed for
    `patience_hours` is given up.
    """
    done = failed = 0
    wanted = () if slow is None else (_is_slow() if slow else sa.not_(_is_slow()),)
    while ids := _due_ids(*wanted):
        for row_id in ids:
            if _run(row_id, patience_hours):
                done += 1
            else:
                failed += 1
    return Drained(done, failed)


def purge_done(older_than_days: int = 7) -> int:
    """Forget finished rows; returns how many. Inside a write."""
    limit = clock.now() - timedelta(days=older_than_days)
    return db.rows(sa.delete(OutboxRow).where(OutboxRow.done_at < limit)).rowcount


def state() -> OutboxState:
    moment = clock.now()
    # what seeding leaves behind is due since the day that it tells of, and waits since it was left
    since_it_was_left = OutboxRow.run_at < OutboxRow.created_at
    waiting_since = sa.case((since_it_was_left, OutboxRow.created_at), else_=OutboxRow.run_at)
    is_due, failed = OutboxRow.run_at <= moment, OutboxRow.last_error.is_not(None)
    counts = sa.select(
        sa.func.count().filter(is_due),
        sa.func.min(waiting_since).filter(is_due),
        sa.func.count().filter(~is_due, ~failed),
        sa.func.count().filter(~is_due, failed),
    )
    due, first, later, failing = db.session.execute(counts.where(OutboxRow.done_at.is_(None))).one()
    given_up = db.session.scalar(sa.select(sa.func.count()).where(OutboxRow.given_up)) or 0
    return OutboxState(due, (moment - first).total_seconds() if first else 0.0, later, failing, given_up)


def _is_slow() -> sa.ColumnElement[bool]:
    return sa.tuple_(OutboxRow.event, OutboxRow.handler).in_(slow_handlers())


def _due_ids(*wanted: sa.ColumnElement[bool]) -> list[int]:
    db.session.rollback()
    statement = (
        sa.select(OutboxRow.id)
        .where(OutboxRow.done_at.is_(None), OutboxRow.run_at <= clock.now(), *wanted)
        .order_by(OutboxRow.id)
        .limit(_BATCH)
    )
    return list(db.session.scalars(statement))


def _run(row_id: int, patience_hours: int) -> bool:
    try:
        _work(row_id)
    except Exception as error:  # noqa: BLE001  # whatever a handler raises, its row waits and the others go on
        _log.warning("outbox row %s failed: %s", row_id, error, exc_info=True)
        _postpone(row_id, error, patience_hours)
        return False
    return True


def _work(row_id: int) -> None:
    row = db.session.get(OutboxRow, row_id)
    joined = handler_named(row.event, row.handler) if row else None
    if row and joined and joined.slow:
        _run_slow(row, joined.run)
        return
    with db.write():
        row = _claim(row_id)
        if row is not None:
            if joined is not None:
                joined.run(**row.payload)
            row.done_at = clock.now()


def _run_slow(row: OutboxRow, handler: Handler) -> None:
    """Lease the row, work outside any write transaction (a slow mail server must not hold the database), mark it."""
    row_id = row.id
    with db.write(quiet=True):
        leased = _claim(row_id)
        if leased is None:
            return
        leased.run_at = clock.now() + timedelta(seconds=_LEASE_SECONDS)
        payload = dict(leased.payload)
    handler(**payload)
    with db.write(quiet=True):
        db.session.execute(sa.update(OutboxRow).where(OutboxRow.id == row_id).values(done_at=clock.now()))


def _claim(row_id: int) -> OutboxRow | None:
    """The row, locked (PostgreSQL: another machine's worker skips it), or None when it is done or taken."""
    statement = sa.select(OutboxRow).where(OutboxRow.id == row_id, OutboxRow.done_at.is_(None))
    return db.session.scalar(statement.with_for_update(skip_locked=True))


def _postpone(row_id: int, error: Exception, patience_hours: int) -> None:
    with db.write(quiet=True):
        row = db.session.get(OutboxRow, row_id)
        if row is None:
            return
        row.attempts += 1
        row.last_error = f"{type(error).__name__}: {error}"[:500]
        row.run_at = _retry_at(row.attempts)
        if clock.now() - row.created_at > timedelta(hours=patience_hours):
            row.given_up, row.done_at = True, clock.now()


def _retry_at(attempts: int) -> datetime:
    wait = min(_FIRST_RETRY_SECONDS * 2 ** (attempts - 1), _LONGEST_RETRY_SECONDS)
    return clock.now() + timedelta(seconds=wait)
