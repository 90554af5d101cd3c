"""What a member has read: marks set on purpose (a forum, everything) and the place of the first unread post."""

import sqlalchemy as sa

from forum import clock
from forum.accounts.models import User
from forum.db import db
from forum.taxonomy.models import Forum
from forum.taxonomy.policy import may_see
from forum.topics.lists import horizon
from forum.topics.models import ForumRead, Post, State, Topic, TopicRead
from forum.verdict import require


def mark_forum_read(actor: User, forum: Forum) -> None:
    """Everything posted in this forum so far counts as read."""
    require(may_see(actor, forum))
    mark = db.session.get(ForumRead, (actor.id, forum.id))
    if mark is None:
        db.session.add(ForumRead(user_id=actor.id, forum_id=forum.id, marked_at=clock.now()))
    else:
        mark.marked_at = clock.now()
    db.session.flush()


def mark_all_read(actor: User) -> None:
    """Everything posted so far counts as read."""
    actor.all_read_at = clock.now()
    db.session.flush()


def mark_topic_read(actor: User, topic_id: int, position: int) -> None:
    """The topic counts as read up to a position: whoever posts has read what stands before."""
    mark = sa.and_(TopicRead.user_id == actor.id, TopicRead.topic_id == topic_id)
    try:
        with db.session.begin_nested():
            if db.session.scalar(sa.select(TopicRead.position).where(mark)) is None:
                db.session.add(TopicRead(user_id=actor.id, topic_id=topic_id, position=position))
    except sa.exc.IntegrityError:  # PostgreSQL: the tally wrote the mark at the same moment
        db.session.expire_all()
    further = sa.update(TopicRead).where(mark, TopicRead.position < position).values(position=position)
    db.session.execute(further.execution_options(synchronize_session=False))


def first_unread(actor: User, topic: Topic) -> tuple[int, int]:
    """(post id, position) of the first post this member has not read; the last post when all are read."""
    read = db.session.get(TopicRead, (actor.id, topic.id))
    position = read.position if read is not None else 0
    shown = sa.select(Post.id, Post.position).where(Post.topic_id == topic.id, Post.state == State.VISIBLE)
    after = shown.where(Post.position > position)
    if position == 0:
        after = after.where(Post.created_at > horizon(actor))
    found = db.session.execute(after.order_by(Post.position).limit(1)).one_or_none()
    if found is None:
        found = db.session.execute(shown.order_by(Post.position.desc()).limit(1)).one_or_none()
    return (found[0], found[1]) if found is not None else (0, 1)
