"""The counters that pages read, against the posts they count."""

from collections.abc import Iterator

import sqlalchemy as sa

from forum.checking.finding import Finding, differences
from forum.db import db
from forum.experiences.models import Experience
from forum.messages.models import Conversation, PrivateMessage
from forum.resources.counting import wrong_counts
from forum.taxonomy.models import Forum
from forum.topics.models import Post, State, Topic
from forum.votes.counting import wrong_scores

_visible = (
    sa.select(
        Post.topic_id,
        sa.func.count().label("posts"),
        sa.func.max(Post.position).label("last"),
        sa.func.sum(sa.case((Post.tells, 1), else_=0)).label("told"),
    )
    .where(Post.state == State.VISIBLE)
    .group_by(Post.topic_id)
    .subquery()
)
_all = sa.select(Post.topic_id, sa.func.max(Post.position).label("last")).group_by(Post.topic_id).subquery()
_posts = sa.func.coalesce(_visible.c.posts, 0)
_replies = sa.case((_posts > 0, _posts - 1), else_=0)


def topics() -> Iterator[Finding]:
    """Replies, highest position, last post and experiences of each topic."""
    columns = (
        ("reply_count", Topic.reply_count, _replies),
        ("post_total", Topic.post_total, sa.func.coalesce(_all.c.last, 0)),
        ("last_post_id", Topic.last_post_id, Post.id),
        ("told", Topic.told, sa.func.coalesce(_visible.c.told, 0)),
    )
    last = sa.and_(Post.topic_id == Topic.id, Post.position == _visible.c.last)
    statement = (
        sa.select(Topic.id, *(column for _, *pair in columns for column in pair))
        .outerjoin(_visible, _visible.c.topic_id == Topic.id)
        .outerjoin(_all, _all.c.topic_id == Topic.id)
        .outerjoin(Post, last)
        .where(sa.or_(*(held.is_distinct_from(found) for _, held, found in columns)))
        .order_by(Topic.id)
    )
    yield from differences("topic", [name for name, *_ in columns], statement)
    yield from _last_posts()


def forums() -> Iterator[Finding]:
    """Topics and posts of each forum, and its newest topic (any of those that share the newest moment)."""
    listed = (
        sa.select(
            Topic.forum_id,
            sa.func.count().label("topics"),
            sa.func.sum(_replies + 1).label("posts"),
            sa.func.max(Topic.last_posted_at).label("newest"),
        )
        .outerjoin(_visible, _visible.c.topic_id == Topic.id)
        .where(Topic.state == State.VISIBLE)
        .group_by(Topic.forum_id)
        .subquery()
    )
    here = sa.and_(Topic.id == Forum.last_topic_id, Topic.forum_id == Forum.id, Topic.state == State.VISIBLE)
    columns = (
        ("topic_count", Forum.topic_count, sa.func.coalesce(listed.c.topics, 0)),
        ("post_count", Forum.post_count, sa.func.coalesce(listed.c.posts, 0)),
        ("last post at", Topic.last_posted_at, listed.c.newest),
    )
    statement = (
        sa.select(Forum.id, *(column for _, *pair in columns for column in pair))
        .outerjoin(listed, listed.c.forum_id == Forum.id)
        .outerjoin(Topic, here)
        .where(sa.or_(*(held.is_distinct_from(found) for _, held, found in columns)))
        .order_by(Forum.id)
    )
    yield from differences("forum", [name for name, *_ in columns], statement)


def scores() -> Iterator[Finding]:
    """Each post's votes."""
    yield from differences("post", ["score"], wrong_scores())


def resources() -> Iterator[Finding]:
    """Each topic's resources, shown and waiting."""
    yield from differences("topic", ["resources", "resources_waiting"], wrong_counts())


def experiences() -> Iterator[Finding]:
    """Posts that are said to tell an experience, and those that do."""
    told = sa.exists().where(Experience.post_id == Post.id)
    statement = sa.select(Post.id, Post.tells, told).where(Post.tells != told).order_by(Post.id)
    for post_id, held, found in db.session.execute(statement):
        yield Finding("post", post_id, f"tells is {bool(held)}, should be {bool(found)}")


def conversations() -> Iterator[Finding]:
    """The last message of each conversation."""
    last = (
        sa.select(PrivateMessage.conversation_id, sa.func.max(PrivateMessage.id).label("id"))
        .group_by(PrivateMessage.conversation_id)
        .subquery()
    )
    statement = (
        sa.select(Conversation.id, Conversation.last_message_id, last.c.id)
        .outerjoin(last, last.c.conversation_id == Conversation.id)
        .where(Conversation.last_message_id.is_distinct_from(last.c.id))
        .order_by(Conversation.id)
    )
    yield from differences("conversation", ["last_message_id"], statement)


def answers() -> Iterator[Finding]:
    """Accepted answers that are no reply of their topic."""
    strayed = sa.or_(Post.id.is_(None), Post.topic_id != Topic.id, Post.position < 2)
    statement = (
        sa.select(Topic.id, Topic.accepted_post_id)
        .outerjoin(Post, Post.id == Topic.accepted_post_id)
        .where(Topic.accepted_post_id.is_not(None), strayed)
        .order_by(Topic.id)
    )
    for topic_id, post_id in db.session.execute(statement):
        yield Finding("topic", topic_id, f"its accepted answer {post_id} is not one of its replies")


def _last_posts() -> Iterator[Finding]:
    """The copies of the last post's author and date."""
    columns = (
        ("last_poster_id", Topic.last_poster_id, Post.author_id),
        ("last_posted_at", Topic.last_posted_at, Post.created_at),
    )
    statement = (
        sa.select(Topic.id, *(column for _, *pair in columns for column in pair))
        .join(Post, Post.id == Topic.last_post_id)
        .where(sa.or_(*(held.is_distinct_from(found) for _, held, found in columns)))
        .order_by(Topic.id)
    )
    yield from differences("topic", [name for name, *_ in columns], statement)
