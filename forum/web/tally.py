"""What reading leaves behind, counted in memory and written by one thread every few seconds: no GET writes.

Views, how far members have read, when they were last here, what was searched. Losing the last seconds on a kill is
accepted.
"""

import atexit
import logging
import threading
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from forum import clock
from forum.accounts.models import LoginSession, User
from forum.config import Config
from forum.db import db
from forum.messages.reading import mark_read
from forum.notifications.inbox import Kind, see
from forum.notifications.models import Notice
from forum.search import journal
from forum.topics.models import Post, Topic, TopicRead

_log = logging.getLogger(__name__)
_VISIT_GAP = timedelta(minutes=30)
_MOST_SEARCHES = 500  # different ones between two flushes


@dataclass
class Tally:
    """Counts since the last flush. Thread-safe."""

    views: dict[int, int] = field(default_factory=dict)
    reads: dict[tuple[int, int], int] = field(default_factory=dict)
    messages: dict[tuple[int, int], int] = field(default_factory=dict)
    seen: dict[int, datetime] = field(default_factory=dict)
    searches: dict[tuple[str, date], tuple[int, int]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def viewed(self, topic_id: int) -> None:
        with self.lock:
            self.views[topic_id] = self.views.get(topic_id, 0) + 1

    def read(self, user_id: int, topic_id: int, position: int) -> None:
        with self.lock:
            key = (user_id, topic_id)
            self.reads[key] = max(position, self.reads.get(key, 0))

    def read_messages(self, user_id: int, conversation_id: int, message_id: int) -> None:
        with self.lock:
            key = (user_id, conversation_id)
            self.messages[key] = max(message_id, self.messages.get(key, 0))

    def was_here(self, user_id: int) -> None:
        with self.lock:
            self.seen[user_id] = clock.now()

    def searched(self, words: str, found: int) -> None:
        """Count words that were searched; beyond a bound, only those counted already."""
        key = (words, clock.now().date())
        with self.lock:
            if words and (key in self.searches or len(self.searches) < _MOST_SEARCHES):
                self.searches[key] = (self.searches.get(key, (0, 0))[0] + 1, found)

    def take_searches(self) -> dict[tuple[str, date], tuple[int, int]]:
        with self.lock:
            taken, self.searches = self.searches, {}
            return taken

    def take_messages(self) -> dict[tuple[int, int], int]:
        with self.lock:
            taken, self.messages = self.messages, {}
            return taken

    def take(self) -> tuple[dict[int, int], dict[tuple[int, int], int], dict[int, datetime]]:
        with self.lock:
            taken = self.views, self.reads, self.seen
            self.views, self.reads, self.seen = {}, {}, {}
            return taken


def join(app: Flask) -> None:
    app.extensions["tally"] = Tally()


def tally() -> Tally:
    return current_app.extensions["tally"]


def start_flushing(app: Flask, config: Config) -> threading.Event:
    """Flush every few seconds in a thread of its own, and at exit. Set the returned event to stop."""
    stop = threading.Event()

    def run() -> None:
        while not stop.wait(config.tally_seconds):
            _flush_in(app)

    threading.Thread(target=run, name="tally", daemon=True).start()
    atexit.register(_flush_in, app)
    return stop


def _flush_in(app: Flask) -> None:
    try:
        with app.app_context():
            flush()
    except SQLAlchemyError:
        _log.exception("the tally could not be written")


def flush() -> None:
    """Write what was counted, in one short quiet transaction."""
    views, reads, seen = tally().take()
    searches, messages = tally().take_searches(), tally().take_messages()
    if not (views or reads or seen or searches or messages):
        return
    with db.write(quiet=True):
        _write_views(views)
        _write_reads(reads)
        _write_messages(messages)
        _write_seen(seen)
        journal.write(searches)


def _write_views(views: dict[int, int]) -> None:
    for topic_id, count in views.items():
        more = sa.update(Topic).where(Topic.id == topic_id).values(view_count=Topic.view_count + count)
        db.session.execute(more.execution_options(synchronize_session=False))


def _write_reads(reads: dict[tuple[int, int], int]) -> None:
    for (user_id, topic_id), position in reads.items():
        mark = sa.and_(TopicRead.user_id == user_id, TopicRead.topic_id == topic_id)
        held = db.session.scalar(sa.select(TopicRead.position).where(mark))
        if held is None:
            exists = sa.select(Topic.id).where(Topic.id == topic_id)
            if db.session.scalar(exists) and db.session.get(User, user_id):
                db.session.execute(sa.insert(TopicRead).values(user_id=user_id, topic_id=topic_id, position=position))
        elif held < position:
            db.session.execute(sa.update(TopicRead).where(mark).values(position=position))
        if db.session.scalar(sa.select(User.unread_notices).where(User.id == user_id)):
            here = sa.select(Post.id).where(Post.topic_id == topic_id, Post.position <= position)
            see(user_id, Notice.topic_id == topic_id, Notice.post_id.in_(here))


def _write_messages(messages: dict[tuple[int, int], int]) -> None:
    for (user_id, conversation_id), message_id in messages.items():
        mark_read(user_id, conversation_id, message_id)
        # only a notice of a message holds a number; PostgreSQL may look at the facts of the others first
        number = sa.case((Notice.kind == Kind.MESSAGE, sa.cast(Notice.fact, sa.Integer)))
        see(user_id, Notice.thread == f"conversation:{conversation_id}", number <= message_id)


def _write_seen(seen: dict[int, datetime]) -> None:
    for user_id, moment in seen.items():
        new_visit = sa.or_(User.last_seen_at.is_(None), User.last_seen_at < moment - _VISIT_GAP)
        db.session.execute(
            sa.update(User)
            .where(User.id == user_id)
            .values(
                previous_visit_at=sa.case((new_visit, User.last_seen_at), else_=User.previous_visit_at),
                last_seen_at=moment,
            )
            .execution_options(synchronize_session=False)
        )
        latest = sa.update(LoginSession).where(LoginSession.user_id == user_id, LoginSession.last_seen_at < moment)
        db.session.execute(latest.values(last_seen_at=moment).execution_options(synchronize_session=False))
