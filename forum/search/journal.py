"""What people search, counted by day without knowing who: staff see what to write next."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import sqlalchemy as sa

from forum.db import db
from forum.search.analysis import fold
from forum.search.models import SearchCount
from forum.search.parsing import typed
from forum.search.query import Order, Query

LONGEST = 100
SHOWN = 50
_ONCE_DAYS = 30  # words searched a single time are kept that long: they tell little, and might tell of somebody
_ADDRESS = re.compile(r"\S@\S")
_NUMBER = re.compile(r"(?:\d[ .-]?){7,}")  # of a telephone or a card
_DAY = re.compile(r"\b(?:before|after):[\d-]{10}")


@dataclass(frozen=True)
class Searched:
    """Words, how often they were searched in a period, and how many topics they found the last time."""

    words: str
    count: int
    found: int


def words_of(query: Query, text: str) -> str:
    """What is counted of a query: its words with what narrows them, since a guide on them may be what lacks.

    Nothing where it has no words, looks for a person or inside one topic, or holds what looks personal.
    """
    if query.authors or query.topic is not None or all(term.excluded for term in query.terms):
        return ""
    words = fold(typed(replace(query, order=Order.RELEVANCE)))
    return "" if _ADDRESS.search(text) or _NUMBER.search(_DAY.sub("", words)) else words[:LONGEST].strip()


def write(counts: Mapping[tuple[str, date], tuple[int, int]]) -> None:
    """Add counts to their days. Inside a write."""
    for (words, day), (count, found) in counts.items():
        row = sa.and_(SearchCount.words == words, SearchCount.day == day)
        held = db.session.scalar(sa.select(SearchCount.count).where(row))
        if held is None:
            db.session.execute(sa.insert(SearchCount).values(words=words, day=day, count=count, found=found))
        else:
            more = sa.update(SearchCount).where(row).values(count=SearchCount.count + count, found=found)
            db.session.execute(more.execution_options(synchronize_session=False))


def most(since: date, *, without_result: bool = False) -> list[Searched]:
    """What was searched most since a day; or only what found nothing at its last search."""
    total = sa.func.sum(SearchCount.count)
    last = (
        sa.select(SearchCount.words, sa.func.max(SearchCount.day).label("day")).group_by(SearchCount.words).subquery()
    )
    latest = sa.orm.aliased(SearchCount)
    rows = (
        sa.select(SearchCount.words, total.label("total"), latest.found)
        .join(last, last.c.words == SearchCount.words)
        .join(latest, sa.and_(latest.words == last.c.words, latest.day == last.c.day))
        .where(SearchCount.day >= since)
        .group_by(SearchCount.words, latest.found)
        .order_by(total.desc(), SearchCount.words)
        .limit(SHOWN)
    )
    if without_result:
        rows = rows.where(latest.found == 0)
    return [Searched(words, int(count), found) for words, count, found in db.session.execute(rows)]


def purge(today: date, days: int) -> None:
    """Forget what was searched long ago, sooner where it was searched once. Inside a write."""
    old = SearchCount.day < today - timedelta(days=days)
    once = sa.and_(SearchCount.day < today - timedelta(days=_ONCE_DAYS), SearchCount.count == 1)
    db.session.execute(sa.delete(SearchCount).where(sa.or_(old, once)))
