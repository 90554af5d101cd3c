"""The table of bookmarks. How many a member has stands on `users.bookmarks`: who has none is asked for none."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.db import Model, UTCDateTime


class Bookmark(Model):
    """A post that a member keeps, with a note of theirs. `folded` is the note as it is searched."""

    __tablename__ = "bookmarks"
    __table_args__ = (sa.Index("ix_bookmarks_user", "user_id", "at"),)

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True, index=True)
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    folded: Mapped[str] = mapped_column(sa.String(1000), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)
