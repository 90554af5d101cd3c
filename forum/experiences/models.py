"""The table of experiences. That a post carries one stands on `posts.tells`, how many a topic has on `topics.told`."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.db import Model, UTCDateTime


class Provider(StrEnum):
    """Who withheld. The names are stored: never rename one."""

    AGENCY = "agency"
    FREELANCER = "freelancer"
    HOST = "host"
    REGISTRAR = "registrar"
    PUBLISHER = "publisher"
    OTHER = "other"


class Withheld(StrEnum):
    """What was withheld: the list of the first article of this forum."""

    SITE = "site"
    SHOP = "shop"
    ADVERTISING = "advertising"
    NETWORKS = "networks"
    BLOG = "blog"
    DOMAINS = "domains"
    OTHER = "other"


class Outcome(StrEnum):
    """How it ended, in the order of the figures."""

    SOLVED = "solved"
    PARTLY = "partly"
    NO = "no"
    PENDING = "pending"


class Step(StrEnum):
    """What one undertook."""

    LETTER = "letter"
    NOTICE = "notice"
    MEDIATION = "mediation"
    REGISTRAR = "registrar"
    COMPLAINT = "complaint"
    SUMMARY = "summary"
    TRIAL = "trial"
    OTHER = "other"


class Cost(StrEnum):
    """What it cost, as a range."""

    NONE = "none"
    UNDER_500 = "under-500"
    UNDER_2000 = "under-2000"
    UNDER_5000 = "under-5000"
    MORE = "more"


class Experience(Model):
    """The record that a post carries. `steps`: pairs of a `Step` and a date as text, or None."""

    __tablename__ = "experiences"
    __table_args__ = (sa.Index("ix_experiences_outcome", "outcome", "post_id"),)

    post_id: Mapped[int] = mapped_column(sa.ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    provider: Mapped[str] = mapped_column(sa.String(20))
    outcome: Mapped[str] = mapped_column(sa.String(10))
    withheld: Mapped[str] = mapped_column(sa.String(100), default="")  # several, by commas
    steps: Mapped[list[Any]] = mapped_column(sa.JSON, default=list)
    days: Mapped[int | None]  # how long it took
    cost: Mapped[str] = mapped_column(sa.String(20), default="")
    follow_up: Mapped[str] = mapped_column(sa.String(1000), default="")
    followed_up_on: Mapped[date | None]
    told_at: Mapped[datetime] = mapped_column(UTCDateTime)
