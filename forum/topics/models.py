"""Tables of topics, posts, and what a post carries: revisions, mentions, tags, read marks."""

from datetime import date, datetime
from enum import IntEnum, StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.db import Model, UTCDateTime

TITLE_LENGTH = 150


class State(StrEnum):
    """Whether readers see a topic or a post."""

    VISIBLE = "visible"
    PENDING = "pending"  # waits for staff; its author and moderators see it
    DELETED = "deleted"  # hidden by its author or by staff; moderators see it


class Kind(StrEnum):
    """What a topic is."""

    DISCUSSION = "discussion"
    QUESTION = "question"
    GUIDE = "guide"
    EXPERIENCE = "experience"
    ANNOUNCEMENT = "announcement"


class Topic(Model):
    """A topic. `post_total` is the highest position given; `reply_count` counts visible posts after the first."""

    __tablename__ = "topics"
    __table_args__ = (
        sa.Index("ix_topics_list_last", "forum_id", "state", "pinned", "last_posted_at", "id"),
        sa.Index("ix_topics_list_created", "forum_id", "state", "pinned", "created_at", "id"),
        sa.Index("ix_topics_list_replies", "forum_id", "state", "pinned", "reply_count", "id"),
        sa.Index("ix_topics_active", "state", "last_posted_at", "id", "forum_id"),
        sa.Index("ix_topics_unanswered", "state", "reply_count", "created_at", "id", "forum_id"),
        sa.Index("ix_topics_accepted", "accepted_post_id"),
        sa.Index("ix_topics_duplicate", "duplicate_of_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forums.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(TITLE_LENGTH))
    slug: Mapped[str] = mapped_column(sa.String(80))
    kind: Mapped[str] = mapped_column(sa.String(20), default=Kind.DISCUSSION)
    state: Mapped[str] = mapped_column(sa.String(10), default=State.VISIBLE)
    pinned: Mapped[bool] = mapped_column(default=False)
    locked: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    post_total: Mapped[int] = mapped_column(default=0)
    reply_count: Mapped[int] = mapped_column(default=0)
    view_count: Mapped[int] = mapped_column(default=0)
    last_post_id: Mapped[int | None]
    last_poster_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    last_posted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("topics.id"))
    accepted_post_id: Mapped[int | None]  # the answer its asker or staff chose; no foreign key: posts refer to topics
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    accepted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    duplicate_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("topics.id"))  # where its question is answered
    was_public: Mapped[bool] = mapped_column(default=False)  # once visible: a removed one answers 410, not 404
    deleted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    deleted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    deleted_reason: Mapped[str] = mapped_column(sa.String(500), default="")
    related: Mapped[str] = mapped_column(
        sa.String(120), default="", server_default=""
    )  # ids of similar topics, by commas
    source_name: Mapped[str] = mapped_column(sa.String(TITLE_LENGTH), default="")
    source_url: Mapped[str] = mapped_column(sa.String(500), default="")
    source_date: Mapped[date | None]
    external_id: Mapped[str | None] = mapped_column(sa.String(100), unique=True)
    law: Mapped[str] = mapped_column(sa.Text, default="")  # its references, packed: chosen ones, then its first post's
    told: Mapped[int] = mapped_column(default=0, server_default="0")  # visible posts that tell an experience
    resources: Mapped[int] = mapped_column(default=0, server_default="0")  # those that readers see
    wiki: Mapped[bool] = mapped_column(default=False, server_default=sa.false())  # a guide that others may edit
    resources_waiting: Mapped[int] = mapped_column(default=0, server_default="0")  # those proposed and not decided


class Post(Model):
    """A message. Its position is dense in its topic, from 1, and kept by deleted posts."""

    __tablename__ = "posts"
    __table_args__ = (
        sa.UniqueConstraint("topic_id", "position"),
        sa.Index("ix_posts_author", "author_id", "state", "id"),
        sa.Index("ix_posts_pending", "state", "id"),
        sa.Index("ix_posts_law_moved", "law_moved", "id"),
        sa.Index("ix_posts_verified", "verified_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id"))
    position: Mapped[int]
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    body: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    excerpt: Mapped[str] = mapped_column(sa.String(300), default="")  # its first words, for lists and robots
    renderer_version: Mapped[int] = mapped_column(default=0)
    plain_fallback: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(sa.String(10), default=State.VISIBLE)
    score: Mapped[int] = mapped_column(default=0)  # its votes, moved by SQL as each is cast or taken back
    verified_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # an expert or staff last found it right
    verified_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    proposed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # an expert proposed it as the answer
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    as_expert: Mapped[bool] = mapped_column(default=False)  # its author speaks as the expert they are recognised as
    revision: Mapped[int] = mapped_column(default=1)
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    edited_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    edit_reason: Mapped[str] = mapped_column(sa.String(255), default="")
    deleted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    deleted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    deleted_reason: Mapped[str] = mapped_column(sa.String(500), default="")
    external_id: Mapped[str | None] = mapped_column(sa.String(100), unique=True)
    law: Mapped[str] = mapped_column(sa.Text, default="")  # what it cites, packed (forum/legal/cited.py); often nothing
    tells: Mapped[bool] = mapped_column(default=False, server_default=sa.false())  # it carries an experience
    lists: Mapped[bool] = mapped_column(default=False, server_default=sa.false())  # its text is the topic's resources
    law_moved: Mapped[bool] = mapped_column(default=False)  # readers are told that an article it cites moved


