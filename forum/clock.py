"""The present moment, in one place, so that seeding and tests can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

# The law changes at midnight in Paris, wherever the site is read.
_LAW = ZoneInfo("Europe/Paris")
_fixed: ContextVar[datetime | None] = ContextVar("fixed_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC; the set one inside `set_to`."""
    return _fixed.get() or datetime.now(UTC)


def of_the_machine() -> datetime:
    """The present moment whatever was set: for what waits, such as the work that seeding leaves behind."""
    return datetime.now(UTC)


def day_of_law(moment: datetime | None = None) -> date:
    """The day on which French law took an aware moment, the present one if none is given, to be."""
    return (moment or now()).astimezone(_LAW).date()


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Inside the block, `now()` is `moment` (which must be aware)."""
    if moment.tzinfo is None:
        raise ValueError("the clock takes an aware moment")
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
