"""Staff acts that change where topics and posts stand: move, split, merge.

Called inside `db.write()` like those of `actions`. Attachments, revisions and reports hang on posts and follow them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import merge as in_order

import sqlalchemy as sa

from forum import outbox, paths
from forum.accounts.models import User
from forum.answers.actions import settle
from forum.db import db
from forum.errors import Invalid
from forum.moderation import numbering
from forum.moderation.duplicates import follow_merge
from forum.moderation.log import Verb, record_topic
from forum.moderation.numbering import Slot
from forum.moderation.policy import may_moderate_all
from forum.moderation.queries import Chosen
from forum.moderation.reasons import checked_reason
from forum.outbox import Event
from forum.resources import moving as resources
from forum.taxonomy.models import Forum
from forum.taxonomy.policy import may_open_topic
from forum.topics import actions as topics
from forum.topics import counters, pseudonyms
from forum.topics.citing import renew_topic_law
from forum.topics.models import State, Topic
from forum.topics.tagged import tags_of
from forum.verdict import require
from forum.words import message


@dataclass(frozen=True)
class NewTopic:
    """What a split makes, beside the posts that go there."""

    title: str
    forum: Forum


def move(actor: User, chosen: Sequence[Topic], target: Forum, reason: str = "") -> int:
    """Put topics in another forum, where the actor may open topics. Returns how many were not there yet."""
    require(may_moderate_all(actor, chosen))
    require(may_open_topic(actor, target))
    reason = checked_reason(reason, needed=False)
    leaving = [topic for topic in chosen if topic.forum_id != target.id]
    left = {topic.id: topic.forum_id for topic in leaving}
    for topic in leaving:
        record_topic(actor, Verb.MOVE, topic, reason=reason, to=target.id)
        topic.forum_id = target.id
        # the moderators of the new forum find in their log where it came from
        record_topic(actor, Verb.MOVE, topic, reason=reason, came_from=left[topic.id])
    db.session.flush()
    counters.recount_forums({*left.values(), target.id})
    counters.recount_authors(counters.authors_of(left))
    for topic in leaving:
        _publish_move(actor, "moved", topic, [topic.author_id], reason, left[topic.id])
    return len(leaving)


def split(actor: User, source: Topic, chosen: Sequence[Chosen], new: NewTopic, reason: str = "") -> Topic:
    """Make a topic of some posts of another. Both must begin with a post that all readers see. Raises Invalid."""
    require(may_moderate_all(actor, [source]))
    require(may_open_topic(actor, new.forum))
    reason = checked_reason(reason, needed=False)
    ids = {each.post.id for each in chosen if each.topic.id == source.id}
    if not ids or len(ids) != len(chosen):
        raise Invalid(message("Choisissez des messages d’un seul sujet."))
    posts = numbering.posts_of(source.id)
    going, staying = [post for post in posts if post.id in ids], [post for post in posts if post.id not in ids]
    _require_two_topics(source, going, staying)
    made = _begun_by(going[0], source, new)
    _divide(source, staying, made, going)
    record_topic(actor, Verb.SPLIT, source, reason=reason, made=made.id, posts=len(going))
    outbox.publish(Event.TOPIC_CHANGED, topic_id=source.id)
    outbox.publish(Event.TOPIC_CHANGED, topic_id=made.id)
    _publish_move(actor, "split", made, [post.author_id for post in going], reason, source.forum_id)
    return made


def merge(actor: User, target: Topic, sources: Sequence[Topic], reason: str = "") -> int:
    """Bring the posts of some topics into another, by date. The emptied topics lead there from then on."""
    emptied = [topic for topic in sources if topic.id != target.id]
    require(may_moderate_all(actor, [target, *emptied]))
    reason = checked_reason(reason, needed=False)
    if not emptied:
        raise Invalid(message("Choisissez un autre sujet : celui-ci ne peut pas rejoindre lui-même."), "into")
    if any(topic.state != State.VISIBLE for topic in (target, *emptied)):
        raise Invalid(message("On ne réunit que des sujets visibles : restaurez-les ou approuvez-les d’abord."))
    for topic in emptied:
        _pour(actor, topic, target, reason)
    topics.recount(target, *emptied)
    renew_topic_law(target)
    outbox.publish(Event.TOPIC_CHANGED, topic_id=target.id)
    return len(emptied)


def _require_two_topics(source: Topic, going: Sequence[Slot], staying: Sequence[Slot]) -> None:
    if not staying:
        raise Invalid(message("Il doit rester au moins un message : pour changer de forum, déplacez le sujet."))
    if source.state != State.VISIBLE:
        raise Invalid(message("Ce sujet n’est pas visible : restaurez-le ou approuvez-le d’abord."))
    if going[0].state != State.VISIBLE or staying[0].state != State.VISIBLE:
        raise Invalid(message("Chacun des deux sujets doit commencer par un message visible : changez votre choix."))


def _begun_by(first: Slot, source: Topic, new: NewTopic) -> Topic:
    made = Topic(
        forum_id=new.forum.id,
        author_id=first.author_id,
        title=topics.checked_title(new.title),
        slug=paths.topic_slug(new.title),
        kind=source.kind,
        was_public=True,
        created_at=first.created_at,
        last_posted_at=first.created_at,
        last_poster_id=first.author_id,
    )
    db.session.add(made)
    db.session.flush()
    topics.set_tags(made, tuple(tags_of(source)))
    return made


def _divide(source: Topic, staying: Sequence[Slot], made: Topic, going: Sequence[Slot]) -> None:
    reads = numbering.reads_of(source.id)
    kept = numbering.still_read(reads, [post.position for post in staying])
    taken = numbering.still_read(reads, [post.position for post in going])
    numbering.place(made.id, going)
    numbering.place(source.id, staying)
    numbering.keep_reads(source.id, kept)
    numbering.keep_reads(made.id, taken)
    _opened_by_first(source, staying[0])
    topics.recount(source, made)
    settle(source, made)
    resources.follow_posts(source, made)
    renew_topic_law(source)
    renew_topic_law(made)


def _pour(actor: User, source: Topic, target: Topic, reason: str) -> None:
    """Bring one topic's posts into another, each topic's own order kept."""
    mine, theirs = numbering.posts_of(target.id), numbering.posts_of(source.id)
    both = list(in_order(mine, theirs, key=lambda post: (post.created_at, post.id)))
    reads = numbering.read_together(mine, theirs, both, (numbering.reads_of(target.id), numbering.reads_of(source.id)))
    record_topic(actor, Verb.MERGE, source, reason=reason, into=target.id)
    numbering.place(target.id, both)
    numbering.keep_reads(target.id, reads)
    numbering.keep_reads(source.id, {})
    settle(source, target)
    follow_merge(source, target)
    resources.follow_merge(source, target)
    pseudonyms.follow_merge(source, target)
    _lead_to(actor, source, target, reason)
    _opened_by_first(target, both[0])
    _publish_move(actor, "merged", target, [source.author_id], reason, source.forum_id)


def _lead_to(actor: User, source: Topic, target: Topic, reason: str) -> None:
    topics.set_topic_state(actor, source, State.DELETED, reason)
    source.merged_into_id, source.pinned, source.post_total = target.id, False, 0
    led_here = sa.update(Topic).where(Topic.merged_into_id == source.id).values(merged_into_id=target.id)
    db.session.execute(led_here)
    db.session.flush()


def _opened_by_first(topic: Topic, first: Slot) -> None:
    topic.author_id, topic.created_at = first.author_id, first.created_at
    db.session.flush()


def _publish_move(
    actor: User, how: str, topic: Topic, authors: Iterable[int], reason: str, former_forum_id: int
) -> None:
    outbox.publish(
        Event.TOPIC_MOVED,
        how=how,
        topic_id=topic.id,
        actor_id=actor.id,
        user_ids=sorted(set(authors)),
        reason=reason,
        former_forum_id=former_forum_id,
    )
