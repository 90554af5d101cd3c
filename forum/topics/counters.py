"""Counters kept on rows so that no page counts. Creation moves them by an SQL expression; surgery recounts them.

`check` (and its tests) compare them with full recounts.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from forum.accounts.models import EVERYONE, User
from forum.db import db
from forum.taxonomy.models import Forum, ForumGrant
from forum.topics.models import Post, State, Topic

_VISIBLE = sa.and_(Post.state == State.VISIBLE, Post.topic_id == Topic.id)


def public_forums() -> sa.Select[int]:
    """The forums that visitors see: only their posts count in a member's number of messages."""
    return sa.select(ForumGrant.forum_id).where(ForumGrant.group_id == EVERYONE, ForumGrant.can_see)


def count_post(post: Post, topic: Topic) -> None:
    """A visible post was added at the end of a visible topic."""
    first = post.position == 1
    db.session.execute(
        sa.update(Topic)
        .where(Topic.id == topic.id)
        .values(
            reply_count=Topic.reply_count + (0 if first else 1),
            last_post_id=post.id,
            last_poster_id=post.author_id,
            last_posted_at=post.created_at,
        )
    )
    newest = sa.select(Topic.last_posted_at).where(Topic.id == Forum.last_topic_id).scalar_subquery()
    db.session.execute(
        sa.update(Forum)
        .where(Forum.id == topic.forum_id)
        .values(
            topic_count=Forum.topic_count + (1 if first else 0),
            post_count=Forum.post_count + 1,
            last_topic_id=sa.case(
                (sa.or_(newest.is_(None), newest <= post.created_at), topic.id), else_=Forum.last_topic_id
            ),
        )
    )
    db.session.execute(
        sa.update(User)
        .where(User.id == post.author_id, sa.exists(public_forums().where(ForumGrant.forum_id == topic.forum_id)))
        .values(post_count=User.post_count + 1)
    )
    db.session.expire(topic)


def recount_told(*topic_ids: int) -> None:
    """How many visible posts of these topics tell an experience."""
    _lock(topic_ids)
    statement = sa.update(Topic).where(Topic.id.in_(topic_ids)).values(told=_told())
    db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.expire_all()


def recount_topics(topic_ids: Iterable[int]) -> None:
    """Replies, experiences, last post and highest position of these topics, from their posts."""
    last = sa.select(Post.id).where(_VISIBLE).order_by(Post.position.desc()).limit(1).correlate(Topic).scalar_subquery()
    by_last = {"last_poster_id": Post.author_id, "last_posted_at": Post.created_at}
    first_at = (
        sa.select(sa.func.min(Post.created_at)).where(Post.topic_id == Topic.id).correlate(Topic).scalar_subquery()
    )
    visible = sa.select(sa.func.count()).select_from(Post).where(_VISIBLE).correlate(Topic).scalar_subquery()
    total = sa.select(sa.func.max(Post.position)).where(Post.topic_id == Topic.id).correlate(Topic).scalar_subquery()
    ids = list(topic_ids)
    _lock(ids)
    db.session.execute(
        sa.update(Topic)
        .where(Topic.id.in_(ids))
        .values(
            reply_count=sa.case((visible > 0, visible - 1), else_=0),
            post_total=sa.func.coalesce(total, 0),
            last_post_id=last,
            told=_told(),
        )
        .execution_options(synchronize_session=False)
    )
    values: dict[str, Any] = {
        name: sa.select(column).where(Post.id == Topic.last_post_id).correlate(Topic).scalar_subquery()
        for name, column in by_last.items()
    }
    values["last_posted_at"] = sa.func.coalesce(values["last_posted_at"], first_at, Topic.last_posted_at)
    db.session.execute(
        sa.update(Topic).where(Topic.id.in_(ids)).values(**values).execution_options(synchronize_session=False)
    )
    db.session.expire_all()


def _told() -> sa.ScalarSelect[int]:
    """Visible posts of a topic that tell an experience."""
    return sa.select(sa.func.count()).select_from(Post).where(_VISIBLE, Post.tells).correlate(Topic).scalar_subquery()


def _lock(topic_ids: Sequence[int]) -> None:
    """Who counts a topic anew waits for whoever does already.

    A count inside an UPDATE that waited would be that of before the wait (PostgreSQL; SQLite has one writer anyway).
    """
    wanted = sa.select(Topic.id).where(Topic.id.in_(topic_ids)).order_by(Topic.id)
    db.session.execute(wanted.with_for_update(key_share=True))


def recount_forums(forum_ids: Iterable[int]) -> None:
    """Topics, posts and newest topic of these forums, from their visible topics."""
    listed = sa.and_(Topic.forum_id == Forum.id, Topic.state == State.VISIBLE)
    topics = sa.select(sa.func.count()).select_from(Topic).where(listed).correlate(Forum).scalar_subquery()
    posts = sa.select(sa.func.coalesce(sa.func.sum(Topic.reply_count + 1), 0)).where(listed).correlate(Forum)
    newest = (
        sa.select(Topic.id)
        .where(listed)
        .order_by(Topic.last_posted_at.desc(), Topic.id.desc())
        .limit(1)
        .correlate(Forum)
    )
    db.session.execute(
        sa.update(Forum)
        .where(Forum.id.in_(list(forum_ids)))
        .values(topic_count=topics, post_count=posts.scalar_subquery(), last_topic_id=newest.scalar_subquery())
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()


def recount_authors(user_ids: Iterable[int] | None = None) -> None:
    """Each person's visible posts in public forums; all people when none are named."""
    posts = (
        sa.select(sa.func.count())
        .select_from(Post)
        .join(Topic, Topic.id == Post.topic_id)
        .where(
            Post.author_id == User.id,
            Post.state == State.VISIBLE,
            Topic.state == State.VISIBLE,
            Topic.forum_id.in_(public_forums()),
        )
        .correlate(User)
        .scalar_subquery()
    )
    statement = sa.update(User).values(post_count=posts).execution_options(synchronize_session=False)
    if user_ids is not None:
        statement = statement.where(User.id.in_(list(user_ids)))
    db.session.execute(statement)
    db.session.expire_all()


def authors_in(forum_ids: Iterable[int]) -> list[int]:
    """Everybody who wrote in these forums."""
    written = sa.select(Post.author_id).join(Topic, Topic.id == Post.topic_id)
    return list(db.session.scalars(written.where(Topic.forum_id.in_(list(forum_ids))).distinct()))


def authors_of(topic_ids: Iterable[int]) -> list[int]:
    return list(db.session.scalars(sa.select(Post.author_id).where(Post.topic_id.in_(list(topic_ids))).distinct()))
