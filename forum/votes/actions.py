"""A vote is cast, or taken back. The table's key decides, so that two clicks at once are one vote."""

from datetime import timedelta
from math import ceil

import sqlalchemy as sa

from forum import clock, outbox
from forum.accounts.models import User
from forum.accounts.pace import seconds_to_wait
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
    row = db.insert(Vote).values(post_id=post.id, user_id=actor.id, at=clock.now())
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
    if wait := seconds_to_wait(Vote.at, Vote.user_id == actor.id, most=per_hour, window=_HOUR):
        raise TooOften(
            plural(
                "Vous avez beaucoup voté : attendez encore %(count)s minute.",
                "Vous avez beaucoup voté : attendez encore %(count)s minutes.",
                ceil(wait / 60),
            ),
            wait,
        )
