"""An answer is chosen, found right, and either is taken back. Called inside `db.write()`."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from forum import clock, outbox
from forum.accounts.models import User
from forum.answers.policy import may_accept, may_propose, may_unpropose, may_unverify, may_verify
from forum.db import db
from forum.outbox import Event
from forum.topics.models import Kind, Post, Topic
from forum.topics.pseudonyms import signer
from forum.verdict import require


def accept(actor: User, post: Post, topic: Topic) -> bool:
    """Make the post the answer to its question, in place of another; False when it was already."""
    require(may_accept(actor, post, topic))
    by = signer(actor, topic.author_id)
    chosen = {"accepted_post_id": post.id, "accepted_at": clock.now(), "accepted_by_id": by}
    if not _set(topic, sa.func.coalesce(Topic.accepted_post_id, 0) != post.id, chosen):
        return False
    outbox.publish(Event.ANSWER_ACCEPTED, post_id=post.id, topic_id=topic.id, actor_id=by)
    return True


def unaccept(actor: User, post: Post, topic: Topic) -> bool:
    """Have the question open again; False when the post was not its answer."""
    require(may_accept(actor, post, topic))
    if not _set(topic, Topic.accepted_post_id == post.id, _NONE):
        return False
    outbox.publish(Event.ANSWER_UNACCEPTED, post_id=post.id, topic_id=topic.id, actor_id=signer(actor, topic.author_id))
    return True


def verify(actor: User, post: Post, topic: Topic) -> None:
    """Say that the answer is right today. Said again, it counts anew from today."""
    require(may_verify(actor, post, topic))
    post.verified_at, post.verified_by_id = clock.now(), actor.id
    db.session.flush()
    outbox.publish(Event.ANSWER_VERIFIED, post_id=post.id, topic_id=topic.id, actor_id=actor.id)


def unverify(actor: User, post: Post, topic: Topic) -> bool:
    """Take that back; False when nobody had said so."""
    require(may_unverify(actor, post, topic))
    if post.verified_at is None:
        return False
    post.verified_at = post.verified_by_id = None
    db.session.flush()
    outbox.publish(Event.TOPIC_CHANGED, topic_id=topic.id)
    return True


def propose(actor: User, post: Post, topic: Topic) -> bool:
    """Propose the post to whoever chooses; False when somebody did already."""
    require(may_propose(actor, post, topic))
    if post.proposed_at is not None:
        return False
    post.proposed_at, post.proposed_by_id = clock.now(), actor.id
    db.session.flush()
    outbox.publish(Event.ANSWER_PROPOSED, post_id=post.id, topic_id=topic.id, actor_id=actor.id)
    return True


def unpropose(actor: User, post: Post, topic: Topic) -> bool:
    """Take that back; False when nobody had."""
    require(may_unpropose(actor, post, topic))
    if post.proposed_at is None:
        return False
    post.proposed_at = post.proposed_by_id = None
    db.session.flush()
    return True


def settle(*topics: Topic) -> None:
    """After posts changed their topic: an answer follows its post into another question, or is no answer there."""
    ids = [topic.id for topic in topics]
    accepted = sa.select(Topic.accepted_post_id).where(Topic.id.in_(ids), Topic.accepted_post_id.is_not(None))
    posts = {post.id: post for post in db.session.scalars(sa.select(Post).where(Post.id.in_(accepted)))}
    for topic in topics:
        db.session.refresh(topic)
    for topic in topics:
        post = posts.get(topic.accepted_post_id or 0)
        if post is None or (post.topic_id == topic.id and post.position > 1):
            continue
        at, by = topic.accepted_at, topic.accepted_by_id
        for name, value in _NONE.items():
            setattr(topic, name, value)
        _follow(post, topics, at, by)
    db.session.flush()


def _follow(post: Post, topics: Collection[Topic], at: object, by: int | None) -> None:
    home = next((topic for topic in topics if topic.id == post.topic_id), None)
    if home is None or home.kind != Kind.QUESTION or home.accepted_post_id is not None or post.position == 1:
        return
    home.accepted_post_id, home.accepted_by_id = post.id, by
    home.accepted_at = at  # type: ignore[assignment]  # the other topic's own column


_NONE = {"accepted_post_id": None, "accepted_at": None, "accepted_by_id": None}


def _set(topic: Topic, only_where: sa.ColumnElement[bool], values: Mapping[str, object]) -> bool:
    """By one statement, so that of many at once each sees what the one before it left."""
    changed = sa.update(Topic).where(Topic.id == topic.id, only_where).values(**values).returning(Topic.id)
    done = db.session.execute(changed).first() is not None
    db.session.expire(topic, list(_NONE))
    return done
