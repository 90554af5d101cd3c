"""What is kept of a member's votes, for their own download."""

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.topics.models import Post
from forum.votes.models import Vote


def export(user: User) -> tuple[dict[str, object], list[tuple[str, bytes]]]:
    """The posts found useful and when, oldest first. No file."""
    rows = sa.select(Vote.post_id, Vote.at).where(Vote.user_id == user.id).order_by(Vote.at, Vote.post_id)
    votes = [{"post": post_id, "at": at.isoformat()} for post_id, at in db.session.execute(rows)]
    return ({"useful": votes} if votes else {}), []


def forget(user: User) -> None:
    """Take the votes back: a score counts no one who left. Inside a write."""
    gone = sa.delete(Vote).where(Vote.user_id == user.id).returning(Vote.post_id)
    post_ids = list(db.session.scalars(gone))
    db.session.execute(sa.update(Post).where(Post.id.in_(post_ids)).values(score=Post.score - 1))
