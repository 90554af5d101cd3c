"""The counts that stand on an account, read with the session by no other statement, against what they count."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.models import Passkey, User
from forum.bookmarks.models import Bookmark
from forum.checking.finding import Finding, differences
from forum.db import db
from forum.messages.models import Conversation, Participant
from forum.messages.reading import unread
from forum.notifications.models import Notice
from forum.outbox import Event, OutboxRow
from forum.topics.counters import public_forums
from forum.topics.models import Post, State, Topic


@dataclass(frozen=True)
class _Count:
    """A column of an account, and the rows that it counts, each of which says `whose` it is."""

    column: InstrumentedAttribute[int]
    whose: InstrumentedAttribute[int]
    rows: sa.Select[Any]


def counts() -> Iterator[Finding]:
    """Visible posts in public forums, bookmarks, notices and conversations with something unread, passkeys."""
    every = [(each.column, _of_all(each)) for each in _COUNTS]
    found = [(column, _should_be(column, sa.func.coalesce(rows.c.many, 0))) for column, rows in every]
    statement = sa.select(User.id, *(value for pair in found for value in pair))
    for _, rows in every:
        statement = statement.outerjoin(rows, rows.c.who == User.id)
    wrong = sa.or_(*(held != many for held, many in found))
    yield from differences("user", [column.key for column, _ in every], statement.where(wrong).order_by(User.id))


def recount(user_ids: Collection[int]) -> None:
    """Count them anew for these people. Inside a write."""
    # locked first and counted after, so that what is added meanwhile is in one count or moves the other (PostgreSQL)
    locked = sa.select(User.id).where(User.id.in_(user_ids)).order_by(User.id).with_for_update(key_share=True)
    db.session.execute(locked)
    anew = {each.column.key: _of_one(each) for each in _COUNTS}
    statement = sa.update(User).where(User.id.in_(user_ids)).values(anew)
    db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.expire_all()


def _should_be(column: InstrumentedAttribute[int], many: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    """The worker counts unread conversations after a message was sent: nothing is wrong while it is about to."""
    if column is not User.unread_messages:
        return many
    counts_later = sa.exists().where(OutboxRow.event == Event.MESSAGE_SENT, OutboxRow.done_at.is_(None))
    return sa.case((counts_later, column), else_=many)


def _of_all(count: _Count) -> sa.Subquery:
    many = count.rows.with_only_columns(count.whose.label("who"), sa.func.count().label("many"))
    return many.group_by(count.whose).subquery()


def _of_one(count: _Count) -> sa.ScalarSelect[int]:
    many = count.rows.with_only_columns(sa.func.count()).where(count.whose == User.id)
    return many.correlate(User).scalar_subquery()


_written = (
    sa.select(Post.id)
    .join(Topic, Topic.id == Post.topic_id)
    .where(Post.state == State.VISIBLE, Topic.state == State.VISIBLE, Topic.forum_id.in_(public_forums()))
)
_waiting = (
    sa.select(Participant.user_id)
    .join(Conversation, Conversation.id == Participant.conversation_id)
    .where(Participant.left_at.is_(None), ~Participant.muted, unread())
)
_COUNTS = (
    _Count(User.post_count, Post.author_id, _written),
    _Count(User.bookmarks, Bookmark.user_id, sa.select(Bookmark.post_id)),
    _Count(User.unread_notices, Notice.user_id, sa.select(Notice.id).where(Notice.seen_at.is_(None))),
    _Count(User.unread_messages, Participant.user_id, _waiting),
    _Count(User.passkey_count, Passkey.user_id, sa.select(Passkey.id)),
)
