"""A member's notices, as their list shows them. What they may no longer read is left out of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum import paths
from forum.accounts.models import Block, User
from forum.db import db
from forum.messages.models import Conversation, Participant
from forum.notifications.inbox import Kind
from forum.notifications.models import Notice
from forum.topics.models import Post, Topic
from forum.topics.policy import visible_posts


@dataclass(frozen=True)
class NoticeRow:
    """One line: what happened, where; `count` of the same kind one after the other in one place."""

    kind: str
    fact: str
    actor: str
    title: str
    url: str
    at: datetime
    unread: bool
    count: int


def notices_of(user: User, *, before: int | None, how_many: int) -> tuple[list[NoticeRow], int | None]:
    """A page of the list, newest first, and the key that an older page begins before (None: there is none)."""
    statement = _statement(user).where(Notice.id < before) if before is not None else _statement(user)
    found = db.session.execute(statement.order_by(Notice.id.desc()).limit(how_many + 1)).all()
    older = found[how_many - 1].id if len(found) > how_many else None
    return _grouped(found[:how_many]), older


def mailed_rows(user: User, ids: Collection[int]) -> list[NoticeRow]:
    """Those of these notices that the member may still read, newest first, as a mail says them."""
    found = db.session.execute(_statement(user).where(Notice.id.in_(ids)).order_by(Notice.id.desc()))
    return _grouped(found)


def may_still_read(user: User, notice: Notice) -> bool:
    """Whether the member may, now, read what a notice is about."""
    return db.session.execute(_statement(user).where(Notice.id == notice.id)).one_or_none() is not None


def _statement(user: User) -> sa.Select[*tuple[Any, ...]]:
    actor = aliased(User)
    of_conversation = sa.literal("conversation:") + sa.cast(Conversation.id, sa.String)
    taking_part = sa.and_(
        Participant.conversation_id == Conversation.id, Participant.user_id == user.id, Participant.left_at.is_(None)
    )
    unwanted = sa.exists().where(Block.user_id == user.id, Block.blocked_id == Notice.actor_id, Block.messages)
    # security: asked at each reading, since a topic may have become private, a post hidden, a conversation left, or
    # its author blocked
    readable = sa.or_(
        sa.and_(Notice.post_id.is_(None), Notice.kind != Kind.MESSAGE),
        sa.and_(Notice.post_id.is_not(None), Post.id.is_not(None), visible_posts(user)),
        sa.and_(Notice.kind == Kind.MESSAGE, Participant.user_id.is_not(None), ~unwanted),
    )
    columns = sa.select(
        Notice.id,
        Notice.kind,
        Notice.fact,
        Notice.thread,
        Notice.post_id,
        Notice.at,
        Notice.seen_at,
        actor.name.label("actor"),
        sa.func.coalesce(Topic.title, Conversation.subject, "").label("title"),
        Topic.id.label("topic_id"),
        Topic.slug.label("topic_slug"),
        Conversation.id.label("conversation_id"),
    )
    joined = (
        columns.select_from(Notice)
        .outerjoin(actor, actor.id == Notice.actor_id)
        .outerjoin(Post, Post.id == Notice.post_id)
        .outerjoin(Topic, Topic.id == Post.topic_id)
        .outerjoin(Conversation, sa.and_(Notice.kind == Kind.MESSAGE, Notice.thread == of_conversation))
        .outerjoin(Participant, taking_part)
    )
    return joined.where(Notice.user_id == user.id, readable)


def _grouped(found: Iterable[Any]) -> list[NoticeRow]:
    rows = []
    for _, group in groupby(found, key=_shown_with):
        same = list(group)
        first = same[-1]  # the oldest: where one reads on
        rows.append(
            NoticeRow(
                first.kind,
                first.fact,
                same[0].actor or "",
                first.title,
                _url(first),
                same[0].at,
                first.seen_at is None,
                len(same),
            )
        )
    return rows


def _shown_with(row: Any) -> tuple[object, ...]:
    # the fact of a private message is its number: those of one conversation stand together all the same
    return row.kind, "" if row.kind == Kind.MESSAGE else row.fact, row.thread or row.id, row.seen_at is None


def _url(row: Any) -> str:
    if row.kind == Kind.GUIDE and row.fact == "proposed":
        return paths.GUIDE_EDITS
    if row.kind == Kind.RESOURCE and row.fact == "proposed":
        return paths.resources(row.topic_id)
    if row.kind == Kind.RESOURCE:
        return f"{paths.topic(row.topic_id, row.topic_slug)}#ressources"
    if row.post_id is not None:
        return paths.post(row.post_id)
    if row.conversation_id is not None:
        return paths.conversation(row.conversation_id)
    return paths.SETTINGS_EXPERT if row.kind == Kind.EXPERT else ""
