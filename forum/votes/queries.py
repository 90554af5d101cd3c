"""What a page asks of votes. Scores stand on the posts."""

from collections.abc import Collection

import sqlalchemy as sa

from forum.accounts.models import User
from forum.votes.models import Vote


def cast_among(user: User, post_ids: Collection[int]) -> sa.Select[int]:
    """Those of these posts that the member found useful, as a statement to be joined with another's."""
    return sa.select(Vote.post_id).where(Vote.user_id == user.id, Vote.post_id.in_(post_ids))
