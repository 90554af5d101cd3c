"""The table of edits that wait. What was accepted is a version of the post like any other."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.db import Model, UTCDateTime


class GuideEdit(Model):
    """A text that somebody would put in the place of a guide's. One each: another takes its place."""

    __tablename__ = "guide_edits"
    __table_args__ = (sa.UniqueConstraint("post_id", "author_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("posts.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    body: Mapped[str] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.String(255), default="")
    base_revision: Mapped[int]  # of the post, that it was written from
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
