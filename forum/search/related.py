"""Similar topics: kept on each topic by the worker, asked afresh for a text that is being written."""

from collections.abc import Iterable

import sqlalchemy as sa

from forum.accounts.policy import Actor
from forum.db import db
from forum.search.backend import EngineDown, Scope, SearchBackend
from forum.search.documents import plain
from forum.taxonomy.models import Forum
from forum.taxonomy.policy import visible_forums
from forum.topics.models import Kind, Post, State, Topic
from forum.topics.policy import listed_topics

KEPT = 8  # on a topic: a few more than are shown, since a reader may not see them all
_AT_ONCE = 20
_FEW = 3  # so few changed topics have the nearest of each look again too: theirs may be the one that was missing
_TEXT = 2000  # characters of the first post


def related(subject: int | str, reader: Actor, backend: SearchBackend, limit: int = 5) -> list[int]:
    """Ids of topics like a topic (as kept on it) or like a text, that the reader may see; best first."""
    ids = _kept(subject) if isinstance(subject, int) else _asked(subject, reader, backend, limit * 2)
    return seen(ids, reader, limit)


def seen(ids: Iterable[int], reader: Actor, limit: int) -> list[int]:
    """Those of the topics that the reader may see, in the order given. No statement for none."""
    ids = list(ids)
    if not ids:
        return []
    found = set(db.session.scalars(sa.select(Topic.id).where(Topic.id.in_(ids), listed_topics(reader))))
    return [topic_id for topic_id in ids if topic_id in found][:limit]


def titles_of(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Title and slug of topics that the reader was found to see."""
    rows = db.session.execute(sa.select(Topic.id, Topic.title, Topic.slug).where(Topic.id.in_(list(ids))))
    return {topic_id: (title, slug) for topic_id, title, slug in rows}


def ids_in(related_ids: str) -> list[int]:
    """What `Topic.related` holds."""
    return [int(part) for part in related_ids.split(",") if part]


def renew_related(backend: SearchBackend, topic_ids: Iterable[int]) -> None:
    """Find anew what is similar to these topics, a few per call: a bulk import's are left to their next change."""
    chosen = sorted(topic_ids, reverse=True)[:_AT_ONCE]
    found = dict(_similar(backend, chosen))
    if len(chosen) <= _FEW:
        near = {each for ids in found.values() for each in ids_in(ids)[:_FEW]} - found.keys()
        found |= dict(_similar(backend, sorted(near)))
    db.session.rollback()
    if not found:
        return
    with db.write(quiet=True):
        for topic_id, ids in found.items():
            db.session.execute(sa.update(Topic).where(Topic.id == topic_id, Topic.related != ids).values(related=ids))


def _similar(backend: SearchBackend, topic_ids: list[int]) -> Iterable[tuple[int, str]]:
    rows = db.session.execute(
        sa.select(Topic.id, Topic.title, Topic.forum_id, sa.func.substr(Post.html, 1, _TEXT))
        .join(Post, sa.and_(Post.topic_id == Topic.id, Post.position == 1))
        .where(Topic.id.in_(topic_ids), Topic.state == State.VISIBLE)
    ).all()
    public = frozenset(db.session.scalars(sa.select(Forum.id).where(visible_forums(None))))
    for topic_id, title, forum_id, text in rows:
        # security: a private topic's words choose among its own forum's topics and public ones; each reader's rights
        # are asked again where they are shown
        scope = Scope(public | {forum_id})
        try:
            hits = backend.similar(f"{title} {title} {plain(text)}", scope, without=topic_id, limit=KEPT)
        except EngineDown:
            return
        yield topic_id, ",".join(map(str, _worth_naming(hit.topic_id for hit in hits)))


def _kept(topic_id: int) -> list[int]:
    return ids_in(db.session.scalar(sa.select(Topic.related).where(Topic.id == topic_id)) or "")


def _asked(text: str, reader: Actor, backend: SearchBackend, limit: int) -> list[int]:
    forums = frozenset(db.session.scalars(sa.select(Forum.id).where(visible_forums(reader))))
    try:
        hits = backend.similar(text, Scope(forums), limit=limit)
    except EngineDown:
        return []
    return _worth_naming(hit.topic_id for hit in hits)


def _worth_naming(topic_ids: Iterable[int]) -> list[int]:
    """Without announcements: they speak of everything a little, and are never what one looks for."""
    ids = list(topic_ids)
    told = set(db.session.scalars(sa.select(Topic.id).where(Topic.id.in_(ids), Topic.kind == Kind.ANNOUNCEMENT)))
    return [topic_id for topic_id in ids if topic_id not in told]
