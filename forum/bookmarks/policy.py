"""Who may keep a post: members, what they may read. A bookmark is the member's own, whatever becomes of the post."""

from forum.accounts.policy import Actor
from forum.topics.models import Post, Topic
from forum.topics.policy import may_see_post
from forum.verdict import YES, Verdict, no
from forum.words import message


def may_keep(actor: Actor, post: Post, topic: Topic) -> Verdict:
    """Reading aids are for every member, those who may not write for now among them."""
    if not (seen := may_see_post(actor, post, topic)):
        return seen
    return YES if actor is not None else no(message("Connectez-vous pour garder un message dans vos favoris."))
