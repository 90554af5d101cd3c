"""A question's rights and filters as SQL conditions on the index's table of posts."""

from calendar import timegm
from collections.abc import Iterator
from typing import Any

from forum.search.backend import Mark, Scope
from forum.search.query import Query

_STATES = {
    "solved": f"marks & {int(Mark.SOLVED)} <> 0",
    "unsolved": f"marks & {int(Mark.SOLVED)} = 0",
    "open": f"marks & {int(Mark.LOCKED)} = 0",
    "locked": f"marks & {int(Mark.LOCKED)} <> 0",
    "pinned": f"marks & {int(Mark.PINNED)} <> 0",
    "expert": f"marks & {int(Mark.EXPERT)} <> 0",
    "unanswered": "replies = 0",
}


FORUMS_ALONE = "p.forum = ANY(:forums)"  # what a question without filters asks


def conditions(query: Query, scope: Scope, schema: str) -> tuple[str, dict[str, Any]]:
    """The condition and its values. security: the forums of the scope come first and are always there."""
    clauses, values = [FORUMS_ALONE], {"forums": sorted(scope.forums)}
    for clause, more in _clauses(query, scope, schema):
        clauses.append(clause)
        values.update(more)
    return " AND ".join(clauses), values


def _clauses(query: Query, scope: Scope, schema: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if scope.authors is not None:
        yield "p.author = ANY(:authors)", {"authors": sorted(scope.authors)}
    if query.tags_any:
        yield "p.tags && CAST(:tags_any AS text[])", {"tags_any": list(query.tags_any)}
    if query.tags_all:
        yield "p.tags @> CAST(:tags_all AS text[])", {"tags_all": list(query.tags_all)}
    if query.tags_none:
        yield "NOT p.tags && CAST(:tags_none AS text[])", {"tags_none": list(query.tags_none)}
    for number, law in enumerate(query.law):
        among = f"SELECT topic FROM {schema}.posts WHERE laws @> ARRAY[CAST(:law{number} AS text)]"  # noqa: S608  # our own name
        yield f"p.topic IN ({among})", {f"law{number}": law}
    if query.kinds:
        yield "p.kind = ANY(:kinds)", {"kinds": list(query.kinds)}
    if query.filetypes:
        yield "p.types && CAST(:types AS text[])", {"types": list(query.filetypes)}
    yield from _numbers(query)


def _numbers(query: Query) -> Iterator[tuple[str, dict[str, Any]]]:
    for state in sorted(query.states & _STATES.keys()):
        yield f"p.{_STATES[state]}", {}
    if query.with_image:
        yield f"p.marks & {int(Mark.IMAGE)} <> 0", {}
    for clause, name, value in (
        ("p.topic = :topic", "topic", query.topic),
        ("p.created < :before", "before", timegm(query.before.timetuple()) if query.before else None),
        ("p.created >= :after", "after", timegm(query.after.timetuple()) if query.after else None),
        ("p.replies >= :replies", "replies", query.min_posts - 1 if query.min_posts is not None else None),
        ("p.views >= :views", "views", query.min_views),
        ("p.score >= :score", "score", query.min_score),
    ):
        if value is not None:
            yield clause, {name: value}
