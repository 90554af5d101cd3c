"""What the topics found may be narrowed to: forums, kinds, tags, texts of law, authors, each with how many have it."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.legal import short_name
from forum.search.queries import Found
from forum.taxonomy.models import Forum, Tag

_SHOWN = 8


@dataclass(frozen=True)
class Facet:
    """A value that the results may be narrowed to: its name, the filter to add, and how many have it."""

    name: str
    filter: str
    count: int


@dataclass(frozen=True)
class Narrowing:
    """What the results may be narrowed to."""

    forums: tuple[Facet, ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()
    tags: tuple[Facet, ...] = ()
    laws: tuple[Facet, ...] = ()
    authors: tuple[Facet, ...] = ()
    solved: int = 0


def narrowing(found: Found) -> Narrowing:
    """Names for what the engine counted: three statements, of what the reader was found to see.

    What every topic found has is left out: it would narrow nothing.
    """
    facets, total = found.facets, found.total
    forums = _names(sa.select(Forum.id, Forum.name, Forum.slug), Forum.id, (key for key, _ in facets.forums))
    tags = _names(sa.select(Tag.slug, Tag.name, Tag.slug), Tag.slug, (key for key, _ in facets.tags))
    authors = _names(sa.select(User.id, User.name, User.name), User.id, (key for key, _ in facets.authors))

    def named(
        kind: str, counted: Iterable[tuple[object, int]], names: dict[object, tuple[str, str]]
    ) -> tuple[Facet, ...]:
        telling = [(names[key], count) for key, count in counted if key in names and count < total]
        return tuple(Facet(name, f"{kind}{_quoted(value)}", count) for (name, value), count in telling[:_SHOWN])

    return Narrowing(
        forums=named("forum:=", facets.forums, forums),
        kinds=tuple((kind, count) for kind, count in facets.kinds if count < total),
        tags=named("tag:", facets.tags, tags),
        laws=named("droit:", facets.laws, {key: (short_name(key), key) for key, _ in facets.laws}),
        authors=named("auteur:", facets.authors, authors),
        solved=facets.solved if facets.solved < total else 0,
    )


def _names(
    statement: sa.Select[*tuple[object, ...]], column: object, keys: Iterable[object]
) -> dict[object, tuple[str, str]]:
    keys = list(keys)
    if not keys:
        return {}
    rows = db.session.execute(statement.where(column.in_(keys)))  # type: ignore[attr-defined]  # a column, of either kind
    return {key: (str(name), str(value)) for key, name, value in rows}


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value
