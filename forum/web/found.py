"""What a search found, as its page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from markupsafe import Markup

from forum import paths
from forum.db import db
from forum.legal import short_name
from forum.markup import stored
from forum.search import highlight
from forum.search.backend import Facets
from forum.search.parsing import typed
from forum.search.queries import Found
from forum.search.query import Query
from forum.taxonomy.models import Forum, Tag
from forum.topics.rows import shown_title
from forum.topics.views import TagLink


@dataclass(frozen=True)
class Result:
    """A topic found, by its best post."""

    title: str
    url: str
    excerpt: Markup
    author: str
    author_url: str
    written_at: datetime
    position: int
    kind: str
    replies: int
    locked: bool
    in_file: bool
    accepted: bool
    tags: tuple[TagLink, ...]
    forum_name: str
    forum_url: str
    others: int
    others_url: str


@dataclass(frozen=True)
class Facet:
    """A value that the results may be narrowed to: its name, the filter to add, and how many have it."""

    name: str
    filter: str
    count: int


@dataclass(frozen=True)
class Narrowing:
    """What the results may be narrowed to."""

    forums: tuple[Facet, ...]
    kinds: tuple[tuple[str, int], ...]
    tags: tuple[Facet, ...]
    laws: tuple[Facet, ...]
    solved: int


def results_of(found: Found, query: Query) -> list[Result]:
    """The rows of a page, each with an excerpt where the words of the question stand."""
    within = replace(query, forums=(), forums_none=())  # a topic stands in one forum
    return [
        Result(
            title=shown_title(row.title),
            url=paths.post(row.post_id) if row.position > 1 else paths.topic(row.topic_id, row.slug),
            excerpt=stored(highlight.as_html(highlight.excerpt(row.text, found.words))),
            author=row.author,
            author_url=paths.user(row.author),
            written_at=row.created_at,
            position=row.position,
            kind=row.kind,
            replies=row.replies,
            locked=row.locked,
            in_file=row.hit.in_file,
            accepted=row.accepted,
            tags=row.tags,
            forum_name=row.forum_name,
            forum_url=paths.forum(row.forum_slug),
            others=row.hit.others,
            others_url=paths.search(typed(replace(within, topic=row.topic_id))),
        )
        for row in found.rows
    ]


def facets_of(facets: Facets) -> Narrowing:
    """Names for what the engine counted: two statements, of what the reader was found to see."""
    forums = _names(sa.select(Forum.id, Forum.name, Forum.slug), Forum.id, [key for key, _ in facets.forums])
    tags = _names(sa.select(Tag.slug, Tag.name, Tag.slug), Tag.slug, [key for key, _ in facets.tags])
    return Narrowing(
        tuple(
            Facet(forums[key][0], f"forum:={forums[key][1]}", count) for key, count in facets.forums if key in forums
        ),
        facets.kinds,
        tuple(Facet(tags[key][0], f"tag:{key}", count) for key, count in facets.tags[:8] if key in tags),
        tuple(Facet(short_name(key), f"droit:{key}", count) for key, count in facets.laws[:8]),
        facets.solved,
    )


def _names(
    statement: sa.Select[*tuple[object, ...]], column: object, keys: Iterable[object]
) -> dict[object, tuple[str, str]]:
    keys = list(keys)
    if not keys:
        return {}
    rows = db.session.execute(statement.where(column.in_(keys)))  # type: ignore[attr-defined]  # a column, of either kind
    return {key: (str(name), str(slug)) for key, name, slug in rows}
