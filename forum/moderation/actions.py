"""Staff acts that change the state of topics and posts. Each takes a selection, and does it whole or not at all.

All are called inside `db.write()`, on rows that `queries.topics_for` or `queries.posts_for` loaded there; each
returns how many things it changed, and passes over those already as wanted.
"""

from collections.abc import Iterable, Sequence

from forum import outbox
from forum.accounts.models import User
from forum.db import db
from forum.moderation.log import Verb, record_post, record_topic
from forum.moderation.policy import may_moderate_all
from forum.moderation.queries import Chosen
from forum.moderation.reasons import checked_reason
from forum.moderation.reports import settle
from forum.outbox import Event
from forum.topics import actions as topics
from forum.topics.models import State, Topic
from forum.verdict import require


def pin(actor: User, chosen: Sequence[Topic]) -> int:
    """Put topics above the others of their forum."""
    return _mark(actor, chosen, Verb.PIN, "pinned", True)


def unpin(actor: User, chosen: Sequence[Topic]) -> int:
    return _mark(actor, chosen, Verb.UNPIN, "pinned", False)


def lock(actor: User, chosen: Sequence[Topic]) -> int:
    """Close topics: they are read, and only moderators write in them."""
    return _mark(actor, chosen, Verb.LOCK, "locked", True)


def unlock(actor: User, chosen: Sequence[Topic]) -> int:
    return _mark(actor, chosen, Verb.UNLOCK, "locked", False)


def hide(actor: User, chosen: Sequence[Chosen], reason: str) -> int:
    """Hide posts, with a first post its topic, or refuse those that wait. Their authors read the reason."""
    require(may_moderate_all(actor, _topics(chosen)))
    reason = checked_reason(reason)
    alive = [each for each in chosen if each.post.state != State.DELETED]
    for post, topic in alive:
        held = post.state == State.PENDING
        record_post(actor, Verb.REFUSE if held else Verb.HIDE, post, topic, reason=reason)
        topics.hide_post(actor, post, topic, reason)
        settle(actor, post, topic)
        outbox.publish(Event.POST_HIDDEN, post_id=post.id, actor_id=actor.id, reason=reason, held=held)
    return len(alive)


def restore(actor: User, chosen: Sequence[Chosen]) -> int:
    """Show hidden posts again, with a first post its topic."""
    require(may_moderate_all(actor, _topics(chosen)))
    hidden = [each for each in chosen if each.post.state == State.DELETED]
    for post, topic in hidden:
        topics.show_post(post, topic)
        record_post(actor, Verb.RESTORE, post, topic)
        outbox.publish(Event.POST_RESTORED, post_id=post.id)
    return len(hidden)


def approve(actor: User, chosen: Sequence[Chosen]) -> int:
    """Let posts that waited be read. Only now do readers hear of them."""
    require(may_moderate_all(actor, _topics(chosen)))
    waiting = [each for each in chosen if each.post.state == State.PENDING]
    for post, topic in waiting:
        topics.show_post(post, topic)
        record_post(actor, Verb.APPROVE, post, topic)
        outbox.publish(Event.POST_APPROVED, post_id=post.id, actor_id=actor.id)
        made = Event.TOPIC_CREATED if post.position == 1 else Event.POST_CREATED
        outbox.publish(made, post_id=post.id, topic_id=topic.id)
    return len(waiting)


def _mark(actor: User, chosen: Sequence[Topic], verb: Verb, column: str, value: bool) -> int:
    require(may_moderate_all(actor, chosen))
    changed = [topic for topic in chosen if getattr(topic, column) is not value]
    for topic in changed:
        setattr(topic, column, value)
        record_topic(actor, verb, topic)
        outbox.publish(Event.TOPIC_CHANGED, topic_id=topic.id)
    db.session.flush()
    return len(changed)


def _topics(chosen: Iterable[Chosen]) -> list[Topic]:
    return [each.topic for each in chosen]
