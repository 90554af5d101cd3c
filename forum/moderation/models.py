"""Tables of reports, the log, warnings and notes."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.db import Model, UTCDateTime

REASON_LENGTH = 500


class Reason(StrEnum):
    """Why a reader reports a post."""

    SPAM = "spam"
    ABUSE = "abuse"
    ILLEGAL = "illegal"
    PERSONAL = "personal"  # somebody's personal data
    OFF_TOPIC = "off-topic"
    OTHER = "other"


class ReportState(StrEnum):
    """Where a report stands."""

    OPEN = "open"
    HANDLED = "handled"
    DISMISSED = "dismissed"


class Report(Model):
    """A reader's report of a post: open until handled or dismissed. One open report per person and post."""

    __tablename__ = "reports"
    __table_args__ = (
        sa.Index("ix_reports_open", "state", "created_at"),
        sa.Index("ix_reports_reporter", "reporter_id", "created_at"),
        sa.Index(
            "uq_reports_open",
            "post_id",
            "reporter_id",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("posts.id"), index=True)
    reporter_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(sa.String(30))
    detail: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    state: Mapped[str] = mapped_column(sa.String(10), default=ReportState.OPEN)
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answer: Mapped[str] = mapped_column(sa.Text, default="")


class LogEntry(Model):
    """One act of staff. Ids are plain numbers: the log outlives what it speaks of."""

    __tablename__ = "moderation_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    verb: Mapped[str] = mapped_column(sa.String(40))
    forum_id: Mapped[int | None] = mapped_column(index=True)
    topic_id: Mapped[int | None]
    post_id: Mapped[int | None]
    user_id: Mapped[int | None] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(sa.String(REASON_LENGTH), default="")
    details: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)


class MemberWarning(Model):
    """A warning given to a member."""

    __tablename__ = "warnings"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(sa.String(REASON_LENGTH))
    post_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class StaffNote(Model):
    """A private note of staff on a member."""

    __tablename__ = "staff_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    body: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
