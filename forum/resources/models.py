"""The tables of resources. How many a topic shows stands on `topics.resources`."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.db import Model, UTCDateTime


class Genre(StrEnum):
    """What a resource is. The names are stored: never rename one."""

    DECISION = "decision"
    ARTICLE = "article"
    OFFICIAL = "official"
    TEMPLATE = "template"


class Side(StrEnum):
    """From whose point of view, in the order of the list."""

    CLIENT = "client"
    PROVIDER = "provider"
    BOTH = "both"


class Standing(StrEnum):
    """Whether readers see it."""

    PROPOSED = "proposed"  # its proposer, the topic's author and moderators see it
    SHOWN = "shown"
    REMOVED = "removed"  # declined, or taken out again


class Resource(Model):
    """A page that a topic points to. The same address once in a topic, so that a form sent twice proposes once."""

    __tablename__ = "resources"
    __table_args__ = (
        sa.UniqueConstraint("topic_id", "url"),
        sa.Index("ix_resources_topic", "topic_id", "standing", "position", "id"),
        sa.Index("ix_resources_due", "standing", "check_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id", ondelete="CASCADE"))
    post_id: Mapped[int | None] = mapped_column(sa.ForeignKey("posts.id", ondelete="SET NULL"), index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    url: Mapped[str] = mapped_column(sa.String(500))
    publisher: Mapped[str] = mapped_column(sa.String(120), default="")
    published_on: Mapped[date | None]
    genre: Mapped[str] = mapped_column(sa.String(20))
    side: Mapped[str] = mapped_column(sa.String(10))
    standing: Mapped[str] = mapped_column(sa.String(10), default=Standing.PROPOSED)
    position: Mapped[int] = mapped_column(default=0)
    proposed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    proposed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    check_at: Mapped[datetime] = mapped_column(UTCDateTime)  # when its address is tried next
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    dead_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
