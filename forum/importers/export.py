"""The forum's topics as lines of the exchange format, one after the other, without holding them all in memory."""

import json
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import IO, Any

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.importers.known import post_id_out, topic_id_out
from forum.taxonomy.models import Forum, Tag
from forum.topics.counters import public_forums
from forum.topics.models import Kind, Post, State, Topic, TopicTag
from forum.topics.policy import visible_posts, visible_topics

_TOPICS_AT_ONCE = 100

Line = dict[str, Any]


def count(*, public: bool) -> int:
    """How many topics an export holds."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(Topic).where(_chosen(public))) or 0


def export(file: IO[str], base_url: str, *, public: bool, advance: Callable[[int], object] = lambda _: None) -> None:
    """Write every topic with a post; with `public`, only what a visitor reads."""
    for lines in _batches(base_url, public=public):
        for line in lines:
            json.dump(line, file, ensure_ascii=False)
            file.write("\n")
        advance(len(lines))


def _batches(base_url: str, *, public: bool) -> Iterator[list[Line]]:
    for topics in db.batches(_topics(public), Topic.id, _TOPICS_AT_ONCE):
        ids = [topic.id for topic in topics]
        tags, posts = _tags(ids), _posts(ids, base_url, public=public)
        yield [
            {**_topic(topic, base_url), "tags": tags.get(topic.id, []), "posts": posts[topic.id]}
            for topic in topics
            if topic.id in posts
        ]


def _chosen(public: bool) -> sa.ColumnElement[bool]:
    # security: the very conditions of the pages that a visitor reads
    return visible_topics(None) if public else Topic.merged_into_id.is_(None)


def _topics(public: bool) -> sa.Select[Any]:
    return (
        sa.select(
            Topic.__table__,
            User.name.label("author"),
            Forum.slug.label("forum"),
            Forum.name.label("forum_name"),
            Forum.id.not_in(public_forums()).label("private"),
        )
        .join(User, User.id == Topic.author_id)
        .join(Forum, Forum.id == Topic.forum_id)
        .where(_chosen(public))
    )


def _topic(row: Any, base_url: str) -> Line:
    extras = {
        "private": bool(row.private),
        "kind": row.kind if row.kind != Kind.DISCUSSION else None,
        "state": row.state if row.state != State.VISIBLE else None,
        "pinned": row.pinned,
        "locked": row.locked,
        "views": row.view_count,
        "source": _source(row),
    }
    return {
        "id": topic_id_out(row.id, row.external_id, base_url),
        "forum": row.forum,
        "forum_name": row.forum_name,
        "title": row.title,
        "author": row.author,
        "created_at": row.created_at.isoformat(),
        **{name: value for name, value in extras.items() if value},
    }


def _source(row: Any) -> Line | None:
    if not row.source_url:
        return None
    day = {"date": row.source_date.isoformat()} if row.source_date else {}
    return {"name": row.source_name, "url": row.source_url, **day}


def _tags(topic_ids: list[int]) -> dict[int, list[str]]:
    rows = db.session.execute(
        sa.select(TopicTag.topic_id, Tag.name)
        .join(Tag, Tag.id == TopicTag.tag_id)
        .where(TopicTag.topic_id.in_(topic_ids))
        .order_by(TopicTag.topic_id, Tag.name)
    )
    return {topic_id: [name for _, name in named] for topic_id, named in groupby(rows, key=lambda row: row[0])}


def _posts(topic_ids: list[int], base_url: str, *, public: bool) -> dict[int, list[Line]]:
    rows = db.session.execute(
        sa.select(Post.topic_id, Post.id, Post.external_id, User.name, Post.created_at, Post.body, Post.state)
        .join(Topic, Topic.id == Post.topic_id)
        .join(User, User.id == Post.author_id)
        .where(Post.topic_id.in_(topic_ids), visible_posts(None) if public else sa.true())
        .order_by(Post.topic_id, Post.position)
    )
    return {
        topic_id: [_post(row, base_url) for row in of_topic] for topic_id, of_topic in groupby(rows, lambda row: row[0])
    }


def _post(row: Any, base_url: str) -> Line:
    line = {
        "id": post_id_out(row.id, row.external_id, base_url),
        "author": row.name,
        "created_at": row.created_at.isoformat(),
        "body": row.body,
    }
    return line if row.state == State.VISIBLE else {**line, "state": row.state}
