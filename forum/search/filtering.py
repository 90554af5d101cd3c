"""Which posts a question may find at all: rights and filters, as one byte per slot. Pure."""

from calendar import timegm
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from itertools import chain, repeat
from operator import and_, eq, ge, lt

from forum.search.backend import Mark, Scope
from forum.search.query import Query
from forum.search.source import Source

Ints = Sequence[int]
_OTHERS = bytes((1, 0, *range(2, 256)))  # turns ones and noughts over
_STATES: dict[str, tuple[Mark, bool]] = {
    "solved": (Mark.SOLVED, True),
    "unsolved": (Mark.SOLVED, False),
    "open": (Mark.LOCKED, False),
    "locked": (Mark.LOCKED, True),
    "pinned": (Mark.PINNED, True),
    "expert": (Mark.EXPERT, True),
}


def scope_mask(source: Source, forums: Collection[int]) -> bytearray:
    """The standing posts of these forums. The one place where rights enter."""
    return _both(source.live, _chosen(source.columns.forum, frozenset(forums)))


def filtered(source: Source, query: Query, scope: Scope, mask: bytearray, latest: dict[int, int]) -> bytearray:
    """The mask narrowed to what the query's filters let through; the same object when it has none."""
    for left in chain(_wanted(source, query), _tested(source, query, scope, latest)):
        mask = _both(mask, left)
    return mask


def key_of(query: Query, scope: Scope) -> tuple[object, ...]:
    """What tells two narrowed masks apart."""
    return (
        scope,
        query.tags_any,
        query.tags_all,
        query.tags_none,
        query.law,
        query.kinds,
        query.states,
        query.before,
        query.after,
        query.min_posts,
        query.min_views,
        query.min_score,
        query.with_image,
        query.filetypes,
        query.topic,
    )


def _wanted(source: Source, query: Query) -> Iterator[bytes]:
    """By values: a byte per slot for each of the filters, 1 where a post passes."""
    for field, values in (("tag", query.tags_any), ("kind", query.kinds), ("type", query.filetypes)):
        if values:
            yield _holding(source, field, values)
    for tag in query.tags_all:
        yield _holding(source, "tag", (tag,))
    if query.tags_none:
        yield _holding(source, "tag", query.tags_none).translate(_OTHERS)
    for law in query.law:
        yield _chosen(source.columns.topic, {source.columns.topic[slot] for slot in source.postings("law", law).slots})


def _tested(source: Source, query: Query, scope: Scope, latest: dict[int, int]) -> Iterator[bytes]:
    """By facts, likewise."""
    columns = source.columns
    if scope.authors is not None:
        yield _chosen(columns.author, scope.authors)
    if query.topic is not None:
        yield _where(eq, columns.topic, query.topic)
    if query.before is not None:
        yield _where(lt, columns.created, _start(query.before))
    if query.after is not None:
        yield _where(ge, columns.created, _start(query.after))
    if query.min_score is not None:
        yield _where(ge, columns.score, query.min_score)
    for column, least in ((columns.replies, (query.min_posts or 1) - 1), (columns.views, query.min_views or 0)):
        if least > 0:
            yield _of_topics(source, latest, column, least)
    yield from _in_state(source, query, latest)


def _in_state(source: Source, query: Query, latest: dict[int, int]) -> Iterator[bytes]:
    columns = source.columns
    for state in query.states:
        if state == "unanswered":
            yield _of_topics(source, latest, columns.replies, 1).translate(_OTHERS)
        elif state in _STATES:
            yield _having(columns.marks, *_STATES[state])
    if query.with_image:
        yield _having(columns.marks, Mark.IMAGE, wanted=True)


def _both(mask: bytearray, other: bytes) -> bytearray:
    """Where both have a 1: as one long number each, since a step per post is what a filter cannot afford."""
    return bytearray((int.from_bytes(mask) & int.from_bytes(other)).to_bytes(len(mask)))


def _where(is_so: Callable[[int, int], bool], column: Ints, value: int) -> bytes:
    return bytes(map(is_so, column, repeat(value)))


def _chosen(column: Ints, values: Collection[int]) -> bytes:
    return bytes(map(values.__contains__, column))


def _holding(source: Source, field: str, values: Collection[str]) -> bytes:
    slots = {slot for value in values for slot in source.postings(field, value).slots}
    return bytes(map(slots.__contains__, range(len(source.columns))))


def _of_topics(source: Source, latest: dict[int, int], column: Ints, least: int) -> bytes:
    """By a fact of the topic, as its slot written last knows it."""
    return _chosen(source.columns.topic, {topic for topic, slot in latest.items() if column[slot] >= least})


def _having(marks: Ints, mark: Mark, wanted: bool) -> bytes:
    found = bytes(map(bool, map(and_, marks, repeat(int(mark)))))
    return found if wanted else found.translate(_OTHERS)


def _start(day: date) -> int:
    return max(0, timegm(day.timetuple()))
