"""The table of notices. How many of a member's are unread stands on `users.unread_notices`: no page counts them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.db import Model, UTCDateTime


class Notice(Model):
    """That somebody is told of something, once: `event` names it, the same for a mention and a watched topic.

    `thread` puts notices of one topic or conversation together. `fact` is a short word that its kind needs.
    """

    __tablename__ = "notices"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "event"),
        sa.Index("ix_notices_list", "user_id", "id"),
        sa.Index("ix_notices_thread", "user_id", "thread", "seen_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(sa.String(20))
    event: Mapped[str] = mapped_column(sa.String(60))
    thread: Mapped[str] = mapped_column(sa.String(60), default="")
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"))
    topic_id: Mapped[int | None] = mapped_column(sa.ForeignKey("topics.id", ondelete="CASCADE"))
    post_id: Mapped[int | None] = mapped_column(sa.ForeignKey("posts.id", ondelete="CASCADE"))
    fact: Mapped[str] = mapped_column(sa.String(160), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    mailed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
