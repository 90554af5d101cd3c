"""Who may choose the answer to a question, and who may say that an answer is right. Never the same thing."""

from forum import clock
from forum.accounts.models import User
from forum.accounts.policy import Actor, may_write
from forum.taxonomy.policy import Right, rights_on
from forum.topics.models import Kind, Post, State, Topic
from forum.topics.policy import may_see_post
from forum.topics.pseudonyms import wrote
from forum.verdict import YES, Verdict, no
from forum.words import message


def may_accept(actor: Actor, post: Post, topic: Topic, rights: frozenset[Right] | None = None) -> Verdict:
    """Whoever asked chooses the answer, and so may who moderates the forum."""
    rights = rights_on(actor, topic.forum_id) if rights is None else rights
    if not (answers := _is_answer(actor, post, topic, rights)):
        return answers
    if wrote(actor, topic.author_id) or Right.MODERATE in rights:
        return YES
    return no(message("Seule la personne qui a posé la question, ou la modération, accepte une réponse."))


def may_verify(actor: Actor, post: Post, topic: Topic, rights: frozenset[Right] | None = None) -> Verdict:
    """Recognised experts and who moderates the forum, and not on their own words."""
    rights = rights_on(actor, topic.forum_id) if rights is None else rights
    if not (answers := _is_answer(actor, post, topic, rights)):
        return answers
    if wrote(actor, post.author_id):
        return no(message("On ne vérifie pas sa propre réponse : une autre personne s’en charge."))
    if is_expert(actor) or Right.MODERATE in rights:
        return YES
    return no(message("Seuls les experts reconnus et la modération vérifient une réponse."))


def may_unverify(actor: Actor, post: Post, topic: Topic, rights: frozenset[Right] | None = None) -> Verdict:
    """Who verified it may take that back; so may who moderates the forum."""
    rights = rights_on(actor, topic.forum_id) if rights is None else rights
    if not (allowed := may_verify(actor, post, topic, rights)):
        return allowed
    if Right.MODERATE in rights or (actor is not None and post.verified_by_id in {None, actor.id}):
        return YES
    return no(message("Seule la personne qui a vérifié cette réponse, ou la modération, peut revenir dessus."))


def may_propose(actor: Actor, post: Post, topic: Topic, rights: frozenset[Right] | None = None) -> Verdict:
    """Recognised experts, where they do not choose themselves, not for their own words, until an answer is chosen."""
    rights = rights_on(actor, topic.forum_id) if rights is None else rights
    if not (answers := _is_answer(actor, post, topic, rights)):
        return answers
    if may_accept(actor, post, topic, rights):
        return no(message("Vous pouvez accepter vous-même cette réponse."))
    if not is_expert(actor):
        return no(message("Seuls les experts reconnus proposent une réponse à accepter."))
    if wrote(actor, post.author_id):
        return no(message("On ne propose pas sa propre réponse : une autre personne s’en charge."))
    if topic.accepted_post_id is not None:
        return no(message("Cette question a déjà sa réponse acceptée."))
    return YES


def may_unpropose(actor: Actor, post: Post, topic: Topic, rights: frozenset[Right] | None = None) -> Verdict:
    """Who proposed it may take that back; so may who moderates the forum."""
    rights = rights_on(actor, topic.forum_id) if rights is None else rights
    if not (answers := _is_answer(actor, post, topic, rights)):
        return answers
    if Right.MODERATE in rights or (actor is not None and post.proposed_by_id == actor.id):
        return YES
    return no(message("Seule la personne qui a proposé cette réponse, ou la modération, peut revenir dessus."))


def is_expert(actor: User | None) -> bool:
    """Whether somebody's recognition is in force."""
    return actor is not None and actor.recognised_until is not None and actor.recognised_until > clock.now()


def _is_answer(actor: Actor, post: Post, topic: Topic, rights: frozenset[Right]) -> Verdict:
    """Whether the post answers a question that all readers of the forum see, and the actor may write."""
    if not (seen := may_see_post(actor, post, topic, rights)):
        return seen
    if not (written := may_write(actor)):
        return written
    if topic.kind != Kind.QUESTION:
        return no(message("Seule une question a une réponse acceptée ou vérifiée."))
    if post.position == 1:
        return no(message("La question n’est pas sa propre réponse."))
    if post.state != State.VISIBLE or topic.state != State.VISIBLE:
        return no(message("Ce message est masqué ou en attente."))
    return YES
