"""A vote is cast, or taken back. The table's key decides, so that two clicks at once are one vote."""

from datetime import timedelta
from math import ceil
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from forum import clock, outbox
from forum.accounts.models import User
from forum.db import db
from forum.errors import TooOften
from forum.outbox import Event
from forum.topics.models import Post, Topic
from forum.verdict import require
from forum.votes.models import Vote
from forum.votes.policy import may_vote
from forum.words import plural

_HOUR = timedelta(hours=1)


def cast(actor: User, post: Post, topic: Topic, *, per_hour: int) -> bool:
    """Count the actor's vote for a post; False when it was counted already. Raises TooOften past `per_hour`."""
    require(may_vote(actor, post, topic))
    _require_pace(actor, per_hour)
    insert: Any = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    row = insert(Vote).values(post_id=post.id, user_id=actor.id, at=clock.now())
    made = db.session.execute(row.on_conflict_do_nothing().returning(Vote.post_id)).first()
    if made is None:
        return False
    _move(post, +1)
    outbox.publish(Event.VOTE_CAST, post_id=post.id, user_id=actor.id)
    return True


def withdraw(actor: User, post: Post, topic: Topic) -> bool:
    """Take the actor's vote back; False when there was none."""
    require(may_vote(actor, post, topic))
    gone = sa.delete(Vote).where(Vote.post_id == post.id, Vote.user_id == actor.id).returning(Vote.post_id)
    if db.session.execute(gone).first() is None:
        return False
    _move(post, -1)
    outbox.publish(Event.VOTE_WITHDRAWN, post_id=post.id, user_id=actor.id)
    return True


def _move(post: Post, by: int) -> None:
    """By an expression: two voters at once are both counted."""
    db.session.execute(sa.update(Post).where(Post.id == post.id).values(score=Post.score + by))
    db.session.expire(post, ["score"])


def _require_pace(actor: User, per_hour: int) -> None:
    """Raise TooOften when the actor's votes of the last hour, those that still stand, reach the limit."""
    recent = sa.select(Vote.at).where(Vote.user_id == actor.id, Vote.at > clock.now() - _HOUR).order_by(Vote.at.desc())
    oldest = db.session.scalar(recent.offset(per_hour - 1).limit(1))
    if oldest is None:
        return
    wait = max(1, ceil((oldest + _HOUR - clock.now()).total_seconds()))
    raise TooOften(
        plural(
            "Vous avez beaucoup voté : attendez encore %(count)s minute.",
            "Vous avez beaucoup voté : attendez encore %(count)s minutes.",
            ceil(wait / 60),
        ),
        wait,
    )
