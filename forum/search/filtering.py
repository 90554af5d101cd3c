"""Which posts a question may find at all: rights and filters, as one byte per slot. Pure."""

from calendar import timegm
from collections.abc import Callable, Collection, Sequence
from datetime import date

from forum.search.backend import Mark, Scope
from forum.search.query import Query
from forum.search.source import Source

Ints = Sequence[int]
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
    seen = frozenset(forums)
    return bytearray(
        1 if alive and forum in seen else 0 for alive, forum in zip(source.live, source.columns.forum, strict=True)
    )


def filtered(source: Source, query: Query, scope: Scope, mask: bytearray, latest: dict[int, int]) -> bytearray:
    """The mask narrowed to what the query's filters let through; the same object when it has none."""
    tests = _tests(source, query, scope, latest)
    wanted = _wanted(source, query)
    if not tests and not wanted and not query.tags_none:
        return mask
    narrowed = bytearray(mask)
    for slots in wanted:
        narrowed = _only(narrowed, slots)
    for tag in query.tags_none:
        for slot in source.postings("tag", tag).slots:
            narrowed[slot] = 0
    if tests:
        for slot in [slot for slot, left in enumerate(narrowed) if left]:
            if not all(test(slot) for test in tests):
                narrowed[slot] = 0
    return narrowed


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


def _wanted(source: Source, query: Query) -> list[set[int]]:
    """Sets of slots, each of which a post must be in."""
    sets = []
    for field, values in (("tag", query.tags_any), ("kind", query.kinds), ("type", query.filetypes)):
        if values:
            sets.append({slot for value in values for slot in source.postings(field, value).slots})
    sets.extend(set(source.postings("tag", tag).slots) for tag in query.tags_all)
    for law in query.law:
        topics = {source.columns.topic[slot] for slot in source.postings("law", law).slots}
        sets.append({slot for slot, topic in enumerate(source.columns.topic) if topic in topics})
    return sets


def _only(mask: bytearray, slots: set[int]) -> bytearray:
    kept = bytearray(len(mask))
    for slot in slots:
        kept[slot] = mask[slot]
    return kept


def _tests(source: Source, query: Query, scope: Scope, latest: dict[int, int]) -> list[Callable[[int], bool]]:
    columns = source.columns
    tests: list[Callable[[int], bool]] = []
    if scope.authors is not None:
        authors = scope.authors
        tests.append(lambda slot: columns.author[slot] in authors)
    if query.topic is not None:
        tests.append(lambda slot: columns.topic[slot] == query.topic)
    if query.before is not None:
        before = _start(query.before)
        tests.append(lambda slot: columns.created[slot] < before)
    if query.after is not None:
        after = _start(query.after)
        tests.append(lambda slot: columns.created[slot] >= after)
    if query.min_posts is not None:
        tests.append(_at_least(columns.replies, query.min_posts - 1, columns.topic, latest))
    if query.min_views is not None:
        tests.append(_at_least(columns.views, query.min_views, columns.topic, latest))
    if query.min_score is not None:
        least = query.min_score
        tests.append(lambda slot: columns.score[slot] >= least)
    tests.extend(_state_tests(source, query, latest))
    return tests


def _at_least(column: Ints, least: int, topic_of: Ints, latest: dict[int, int]) -> Callable[[int], bool]:
    """A fact of the topic, as its slot written last knows it."""
    return lambda slot: column[latest[topic_of[slot]]] >= least


def _state_tests(source: Source, query: Query, latest: dict[int, int]) -> list[Callable[[int], bool]]:
    columns = source.columns
    tests: list[Callable[[int], bool]] = []
    for state in query.states:
        if state == "unanswered":
            tests.append(lambda slot: columns.replies[latest[columns.topic[slot]]] == 0)
        elif state in _STATES:
            tests.append(_has(columns.marks, *_STATES[state]))
    if query.with_image:
        tests.append(_has(columns.marks, Mark.IMAGE, True))
    return tests


def _has(marks: Ints, mark: Mark, wanted: bool) -> Callable[[int], bool]:
    bit = int(mark)
    return lambda slot: bool(marks[slot] & bit) is wanted


def _start(day: date) -> int:
    return max(0, timegm(day.timetuple()))
