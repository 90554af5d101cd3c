"""Posts find their place: positions stay dense from 1, and what members have read stays read.

Positions are unique in a topic after every statement, so posts that change place first step aside (to minus their
id, which no other post holds) and then take their new one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forum.db import db
from forum.topics.models import Post, TopicRead

_posts: sa.Table = Post.__table__  # type: ignore[assignment]  # a mapped class's table is one
_reads: sa.Table = TopicRead.__table__  # type: ignore[assignment]  # the same


@dataclass(frozen=True)
class Slot:
    """Where a post stands, and what decides where it may go."""

    id: int
    topic_id: int
    position: int
    author_id: int
    created_at: datetime
    state: str


def posts_of(topic_id: int) -> list[Slot]:
    """The posts of a topic in their order, locked. Without their texts: a topic may have thousands."""
    columns = sa.select(Post.id, Post.topic_id, Post.position, Post.author_id, Post.created_at, Post.state)
    rows = db.session.execute(columns.where(Post.topic_id == topic_id).order_by(Post.position).with_for_update())
    return [Slot(*row) for row in rows]


def place(topic_id: int, posts: Sequence[Slot]) -> None:
    """Make these the topic's posts, in this order from position 1."""
    placed = [
        {"post_id": post.id, "to": topic_id, "at": position}
        for position, post in enumerate(posts, 1)
        if (post.topic_id, post.position) != (topic_id, position)
    ]
    if not placed:
        return
    one = _posts.update().where(_posts.c.id == sa.bindparam("post_id"))
    connection = db.session.connection()
    connection.execute(one.values(topic_id=sa.bindparam("to"), position=-_posts.c.id), placed)
    connection.execute(one.values(position=sa.bindparam("at")), placed)
    db.session.expire_all()


def reads_of(topic_id: int) -> dict[int, int]:
    """How far each member has read a topic, by member."""
    rows = db.session.execute(sa.select(TopicRead.user_id, TopicRead.position).where(TopicRead.topic_id == topic_id))
    return {row.user_id: row.position for row in rows}


def keep_reads(topic_id: int, reads: dict[int, int]) -> None:
    """Replace what members have read of a topic; those at 0 have no mark."""
    db.session.execute(sa.delete(TopicRead).where(TopicRead.topic_id == topic_id))
    rows = [{"user_id": user, "topic_id": topic_id, "position": at} for user, at in reads.items() if at > 0]
    if rows:
        db.session.connection().execute(_reads.insert(), rows)


def still_read(reads: dict[int, int], kept: Iterable[int]) -> dict[int, int]:
    """How far each has read when of all positions only `kept` (ascending) stay, numbered anew."""
    positions = list(kept)
    return {user: sum(position <= read for position in positions) for user, read in reads.items()}


def read_together(
    one: Sequence[Slot], other: Sequence[Slot], merged: Sequence[Slot], reads: tuple[dict[int, int], dict[int, int]]
) -> dict[int, int]:
    """How far each has read of two topics merged: up to the first post unread in either."""
    place_of = {post.id: position for position, post in enumerate(merged, 1)}

    def first_unread(posts: Sequence[Slot], read: int) -> int:
        return place_of[posts[read].id] if read < len(posts) else len(merged) + 1

    return {
        user: min(first_unread(one, reads[0].get(user, 0)), first_unread(other, reads[1].get(user, 0))) - 1
        for user in reads[0].keys() | reads[1].keys()
    }
