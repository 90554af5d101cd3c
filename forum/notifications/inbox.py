"""The door to what members are told on the site: `tell(...)`, called by handlers inside their write.

A member is told of one event once, whatever the reasons: the first reason stays. Who may know is asked by the handler
now, and by the list and the mail again when they are made.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from forum import clock, outbox
from forum.accounts.models import User
from forum.db import db
from forum.notifications.models import Notice
from forum.outbox import Event


class Kind(StrEnum):
    """Why a member is told of something."""

    MENTION = "mention"
    QUOTE = "quote"
    REPLY = "reply"
    WATCHED = "watched"
    ACCEPTED = "accepted"
    VERIFIED = "verified"
    PROPOSED = "proposed"
    MESSAGE = "message"
    EXPERT = "expert"
    MODERATION = "moderation"
    SEARCH = "search"
    SEARCH_SITE = "search-site"  # the same, for whoever wants no mail of it
    RESOURCE = "resource"
    GUIDE = "guide"


@dataclass(frozen=True)
class About:
    """What a notice is about. `event` names what happened; `thread` is what its notices are shown together by."""

    event: str
    thread: str = ""
    actor_id: int | None = None
    topic_id: int | None = None
    post_id: int | None = None
    fact: str = ""


# Told by mail as well, through what the member wishes for its kind; the others have a letter of their own already.
_MAILED = {Kind.MENTION, Kind.QUOTE, Kind.REPLY, Kind.WATCHED, Kind.MESSAGE, Kind.SEARCH}


def tell(user_ids: Iterable[int], kind: Kind, about: About, *, mail_after: int = 0) -> list[int]:
    """Tell these members; returns those who had not been told of it. `mail_after`: seconds before a mail may leave."""
    told = []
    for user_id in sorted(set(user_ids) - {about.actor_id}):
        notice_id = _add(user_id, kind, about)
        if notice_id is None:
            continue
        told.append(user_id)
        if kind in _MAILED:
            outbox.publish_later(Event.NOTICE_MADE, mail_after, notice_id=notice_id)
    if told:
        more = sa.update(User).where(User.id.in_(told)).values(unread_notices=User.unread_notices + 1)
        db.session.execute(more.execution_options(synchronize_session=False))
    return told


def see(user_id: int, *wanted: sa.ColumnElement[bool]) -> int:
    """Hold the notices of a member that answer to all of `wanted` for read; returns how many were not. In a write."""
    unseen = sa.update(Notice).where(Notice.user_id == user_id, Notice.seen_at.is_(None), *wanted)
    values = unseen.values(seen_at=clock.now()).execution_options(synchronize_session=False)
    count = db.rows(values).rowcount
    if count:
        # Counted anew, not taken off: whatever put the two out of step, they meet again here.
        left = sa.select(sa.func.count()).where(Notice.user_id == user_id, Notice.seen_at.is_(None)).scalar_subquery()
        update = sa.update(User).where(User.id == user_id).values(unread_notices=left)
        db.session.execute(update.execution_options(synchronize_session=False))
    return count


def _add(user_id: int, kind: Kind, about: About) -> int | None:
    row = db.insert(Notice).values(
        user_id=user_id,
        kind=kind,
        event=about.event,
        thread=about.thread,
        actor_id=about.actor_id,
        topic_id=about.topic_id,
        post_id=about.post_id,
        fact=about.fact[:160],
        at=clock.now(),
    )
    return db.session.scalar(row.on_conflict_do_nothing().returning(Notice.id))
