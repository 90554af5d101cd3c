"""What a page asks of votes. Scores stand on the posts."""

from collections.abc import Collection

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.votes.models import Vote


def cast_by(user: User, post_ids: Collection[int]) -> frozenset[int]:
    """Those of these posts that the member found useful. One statement, none for no post."""
    if not post_ids:
        return frozenset()
    mine = sa.select(Vote.post_id).where(Vote.user_id == user.id, Vote.post_id.in_(post_ids))
    return frozenset(db.session.scalars(mine))
