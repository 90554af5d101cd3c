"""A member's posts and topics, for their page."""

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from forum import paths
from forum.accounts.models import User
from forum.accounts.policy import Actor
from forum.db import db
from forum.taxonomy.models import Forum
from forum.topics.models import Post, State, Topic
from forum.topics.policy import visible_posts
from forum.topics.rows import shown_title

_LOOKED_AT = 6  # replies for each line of the list: who writes more than that in a topic has a shorter one


class LatestPost(NamedTuple):
    """A post as its author's page lists it; unpacks in this order."""

    title: str
    url: str
    at: datetime
    forum_name: str
    forum_url: str


class Latest(NamedTuple):
    """What a member wrote last: replies, each topic once with the newest of theirs, and the topics they opened."""

    replies: list[LatestPost]
    topics: list[LatestPost]


def latest_of(user: User, actor: Actor, count: int = 10) -> Latest:
    """The newest replies and topics of a member that the actor may read. One statement."""
    written = (
        sa.select(Topic.title, Topic.slug.label("topic"), Topic.id.label("topic_id"), Post.id, Post.created_at)
        .add_columns(Forum.name, Forum.slug, Post.position)
        .join(Topic, Topic.id == Post.topic_id)
        .join(Forum, Forum.id == Topic.forum_id)
        .where(Post.author_id == user.id, Post.state == State.VISIBLE, visible_posts(actor))
        .order_by(Post.id.desc())
    )
    opened = written.where(Post.position == 1).limit(count).subquery()
    replied = written.where(Post.position > 1).limit(_LOOKED_AT * count).subquery()
    found = db.session.execute(
        sa.union_all(
            sa.select(sa.literal(False).label("as_topic"), replied), sa.select(sa.literal(True), opened)
        ).order_by(sa.desc("id"))
    ).all()
    topics = [_line(row, paths.topic(row.topic_id, row.topic)) for row in found if row.as_topic]
    newest: dict[int, LatestPost] = {}
    for row in found:
        if not row.as_topic:
            newest.setdefault(row.topic_id, _line(row, paths.post(row.id)))
    return Latest(list(newest.values())[:count], topics)


def _line(row: sa.Row[Any], url: str) -> LatestPost:
    return LatestPost(shown_title(row.title), url, row.created_at, row.name, paths.forum(row.slug))
