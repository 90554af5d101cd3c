"""Tables of forums, rights and tags."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.db import Model, UTCDateTime


class Forum(Model):
    """A category or a forum; forums nest to any depth. The counts are its own, without its subforums'."""

    __tablename__ = "forums"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("forums.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(10), default="forum")  # category | forum
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    description: Mapped[str] = mapped_column(sa.String(500), default="")
    position: Mapped[int] = mapped_column(default=0)
    locked: Mapped[bool] = mapped_column(default=False)
    kinds: Mapped[str] = mapped_column(sa.String(80), default="")  # of topics it accepts, by commas; empty: every kind
    topic_count: Mapped[int] = mapped_column(default=0)
    post_count: Mapped[int] = mapped_column(default=0)
    last_topic_id: Mapped[int | None]  # no foreign key: topics stand above
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class ForumGrant(Model):
    """What a group, or one person, may do in one forum. Nothing is inherited at reading: each forum has its rows."""

    __tablename__ = "forum_grants"
    __table_args__ = (
        sa.UniqueConstraint("forum_id", "group_id"),
        sa.UniqueConstraint("forum_id", "user_id"),
        sa.CheckConstraint("(group_id IS NULL) <> (user_id IS NULL)", name="one_holder"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forums.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    can_see: Mapped[bool] = mapped_column(default=False)
    can_post: Mapped[bool] = mapped_column(default=False)
    can_reply: Mapped[bool] = mapped_column(default=False)
    can_moderate: Mapped[bool] = mapped_column(default=False)


class Tag(Model):
    """A tag. A synonym is a row that names the tag it leads to."""

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    name_key: Mapped[str] = mapped_column(sa.String(60), unique=True)
    description: Mapped[str] = mapped_column(sa.String(500), default="")
    synonym_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tags.id", ondelete="CASCADE"), index=True)
