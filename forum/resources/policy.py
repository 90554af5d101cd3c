"""Who may propose a resource, who looks after a topic's list, who sees what waits in it."""

import sqlalchemy as sa

from forum.accounts.models import User
from forum.accounts.policy import Actor, may_write
from forum.resources.models import Resource, Standing
from forum.taxonomy.policy import Right, may_in, rights_on
from forum.topics.models import State, Topic
from forum.topics.policy import may_reply, may_see_topic, visible_topics
from forum.topics.pseudonyms import by, wrote
from forum.verdict import SIGN_IN, YES, Verdict, no
from forum.words import message

may_propose = may_reply  # one who may add to a topic may add a page to read


def may_curate(actor: Actor, topic: Topic, rights: frozenset[Right] | None = None) -> Verdict:
    """Whoever opened the topic keeps its list while it is open, and so do who moderate the forum."""
    rights = rights_on(actor, topic.forum_id) if rights is None else rights
    if not (seen := may_see_topic(actor, topic, rights)):
        return seen
    if actor is None:
        return SIGN_IN
    if not (written := may_write(actor)):
        return written
    if Right.MODERATE in rights:
        return YES
    if not wrote(actor, topic.author_id):
        return no(message("Seules la personne qui a ouvert ce sujet et la modération tiennent sa liste de ressources."))
    if topic.locked or topic.state != State.VISIBLE:
        return no(message("Ce sujet est verrouillé ou masqué : sa liste de ressources ne change plus."))
    return YES


def visible_resources(actor: Actor) -> sa.ColumnElement[bool]:
    """What waits is seen by who proposed it and who keeps the list; what was taken out, by the latter alone.

    A condition on `Resource` joined with its `Topic`.
    """
    shown = Resource.standing == Standing.SHOWN
    if actor is None:
        return sa.and_(visible_topics(None), shown)
    own = sa.and_(Resource.standing == Standing.PROPOSED, by(actor, Resource.proposed_by_id))
    keeps = sa.or_(by(actor, Topic.author_id), may_in(actor, Right.MODERATE, Topic.forum_id))
    return sa.and_(visible_topics(actor), sa.or_(shown, own, keeps))


def waits_for_staff(actor: User, *, newcomer_posts: int) -> bool:
    """Whether an address from the actor is for staff to see first, in their own topic too: as posts with links are."""
    return actor.post_count < newcomer_posts and not actor.roles
