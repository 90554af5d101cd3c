"""Who may say that a post was useful."""

from forum.accounts.policy import Actor, may_write
from forum.topics.models import Post, State, Topic
from forum.topics.policy import may_see_post
from forum.topics.pseudonyms import wrote
from forum.verdict import YES, Verdict, no
from forum.words import message


def may_vote(actor: Actor, post: Post, topic: Topic) -> Verdict:
    """Members vote on what all readers of the forum see, and not on their own words."""
    if not (seen := may_see_post(actor, post, topic)):
        return seen
    if not (written := may_write(actor)):
        return written
    if wrote(actor, post.author_id):
        return no(message("On ne vote pas pour son propre message."))
    if post.state != State.VISIBLE or topic.state != State.VISIBLE:
        return no(message("On ne vote pas pour un message masqué ou en attente."))
    return YES
