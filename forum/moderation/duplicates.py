"""Staff say that a topic is another's duplicate: readers and searches are sent to the one that is kept, the canonical.

Every duplicate points at its canonical itself, never at another duplicate, so that no reader is sent twice. Called
inside `db.write()`.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from forum import outbox
from forum.accounts.models import User
from forum.db import db
from forum.errors import Invalid
from forum.moderation.log import Verb, record_topic
from forum.moderation.policy import may_moderate_all
from forum.moderation.reasons import checked_reason
from forum.outbox import Event
from forum.topics.models import State, Topic
from forum.verdict import require
from forum.words import message


def mark(actor: User, chosen: Sequence[Topic], target: Topic, reason: str = "") -> int:
    """Have topics lead to another, which the actor may read. Returns how many did not yet."""
    require(may_moderate_all(actor, chosen))
    reason = checked_reason(reason, needed=False)
    # security: two people who mark two topics as each other's duplicates come one after the other
    db.session.refresh(target, with_for_update={"key_share": True})
    canonical = _canonical(target)
    if canonical.id in {topic.id for topic in chosen}:
        raise Invalid(message("Un sujet n’est pas son propre doublon : choisissez-en un autre."), "into")
    if canonical.state != State.VISIBLE or canonical.merged_into_id is not None:
        raise Invalid(message("Le sujet de référence doit être visible."), "into")
    changed = [topic for topic in chosen if topic.duplicate_of_id != canonical.id]
    for topic in changed:
        topic.duplicate_of_id = canonical.id
        record_topic(actor, Verb.DUPLICATE, topic, reason=reason, into=canonical.id)
        outbox.publish(Event.TOPIC_MARKED_DUPLICATE, topic_id=topic.id)
        _lead(topic.id, canonical.id)
    db.session.flush()
    return len(changed)


def unmark(actor: User, chosen: Sequence[Topic]) -> int:
    """Let topics stand for themselves again."""
    require(may_moderate_all(actor, chosen))
    marked = [topic for topic in chosen if topic.duplicate_of_id is not None]
    for topic in marked:
        topic.duplicate_of_id = None
        record_topic(actor, Verb.NOT_DUPLICATE, topic)
        outbox.publish(Event.TOPIC_UNMARKED_DUPLICATE, topic_id=topic.id)
    db.session.flush()
    return len(marked)


def follow_merge(source: Topic, target: Topic) -> None:
    """What led to a topic that was merged leads to the one that took it in; nothing leads to itself."""
    source.duplicate_of_id = None
    if target.duplicate_of_id == source.id:
        target.duplicate_of_id = None
    db.session.flush()
    canonical = target.duplicate_of_id or target.id
    _lead(source.id, canonical)


def _lead(former: int, canonical: int) -> None:
    """Duplicates of a topic that is one itself become duplicates of its canonical."""
    theirs = sa.select(Topic).where(Topic.duplicate_of_id == former)
    for topic in db.session.scalars(theirs):
        topic.duplicate_of_id = canonical if topic.id != canonical else None
        outbox.publish(Event.TOPIC_MARKED_DUPLICATE, topic_id=topic.id)


def _canonical(target: Topic) -> Topic:
    """The topic at the end of the way; a circle, which no act here can make, ends where it closes."""
    met = {target.id}
    while target.duplicate_of_id is not None and target.duplicate_of_id not in met:
        met.add(target.duplicate_of_id)
        target = db.session.get_one(Topic, target.duplicate_of_id)
    return target
