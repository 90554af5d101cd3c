"""Who opens a guide to others, who edits one that is open, who looks at an edit before it shows."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from forum import clock
from forum.accounts.models import User
from forum.accounts.policy import Actor, may_write
from forum.guides.models import GuideEdit
from forum.taxonomy.policy import Right, may_in, rights_on
from forum.topics.models import Kind, Post, State, Topic
from forum.topics.policy import may_edit, may_see_post, visible_posts
from forum.verdict import YES, Verdict, no
from forum.words import message


@dataclass(frozen=True)
class Trust:
    """From how many posts and days on a member is trusted with other people's guides."""

    posts: int
    days: int


def is_guide(post: Post, topic: Topic) -> bool:
    """Whether the post is the text of a guide."""
    return topic.kind == Kind.GUIDE and post.position == 1


def is_trusted(actor: User, trust: Trust) -> bool:
    """A recognised expert, or somebody who has been here and written for long enough."""
    moment = clock.now()
    if actor.recognised_until is not None and actor.recognised_until > moment:
        return True
    return actor.post_count >= trust.posts and actor.created_at <= moment - timedelta(days=trust.days)


def may_open(actor: Actor, post: Post, topic: Topic) -> Verdict:
    """Whoever may edit the guide opens it to others, and closes it."""
    return may_edit(actor, post, topic) if is_guide(post, topic) else no(_ONLY_GUIDES)


def may_contribute(
    actor: Actor, post: Post, topic: Topic, trust: Trust, rights: frozenset[Right] | None = None
) -> Verdict:
    """Experts and trusted members, in a guide that is open."""
    rights = rights_on(actor, topic.forum_id) if rights is None else rights
    if not (seen := may_see_post(actor, post, topic, rights)):
        return seen
    if not (written := may_write(actor)):
        return written
    if not is_guide(post, topic):
        return no(_ONLY_GUIDES)
    if not topic.wiki or topic.locked or topic.state != State.VISIBLE or post.state != State.VISIBLE:
        return no(message("Ce guide n’est pas ouvert aux contributions : proposez votre ajout dans une réponse."))
    if actor is None or not (is_trusted(actor, trust) or Right.MODERATE in rights or actor.id == post.author_id):
        return no(message("Les guides ouverts se modifient entre experts et membres de confiance : répondez plutôt."))
    return YES


def may_review(actor: Actor, edit: GuideEdit, post: Post, topic: Topic, trust: Trust) -> Verdict:
    """Whoever may edit the guide, and not their own words: another reads what one wrote."""
    if not (allowed := may_contribute(actor, post, topic, trust)):
        return allowed
    if actor is not None and edit.author_id == actor.id:
        return no(message("Une autre personne relit votre modification avant qu’elle paraisse."))
    return YES


def waiting_for(actor: User, trust: Trust) -> sa.ColumnElement[bool]:
    """The edits that the actor may review, as a condition on `GuideEdit` joined with its `Post` and `Topic`."""
    open_guide = sa.and_(
        *(Post.position == 1, Topic.kind == Kind.GUIDE, Topic.wiki, Topic.locked.is_(False)),
        *(Topic.state == State.VISIBLE, Post.state == State.VISIBLE),
    )
    own_guide = Post.author_id == actor.id
    allowed = (
        sa.true() if is_trusted(actor, trust) else sa.or_(own_guide, may_in(actor, Right.MODERATE, Topic.forum_id))
    )
    return sa.and_(open_guide, visible_posts(actor), GuideEdit.author_id != actor.id, allowed)


_ONLY_GUIDES = message("Seul le premier message d’un guide s’écrit à plusieurs.")
