"""The scores that posts keep, counted anew from the votes: for `check` and its repair."""

from collections.abc import Iterable

import sqlalchemy as sa

from forum.db import db
from forum.topics.models import Post
from forum.votes.models import Vote


def wrong_scores() -> sa.Select[int, int, int]:
    """Posts whose score is not their number of votes: id, score kept, votes counted."""
    counted = sa.select(Vote.post_id, sa.func.count().label("votes")).group_by(Vote.post_id).subquery()
    votes = sa.func.coalesce(counted.c.votes, 0)
    joined = sa.select(Post.id, Post.score, votes).outerjoin(counted, counted.c.post_id == Post.id)
    return joined.where(Post.score != votes).order_by(Post.id)


def recount(post_ids: Iterable[int]) -> None:
    """Set the scores of these posts to their number of votes."""
    votes = sa.select(sa.func.count()).select_from(Vote).where(Vote.post_id == Post.id).correlate(Post)
    statement = sa.update(Post).where(Post.id.in_(list(post_ids))).values(score=votes.scalar_subquery())
    db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.expire_all()
