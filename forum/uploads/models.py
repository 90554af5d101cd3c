"""The table of stored files."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.db import Model, UTCDateTime


class Upload(Model):
    """A safe file on disk, named by the SHA-256 of its safe bytes. Several owners may share one."""

    __tablename__ = "uploads"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    mime: Mapped[str] = mapped_column(sa.String(60))
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    thumb_digest: Mapped[str | None] = mapped_column(sa.String(64))
    thumb_width: Mapped[int | None]
    thumb_height: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
