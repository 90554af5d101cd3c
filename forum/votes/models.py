"""The table of votes. Their sum stands on `posts.score`, so that no page counts."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.db import Model, UTCDateTime


class Vote(Model):
    """That a member found a post useful. The key decides between two clicks: one vote each."""

    __tablename__ = "votes"
    __table_args__ = (sa.Index("ix_votes_user", "user_id", "at"),)

    post_id: Mapped[int] = mapped_column(sa.ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
