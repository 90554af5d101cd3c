"""The table of attachments."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.db import Model, UTCDateTime


class Attachment(Model):
    """A file of a member. With neither post nor private message it is an orphan, purged after a day.

    One thrown away before it was posted is gone for everybody, yet counts for its owner until that purge.
    """

    __tablename__ = "attachments"
    __table_args__ = (sa.Index("ix_attachments_owner", "owner_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(32), unique=True)  # random: addresses cannot be guessed
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    digest: Mapped[str] = mapped_column(sa.ForeignKey("uploads.digest"), index=True)
    post_id: Mapped[int | None] = mapped_column(index=True)  # no foreign key: posts stand above
    message_id: Mapped[int | None] = mapped_column(index=True)  # private messages stand above too
    filename: Mapped[str] = mapped_column(sa.String(150))
    alt: Mapped[str] = mapped_column(sa.String(300), default="")
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    discarded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
