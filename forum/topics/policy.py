"""Who may see and do what with topics and posts: each question as a function, each right to see also as SQL."""

from collections.abc import Container
from datetime import timedelta

import sqlalchemy as sa

from forum import clock
from forum.accounts.models import User
from forum.accounts.policy import Actor, may_act_as_staff, may_write
from forum.taxonomy.models import Forum
from forum.taxonomy.policy import Right, may_in, rights_on
from forum.topics.models import Kind, Post, State, Topic
from forum.topics.pseudonyms import by, wrote
from forum.verdict import HIDDEN, SIGN_IN, YES, Verdict, no
from forum.words import message

NOT_HERE = no(message("Vous ne pouvez pas répondre dans ce forum."))
_ONLY_MODERATION = message("Seule la modération de ce forum peut le faire.")


def visible_topics(actor: Actor) -> sa.ColumnElement[bool]:
    """The topics that the actor may read, as a condition on `Topic`. One merged into another is only an address."""
    seen = sa.and_(may_in(actor, Right.SEE, Topic.forum_id), Topic.merged_into_id.is_(None))
    if actor is None:
        return sa.and_(Topic.state == State.VISIBLE, seen)
    own_pending = sa.and_(Topic.state == State.PENDING, by(actor, Topic.author_id))
    return sa.and_(
        seen, sa.or_(Topic.state == State.VISIBLE, own_pending, may_in(actor, Right.MODERATE, Topic.forum_id))
    )


def listed_topics(actor: Actor) -> sa.ColumnElement[bool]:
    """The topics that lists and counts show: visible ones only, whoever looks."""
    return sa.and_(Topic.state == State.VISIBLE, may_in(actor, Right.SEE, Topic.forum_id))


def visible_posts(actor: Actor) -> sa.ColumnElement[bool]:
    """The posts that the actor may read, as a condition on `Post` joined with its `Topic`."""
    if actor is None:
        return sa.and_(Post.state == State.VISIBLE, visible_topics(None))
    own_pending = sa.and_(Post.state == State.PENDING, by(actor, Post.author_id))
    shown = sa.or_(Post.state == State.VISIBLE, own_pending, may_in(actor, Right.MODERATE, Topic.forum_id))
    return sa.and_(shown, visible_topics(actor))


def may_see_topic(actor: Actor, topic: Topic, rights: frozenset[Right] | None = None) -> Verdict:
    """`rights`: those of the actor on the topic's forum, when already known."""
    rights = rights_on(actor, topic.forum_id) if rights is None else rights
    if Right.SEE not in rights or topic.merged_into_id is not None:
        return HIDDEN
    if topic.state == State.VISIBLE or Right.MODERATE in rights:
        return YES
    return YES if topic.state == State.PENDING and wrote(actor, topic.author_id) else HIDDEN


def may_see_post(actor: Actor, post: Post, topic: Topic, rights: frozenset[Right] | None = None) -> Verdict:
    rights = rights_on(actor, topic.forum_id) if rights is None else rights
    if not (seen := may_see_topic(actor, topic, rights)):
        return seen
    if post.state == State.VISIBLE or Right.MODERATE in rights:
        return YES
    return YES if post.state == State.PENDING and wrote(actor, post.author_id) else HIDDEN


def may_reply(actor: Actor, topic: Topic, rights: frozenset[Right] | None = None) -> Verdict:
    rights = rights_on(actor, topic.forum_id) if rights is None else rights
    if not (seen := may_see_topic(actor, topic, rights)):
        return seen
    return may_reply_to(actor, topic.state, rights, locked=topic.locked)


def may_reply_to(actor: Actor, state: str, rights: Container[Right], *, locked: bool) -> Verdict:
    """The same for a topic that the actor sees, by what its page has read of it."""
    if state != State.VISIBLE:
        return no(message("On ne répond pas à un sujet masqué ou en attente."))
    if locked and Right.MODERATE not in rights:
        return no(message("Ce sujet est verrouillé : on peut le lire, pas y répondre."))
    if not (written := may_write(actor)):
        return written
    return YES if Right.REPLY in rights else NOT_HERE


