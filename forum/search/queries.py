"""From a reader's question to the rows of a page: what they may see is in the question, and once more in the SQL."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from forum.accounts.models import User
from forum.accounts.names import name_key
from forum.accounts.policy import Actor
from forum.db import db
from forum.search.backend import Facets, Hit, Results, Scope, SearchBackend
from forum.search.documents import plain
from forum.search.query import ForumRef, Query
from forum.taxonomy.models import Forum, Tag
from forum.taxonomy.queries import visible
from forum.topics.hot import joined_tags, split_tags
from forum.topics.models import Post, Topic
from forum.topics.policy import listed_topics, visible_posts
from forum.topics.views import TagLink


@dataclass(frozen=True)
class Row:
    """One topic of a page of results, with the post that answers best."""

    hit: Hit
    topic_id: int
    title: str
    slug: str
    kind: str
    locked: bool
    pinned: bool
    replies: int
    views: int
    last_posted_at: datetime
    forum_slug: str
    forum_name: str
    post_id: int
    position: int
    author: str
    created_at: datetime
    accepted: bool  # its question has an accepted answer
    tags: tuple[TagLink, ...]
    text: str  # plain, to be cut and marked


@dataclass(frozen=True)
class Found:
    """A page of results. `total` counts what the engine found for this reader."""

    total: int
    rows: tuple[Row, ...] = ()
    facets: Facets = field(default_factory=Facets)
    relaxed: bool = False
    corrected: tuple[tuple[str, str], ...] = ()
    words: frozenset[str] = frozenset()
    phrases: tuple[tuple[str, ...], ...] = ()


def find(
    backend: SearchBackend, query: Query, reader: Actor, *, offset: int = 0, limit: int = 20, facets: bool = True
) -> Found:
    """The topics that answer, as this reader may see them. Raises EngineDown."""
    query = canonical(query)
    results = backend.search(query, scope_of(query, reader), offset=offset, limit=limit, facets=facets)
    return Found(
        results.total,
        tuple(rows_of(results.hits, reader)),
        results.facets,
        results.relaxed,
        results.corrected,
        results.words,
        results.phrases,
    )


def hits(backend: SearchBackend, query: Query, reader: Actor, *, limit: int = 20) -> Results:
    """What the engine answers, without rows."""
    query = canonical(query)
    return backend.search(query, scope_of(query, reader), limit=limit, facets=False)


def scope_of(query: Query, reader: Actor) -> Scope:
    """security: every forum the reader sees and no other, narrowed to those the query names; people by their ids."""
    forums = visible(reader)
    ids = frozenset(forum.id for forum in forums)
    if query.forums:
        ids = ids & _named(query.forums, forums)
    if query.forums_none:
        ids = ids - _named(query.forums_none, forums)
    return Scope(ids, _authors(query.authors) if query.authors else None)


def canonical(query: Query) -> Query:
    """The query with its tags by the names that topics carry: a synonym leads to its tag."""
    asked = {*query.tags_any, *query.tags_all, *query.tags_none}
    if not asked:
        return query
    lead = sa.orm.aliased(Tag)
    rows = db.session.execute(
        sa.select(Tag.slug, lead.slug).join(lead, lead.id == Tag.synonym_of_id).where(Tag.slug.in_(asked))
    )
    leads = dict(rows.all())
    if not leads:
        return query
    values = {name: getattr(query, name) for name in query.__dataclass_fields__}
    for name in ("tags_any", "tags_all", "tags_none"):
        values[name] = tuple(dict.fromkeys(leads.get(slug, slug) for slug in values[name]))
    return Query(**values)


def rows_of(found: Iterable[Hit], reader: Actor) -> list[Row]:
    """security: the rights are asked of the database too, so that an index a second behind shows nothing hidden."""
    found = list(found)
    if not found:
        return []
    topics = {row.id: row for row in db.session.execute(_topics([hit.topic_id for hit in found], reader))}
    posts = {row.id: row for row in db.session.execute(_posts([hit.post_id for hit in found], reader))}
    return [
        _row(hit, topics[hit.topic_id], posts[hit.post_id])
        for hit in found
        if hit.topic_id in topics and hit.post_id in posts
    ]


def _topics(ids: list[int], reader: Actor) -> sa.Select[*tuple[object, ...]]:
    return (
        sa.select(
            Topic.id,
            Topic.title,
            Topic.slug,
            Topic.kind,
            Topic.locked,
            Topic.pinned,
            Topic.reply_count,
            Topic.view_count,
            Topic.last_posted_at,
            Topic.accepted_post_id,
            joined_tags().label("tags"),
            Forum.slug.label("forum_slug"),
            Forum.name.label("forum_name"),
        )
        .join(Forum, Forum.id == Topic.forum_id)
        .where(Topic.id.in_(ids), Topic.merged_into_id.is_(None), listed_topics(reader))
    )


def _posts(ids: list[int], reader: Actor) -> sa.Select[*tuple[object, ...]]:
    return (
        sa.select(Post.id, Post.position, Post.created_at, Post.html, User.name.label("author"))
        .join(Topic, Topic.id == Post.topic_id)
        .join(User, User.id == Post.author_id)
        .where(Post.id.in_(ids), Post.state == "visible", visible_posts(reader))
    )


def _row(hit: Hit, topic: sa.Row[*tuple[object, ...]], post: sa.Row[*tuple[object, ...]]) -> Row:
    facts = topic._mapping
    of_post = post._mapping
    return Row(
        hit=hit,
        topic_id=facts["id"],
        title=facts["title"],
        slug=facts["slug"],
        kind=facts["kind"],
        locked=facts["locked"],
        pinned=facts["pinned"],
        replies=facts["reply_count"],
        views=facts["view_count"],
        last_posted_at=facts["last_posted_at"],
        forum_slug=facts["forum_slug"],
        forum_name=facts["forum_name"],
        post_id=of_post["id"],
        position=of_post["position"],
        author=of_post["author"],
        created_at=of_post["created_at"],
        accepted=facts["accepted_post_id"] is not None,
        tags=split_tags(facts["tags"]),
        text=plain(of_post["html"]),
    )


def _named(refs: Iterable[ForumRef], forums: list[Forum]) -> frozenset[int]:
    by_slug = {forum.slug: forum.id for forum in forums}
    below: dict[int, list[int]] = {}
    for forum in forums:
        below.setdefault(forum.parent_id or 0, []).append(forum.id)
    chosen: set[int] = set()
    for ref in refs:
        waiting = [by_slug[ref.slug]] if ref.slug in by_slug else []
        while waiting:
            forum_id = waiting.pop()
            if forum_id not in chosen:
                chosen.add(forum_id)
                waiting.extend(() if ref.exact else below.get(forum_id, ()))
    return frozenset(chosen)


def _authors(names: Iterable[str]) -> frozenset[int]:
    keys = [name_key(name) for name in names]
    return frozenset(db.session.scalars(sa.select(User.id).where(User.name_key.in_(keys))))
