"""Tables of experts: who asked, what staff decided, what is served, and the proof while it is looked at.

What topics' statements read of it stands on `users` (`recognised_until`, `profession`) and `posts` (`as_expert`).
"""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.db import Model, UTCDateTime


class Profession(StrEnum):
    """What an expert is."""

    LAWYER = "lawyer"
    JURIST = "jurist"
    CONSULTANT = "consultant"
    ASSOCIATION = "association"
    AUTHORITY = "authority"
    OTHER = "other"


class Standing(StrEnum):
    """Where a request to be recognised stands."""

    PENDING = "pending"  # waits for staff
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REVOKED = "revoked"
    EXPIRED = "expired"


class Expert(Model):
    """A member's request, then their recognition. `user.recognised_until` is set only while it holds."""

    __tablename__ = "experts"
    __table_args__ = (sa.Index("ix_experts_standing", "standing", "applied_at"),)

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    standing: Mapped[str] = mapped_column(sa.String(10), default=Standing.PENDING)
    full_name: Mapped[str] = mapped_column(sa.String(100))
    profession: Mapped[str] = mapped_column(sa.String(20))
    feminine: Mapped[bool] = mapped_column(default=False)
    bar: Mapped[str] = mapped_column(sa.String(100), default="")
    title: Mapped[str] = mapped_column(sa.String(80), default="")  # what « other » is
    organisation: Mapped[str] = mapped_column(sa.String(120), default="")
    number: Mapped[str] = mapped_column(sa.String(60), default="")  # never shown: for whoever checks
    proof_url: Mapped[str] = mapped_column(sa.String(500), default="")
    phone: Mapped[str] = mapped_column(sa.String(20), default="")  # E.164
    url: Mapped[str] = mapped_column(sa.String(500), default="")
    email: Mapped[str] = mapped_column(sa.String(255), default="")
    shows_phone: Mapped[bool] = mapped_column(default=True)
    shows_email: Mapped[bool] = mapped_column(default=False)
    paused_until: Mapped[date | None]
    applied_at: Mapped[datetime] = mapped_column(UTCDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    verified: Mapped[str] = mapped_column(sa.String(200), default="")  # what was checked
    verified_on: Mapped[date | None]
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class ExpertDecision(Model):
    """What staff decided about a request; the log of staff acts says it too."""

    __tablename__ = "expert_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    standing: Mapped[str] = mapped_column(sa.String(10))
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    verified: Mapped[str] = mapped_column(sa.String(200), default="")
    until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class ExpertProof(Model):
    """A file that shows what an expert says. Its bytes live in the row: no address of the site's files leads to it."""

    __tablename__ = "expert_proofs"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    filename: Mapped[str] = mapped_column(sa.String(120))
    mime: Mapped[str] = mapped_column(sa.String(60))
    content: Mapped[bytes] = mapped_column(sa.LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    purge_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)  # set by the decision


class ExpertTown(Model):
    """A town that an expert serves."""

    __tablename__ = "expert_towns"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(80), primary_key=True, index=True)
    name: Mapped[str] = mapped_column(sa.String(80))


class ExpertLanguage(Model):
    """A language that an expert works in (ISO 639-1)."""

    __tablename__ = "expert_languages"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(8), primary_key=True, index=True)


class ExpertTag(Model):
    """A field of an expert that is one of the forum's tags."""

    __tablename__ = "expert_tags"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(sa.ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True, index=True)


class ExpertCode(Model):
    """A field of an expert that is a code of law, by its slug in `forum.legal`."""

    __tablename__ = "expert_codes"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(80), primary_key=True, index=True)
