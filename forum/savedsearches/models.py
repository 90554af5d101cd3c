"""The table of saved searches."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.db import Model, UTCDateTime


class Alert(StrEnum):
    """How a member is told of a new post that a search finds. A mail is always a notice as well."""

    SITE = "site"
    MAIL = "mail"
    NONE = "none"


class SavedSearch(Model):
    """A question of a member's own, as it was typed. `matched_at`: when they were last told of a post."""

    __tablename__ = "saved_searches"
    __table_args__ = (sa.UniqueConstraint("user_id", "text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(sa.String(100))
    text: Mapped[str] = mapped_column(sa.String(400))
    alert: Mapped[str] = mapped_column(sa.String(10))
    paused: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    matched_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
