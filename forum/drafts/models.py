"""The table of drafts."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.db import Model, UTCDateTime


class Draft(Model):
    """What a member typed in the form at an address (`/t/12/reply`). One each; publishing removes it."""

    __tablename__ = "drafts"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    fields: Mapped[str] = mapped_column(sa.Text)  # JSON: name of a field -> its text
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