class PostRevision(Model):
    """What a post (and for a first post its topic's title) said before an edit."""

    __tablename__ = "post_revisions"
    __table_args__ = (sa.UniqueConstraint("post_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("posts.id", ondelete="CASCADE"))
    number: Mapped[int]
    body: Mapped[str] = mapped_column(sa.Text)
    title: Mapped[str | None] = mapped_column(sa.String(TITLE_LENGTH))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(sa.String(255), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # its text is for moderators alone since


class Submission(Model):
    """The key of a form that was sent: a double click finds the post that the first one made."""

    __tablename__ = "submissions"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("posts.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class Mention(Model):
    """That a post names a member."""

    __tablename__ = "mentions"

    post_id: Mapped[int] = mapped_column(sa.ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)


class TopicTag(Model):
    """That a topic carries a tag."""

    __tablename__ = "topic_tags"

    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(sa.ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True, index=True)


class PostCitation(Model):
    """That a post belongs on the page of a reference: it cites it, or a range that ends there, or its older number.

    `former`, `doubtful`: see `forum.legal.cited.Place`.
    """

    __tablename__ = "post_citations"
    __table_args__ = (
        sa.Index("ix_post_citations_key", "key", "post_id"),
        sa.Index("ix_post_citations_text", "text", "key", "post_id"),
    )

    post_id: Mapped[int] = mapped_column(sa.ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(160), primary_key=True)
    text: Mapped[str] = mapped_column(sa.String(160))  # the first part of the key: the code, the act, the court
    former: Mapped[str] = mapped_column(sa.String(40), default="")
    doubtful: Mapped[bool] = mapped_column(default=False)


class TopicLaw(Model):
    """That a topic carries a reference as it carries a tag: chosen by its writer, perhaps by an older number."""

    __tablename__ = "topic_law"

    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(160), primary_key=True, index=True)
    text: Mapped[str] = mapped_column(sa.String(160), index=True)
    former: Mapped[str] = mapped_column(sa.String(40), default="")
    doubtful: Mapped[bool] = mapped_column(default=False)


class StandIn(Model):
    """Whom an account stands in for, in which topic.

    security: who reads this knows who writes under a pseudonym: `topics.pseudonyms` alone does.
    """

    __tablename__ = "stand_ins"
    __table_args__ = (sa.UniqueConstraint("member_id", "topic_id"),)

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id", ondelete="CASCADE"), index=True)


class TopicRead(Model):
    """How far a member has read a topic. Written by the tally, never on a GET."""

    __tablename__ = "topic_reads"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int]


class ForumRead(Model):
    """Since when a member holds everything in a forum for read."""

    __tablename__ = "forum_reads"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forums.id", ondelete="CASCADE"), primary_key=True)
    marked_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Contribution(Model):
    """From where a contribution came, kept one year as the law asks (décret n° 2021-1362), then purged."""

    __tablename__ = "contributions"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(index=True)  # no foreign key: the trace outlives the post
    user_id: Mapped[int]
    act: Mapped[str] = mapped_column(sa.String(20))
    address: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class Level(IntEnum):
    """How much a member wants to hear of something: nothing, what concerns them, what is new on asking, all of it."""

    MUTED = 0
    NORMAL = 1
    TRACKING = 2
    WATCHING = 3


class Watch(Model):
    """How much a member wants to hear of a topic, a forum, a tag, a reference of the law or a search.

    `target` is its id, or its key. No row: of one's own topics everything, else what concerns one.
    """

    __tablename__ = "watches"
    __table_args__ = (sa.Index("ix_watches_target", "kind", "target", "level"),)

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    target: Mapped[str] = mapped_column(sa.String(160), primary_key=True)
    level: Mapped[int]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
