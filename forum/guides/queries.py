"""Reading guides: what a guide's page says of who wrote it, the edits that wait."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forum import paths
from forum.accounts.models import User
from forum.accounts.policy import Actor, may_write
from forum.db import db
from forum.errors import Missing
from forum.guides.models import GuideEdit
from forum.guides.policy import Trust, is_trusted, waiting_for
from forum.topics.models import Kind, Post, PostRevision, State, Topic
from forum.topics.policy import visible_posts
from forum.topics.rows import shown_title
from forum.topics.views import TopicHead
from forum.verdict import HIDDEN


@dataclass(frozen=True)
class GuideParts:
    """What stands under a guide: who wrote along, whether it is open, and whether the reader may edit it so."""

    contributors: tuple[tuple[str, str], ...]  # names and their pages
    is_open: bool
    improves: bool


@dataclass(frozen=True)
class WaitingEdit:
    """An edit that waits."""

    id: int
    url: str
    title: str
    author: str
    author_url: str
    reason: str
    made_at: datetime


def of_page(head: TopicHead, reader: Actor, trust: Trust) -> GuideParts | None:
    """For guides; no statement."""
    if head.kind != Kind.GUIDE or head.state != State.VISIBLE:
        return None
    names = sorted(filter(None, head.contributors.split("\x1e")), key=str.casefold)
    writes = reader is not None and bool(may_write(reader)) and is_trusted(reader, trust)
    edits_anyway = reader is not None and (reader.id == head.author_id or "moderate" in head.may)
    improves = head.wiki and not head.locked and writes and not edits_anyway
    return GuideParts(tuple((name, paths.user(name)) for name in names), head.wiki, improves)


def waiting(actor: User, trust: Trust, *, page: int, per_page: int) -> tuple[list[WaitingEdit], int]:
    """The edits that the actor may review, oldest first, and how many."""
    rows = _edits().where(waiting_for(actor, trust))
    count = sa.select(sa.func.count()).select_from(rows.with_only_columns(GuideEdit.id).subquery())
    found = db.session.execute(rows.order_by(GuideEdit.id).limit(per_page).offset((page - 1) * per_page))
    return [_waiting(*each) for each in found], db.session.scalar(count) or 0


def own_waiting(actor: User) -> list[WaitingEdit]:
    """Those that the actor wrote."""
    own = _edits().where(GuideEdit.author_id == actor.id, visible_posts(actor))
    return [_waiting(*each) for each in db.session.execute(own.order_by(GuideEdit.id))]


def edit_for(edit_id: int, actor: User, trust: Trust) -> tuple[GuideEdit, Post, Topic]:
    """The edit with its guide, for who wrote it and who may review it. Raises Missing."""
    mine = sa.and_(GuideEdit.author_id == actor.id, visible_posts(actor))
    found = (
        sa.select(GuideEdit, Post, Topic)
        .join(Post, Post.id == GuideEdit.post_id)
        .join(Topic, Topic.id == Post.topic_id)
        .where(GuideEdit.id == edit_id, sa.or_(mine, waiting_for(actor, trust)))
    )
    row = db.session.execute(found).one_or_none()
    if row is None:
        assert HIDDEN.reason is not None
        raise Missing(HIDDEN.reason)
    return row[0], row[1], row[2]


def body_of(post: Post, number: int) -> str | None:
    """The text of an earlier version; None of one that staff withdrew, too: it would be read again."""
    this = (PostRevision.post_id == post.id, PostRevision.number == number)
    return db.session.scalar(sa.select(PostRevision.body).where(*this, PostRevision.withdrawn_at.is_(None)))


def writer_of(edit: GuideEdit) -> str:
    return db.session.get_one(User, edit.author_id).name


def _edits() -> sa.Select[GuideEdit, Topic, str]:
    return (
        sa.select(GuideEdit, Topic, User.name)
        .join(Post, Post.id == GuideEdit.post_id)
        .join(Topic, Topic.id == Post.topic_id)
        .join(User, User.id == GuideEdit.author_id)
    )


def _waiting(edit: GuideEdit, topic: Topic, name: str) -> WaitingEdit:
    return WaitingEdit(
        id=edit.id,
        url=paths.guide_edit(edit.id),
        title=shown_title(topic.title),
        author=name,
        author_url=paths.user(name),
        reason=edit.reason,
        made_at=edit.made_at,
    )