def may_edit(
    actor: Actor, post: Post, topic: Topic, rights: frozenset[Right] | None = None, *, minutes: int = 0
) -> Verdict:
    """Authors edit their own posts while the topic is open (for `minutes`, 0: always); moderators edit all."""
    rights = rights_on(actor, topic.forum_id) if rights is None else rights
    if not (seen := may_see_post(actor, post, topic, rights)):
        return seen
    if not (written := may_write(actor)):
        return written
    if Right.MODERATE in rights:
        return YES
    if not wrote(actor, post.author_id):
        return no(message("Ce message n’est pas le vôtre."))
    if topic.locked:
        return no(message("Ce sujet est verrouillé : ses messages ne se modifient plus."))
    if minutes and clock.now() - post.created_at > timedelta(minutes=minutes):
        return no(message("Le délai pour modifier ce message est passé : signalez-le si une correction s’impose."))
    return YES


def may_delete_own(actor: Actor, post: Post, topic: Topic, rights: frozenset[Right] | None = None) -> Verdict:
    """An author may remove a post of theirs while nothing follows it."""
    rights = rights_on(actor, topic.forum_id) if rights is None else rights
    if not (seen := may_see_post(actor, post, topic, rights)):
        return seen
    if not (written := may_write(actor)):
        return written
    if post.state == State.DELETED or not wrote(actor, post.author_id):
        return no(message("Ce message n’est pas le vôtre."))
    if topic.locked:
        return no(message("Ce sujet est verrouillé : ses messages ne se suppriment plus."))
    if post.position != topic.post_total:
        return no(message("Un message auquel on a répondu ne se supprime plus : modifiez-le, ou signalez-le."))
    return YES


def may_see_history(actor: Actor, post: Post, topic: Topic, rights: frozenset[Right] | None = None) -> Verdict:
    """Earlier texts are for the author and moderators, since an edit may have removed something for good reason.

    Those of a guide are for all its readers: it is written by several, and relied on.
    """
    rights = rights_on(actor, topic.forum_id) if rights is None else rights
    if not (seen := may_see_post(actor, post, topic, rights)):
        return seen
    if topic.kind == Kind.GUIDE and post.position == 1 and post.state == State.VISIBLE:
        return YES
    if actor is None:
        return SIGN_IN
    if Right.MODERATE in rights or wrote(actor, post.author_id):
        return YES
    return no(message("L’historique d’un message est réservé à qui l’a écrit et à la modération."))


def may_moderate_topic(actor: Actor, topic: Topic, rights: frozenset[Right] | None = None) -> Verdict:
    held = holds_moderation(actor, topic, rights)
    return may_act_as_staff(actor) if held and actor is not None else held


def holds_moderation(actor: Actor, topic: Topic, rights: frozenset[Right] | None = None) -> Verdict:
    """Whether the actor was given the right; whether they may use it now is `may_act_as_staff`."""
    rights = rights_on(actor, topic.forum_id) if rights is None else rights
    if not (seen := may_see_topic(actor, topic, rights)):
        return seen
    return YES if Right.MODERATE in rights else no(_ONLY_MODERATION)


def may_report(actor: Actor, post: Post, topic: Topic, rights: frozenset[Right] | None = None) -> Verdict:
    rights = rights_on(actor, topic.forum_id) if rights is None else rights
    if not (seen := may_see_post(actor, post, topic, rights)):
        return seen
    if actor is None:
        return SIGN_IN
    return YES if actor.active else no(message("Ce compte est fermé."))


def kinds_open_to(*, moderates: bool, accepted: str = "") -> tuple[Kind, ...]:
    """What kinds of topic one may open in a forum that accepts these (`Forum.kinds`; empty: all).

    Guides and announcements speak for the forum, so its moderators make them.
    """
    of_members = (Kind.QUESTION, Kind.DISCUSSION, Kind.EXPERIENCE)
    kinds = (*of_members, Kind.GUIDE, Kind.ANNOUNCEMENT) if moderates else of_members
    return tuple(kind for kind in kinds if accepts_kind(accepted, kind))


def accepts_kind(accepted: str, kind: str) -> bool:
    """Whether a forum's column of kinds lets in topics of this one."""
    return not accepted or kind in accepted.split(",")


def may_be_of_kind(actor: Actor, forum: Forum, kind: Kind) -> Verdict:
    """Whether the actor may have a topic be of this kind in this forum."""
    if not accepts_kind(forum.kinds, kind):
        return no(message("Ce forum n’accepte pas ce genre de sujet : choisissez-en un autre."))
    if kind != Kind.ANNOUNCEMENT or Right.MODERATE in rights_on(actor, forum.id):
        return YES
    return no(message("Seule la modération publie une annonce."))


def waits_for_approval(author: User, links: int, *, newcomer_posts: int) -> bool:
    """Whether a first post with links is held until staff have seen it."""
    return links > 0 and author.post_count < newcomer_posts and not author.roles
