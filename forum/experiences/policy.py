"""Who may tell an experience, and change what was told. The rules are those of the post that carries it."""

from forum.accounts.policy import Actor, may_write
from forum.taxonomy.policy import Right, rights_on
from forum.topics.models import Post, State, Topic
from forum.topics.policy import may_reply, may_see_post
from forum.topics.pseudonyms import wrote
from forum.verdict import YES, Verdict, no
from forum.words import message


def may_tell(actor: Actor, topic: Topic) -> Verdict:
    """In a reply: whoever may reply."""
    return may_reply(actor, topic)


def may_follow_up(actor: Actor, post: Post, topic: Topic) -> Verdict:
    """Say what became of it since: its author, even when the post itself is not edited any more; and moderators."""
    rights = rights_on(actor, topic.forum_id)
    if not (seen := may_see_post(actor, post, topic, rights)):
        return seen
    if not post.tells:
        return no(message("Ce message ne raconte pas d’expérience vécue."))
    if not (written := may_write(actor)):
        return written
    if Right.MODERATE in rights:
        return YES
    if not wrote(actor, post.author_id):
        return no(message("Ce message n’est pas le vôtre."))
    if post.state == State.DELETED or topic.locked:
        return no(message("Ce sujet est verrouillé : ses messages ne se modifient plus."))
    return YES
