"""Positions in topics, rights on forums, and the outbox."""

from collections.abc import Iterator

import sqlalchemy as sa

from forum import outbox as queue
from forum.checking.finding import Finding
from forum.db import db
from forum.taxonomy.models import Forum, ForumGrant
from forum.topics.models import Post, Topic

_LATE_SECONDS = 3600


def positions() -> Iterator[Finding]:
    """Topics whose posts are not numbered 1, 2, 3 …, and those without a post that were not merged away."""
    numbered = (
        sa.select(Post.topic_id, sa.func.count().label("posts"), sa.func.max(Post.position).label("last"))
        .group_by(Post.topic_id)
        .having(sa.or_(sa.func.min(Post.position) != 1, sa.func.max(Post.position) != sa.func.count()))
        .order_by(Post.topic_id)
    )
    for topic_id, posts, last in db.session.execute(numbered):
        yield Finding("topic", topic_id, f"its {posts} posts are numbered up to {last}")
    empty = sa.select(Topic.id).where(Topic.merged_into_id.is_(None), ~sa.exists().where(Post.topic_id == Topic.id))
    for topic_id in db.session.scalars(empty.order_by(Topic.id)):
        yield Finding("topic", topic_id, "it has no post")


def grants() -> Iterator[Finding]:
    """Forums without any right: nobody but administrators would see them."""
    bare = sa.select(Forum.id, Forum.slug).where(~sa.exists().where(ForumGrant.forum_id == Forum.id))
    for forum_id, slug in db.session.execute(bare.order_by(Forum.id)):
        yield Finding("forum", forum_id, f"no right is set on {slug}")


def outbox() -> Iterator[Finding]:
    """Work that was given up, or waits for longer than an hour."""
    state = queue.state()
    if state.given_up:
        yield Finding("outbox", 0, f"{state.given_up} rows were given up; last_error says why")
    if state.late_seconds > _LATE_SECONDS:
        yield Finding("outbox", 0, f"{state.due} rows wait, one for {state.late_seconds:.0f} s: does the worker run?")
