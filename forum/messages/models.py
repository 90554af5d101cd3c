"""Tables of conversations: who is in them, what was said, what was reported. Who is blocked is with the accounts."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.db import Model, UTCDateTime


class Conversation(Model):
    """Several people writing to one another in private."""

    __tablename__ = "conversations"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(sa.String(150))
    started_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_message_id: Mapped[int | None]  # no foreign key: messages refer to conversations


class Participant(Model):
    """That a member is in a conversation, how far they read, and whether they left it or want to hear nothing.

    Whoever is added later reads what comes after `after_id`: the others wrote without knowing of them.
    """

    __tablename__ = "participants"
    __table_args__ = (sa.Index("ix_participants_member", "user_id", "left_at", "conversation_id"),)

    conversation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    joined_at: Mapped[datetime] = mapped_column(UTCDateTime)
    read_id: Mapped[int] = mapped_column(default=0)  # the last message they have read
    after_id: Mapped[int] = mapped_column(default=0)
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"))
    muted: Mapped[bool] = mapped_column(default=False)
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class PrivateMessage(Model):
    """A message of a conversation. `form_key`: of the form that sent it, so that a double click sends one.

    `words` is its text folded for the search among one's own messages; the public index never holds it.
    """

    __tablename__ = "private_messages"
    __table_args__ = (
        sa.UniqueConstraint("author_id", "form_key"),
        sa.Index("ix_private_messages_conversation", "conversation_id", "id"),
        sa.Index("ix_private_messages_pace", "author_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(sa.ForeignKey("conversations.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    body: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    renderer_version: Mapped[int] = mapped_column(default=0, server_default="0")
    form_key: Mapped[str] = mapped_column(sa.String(64))
    words: Mapped[str] = mapped_column(sa.Text, default="")
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # by staff, after a report


class MessageReport(Model):
    """That somebody in a conversation showed one of its messages to the moderators, from `from_id` on.

    While it is open staff read that much and nothing else; closed, it is private again.
    """

    __tablename__ = "message_reports"
    __table_args__ = (sa.UniqueConstraint("message_id", "reporter_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(sa.ForeignKey("private_messages.id", ondelete="CASCADE"))
    reporter_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    from_id: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(sa.String(500))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"))
    outcome: Mapped[str] = mapped_column(sa.String(10), default="")  # "handled" or "dismissed" once closed
    answer: Mapped[str] = mapped_column(sa.String(2000), default="")
