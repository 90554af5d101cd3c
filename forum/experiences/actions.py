"""Telling an experience with a post, changing what was told, saying what became of it. Called inside `db.write()`.

Who may is asked by the act on the post, in the same transaction; following up has its own rule.
"""

from collections.abc import Collection

import sqlalchemy as sa

from forum import clock, outbox
from forum.accounts.models import User
from forum.db import db
from forum.errors import Conflict
from forum.experiences.models import Experience, Outcome
from forum.experiences.policy import may_follow_up
from forum.experiences.record import Record, checked, checked_follow_up
from forum.outbox import Event
from forum.topics import counters
from forum.topics.models import Post, State, Topic
from forum.verdict import require
from forum.words import message


def tell(post: Post, record: Record, since: str | None = None) -> None:
    """The post carries this record from now on, in the place of what it carried.

    `since`: what became of it; None: as it was said. Raises Invalid.
    """
    record = checked(record)
    # security: two editors of one post come one after the other, and the later finds the row of the earlier
    db.session.refresh(post, with_for_update={"key_share": True})
    row, is_new = db.session.get(Experience, post.id, populate_existing=True), False
    if row is None:
        row, is_new = Experience(post_id=post.id, told_at=clock.now()), True
        db.session.add(row)
    row.provider, row.outcome = record.provider, record.outcome
    row.withheld = ",".join(record.withheld)
    row.steps = [[step, on.isoformat() if on else None] for step, on in record.steps.items()]
    row.days, row.cost = record.days, record.cost or ""
    if since is not None:
        _say_since(row, since)
    db.session.flush()
    _mark(post, tells=True)
    if is_new and post.state == State.VISIBLE:
        outbox.publish(Event.EXPERIENCE_TOLD, post_id=post.id, topic_id=post.topic_id)


def withdraw(post: Post) -> None:
    """The post is an ordinary one from now on; its text stays."""
    db.session.execute(sa.delete(Experience).where(Experience.post_id == post.id))
    _mark(post, tells=False)


def follow_up(actor: User, post: Post, topic: Topic, outcome: Outcome, text: str) -> None:
    """Say how it stands now, and what became of it since; an empty text takes back what was said."""
    require(may_follow_up(actor, post, topic))
    row = db.session.get(Experience, post.id, with_for_update=True, populate_existing=True)
    if row is None:
        raise Conflict(message("Cette fiche vient d’être retirée du message."))
    row.outcome = outcome
    _say_since(row, text)
    db.session.flush()


def mark_anew(post_ids: Collection[int]) -> None:
    """Have these posts say whether they tell an experience as the table does; their topics are counted after."""
    told = sa.exists().where(Experience.post_id == Post.id).correlate(Post)
    db.session.execute(sa.update(Post).where(Post.id.in_(post_ids)).values(tells=told))


def _say_since(row: Experience, text: str) -> None:
    text = checked_follow_up(text)
    if text != (row.follow_up or ""):
        row.follow_up, row.followed_up_on = text, clock.now().date() if text else None


def _mark(post: Post, *, tells: bool) -> None:
    if post.tells is not tells:
        post.tells = tells
        db.session.flush()
        counters.recount_told(post.topic_id)
