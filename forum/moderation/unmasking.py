"""Lifting a pseudonym: an administrator asks who wrote a post, gives the reason, and the log keeps both."""

from forum.accounts.models import User
from forum.accounts.policy import Actor, may_administer
from forum.db import db
from forum.moderation.log import Verb, record_post
from forum.moderation.reasons import checked_reason
from forum.topics.models import Post, Topic
from forum.topics.policy import may_see_post
from forum.topics.pseudonyms import person_behind
from forum.verdict import YES, Verdict, no, require
from forum.words import message


def may_unmask(actor: Actor, post: Post, topic: Topic) -> Verdict:
    """Administrators, of a post under a pseudonym. Moderators act on posts without knowing whose they are."""
    if not (seen := may_see_post(actor, post, topic)):
        return seen
    if not (allowed := may_administer(actor)):
        return allowed
    if not db.session.get_one(User, post.author_id).stands_in:
        return no(message("Ce message n’est pas écrit sous un pseudonyme."))
    return YES


def unmask(actor: User, post: Post, topic: Topic, reason: str) -> User | None:
    """Who wrote it; None once that account was deleted, and the link with it. Raises Invalid without a reason."""
    require(may_unmask(actor, post, topic))
    record_post(actor, Verb.UNMASK, post, topic, reason=checked_reason(reason))
    behind = person_behind(post.author_id)
    return db.session.get_one(User, behind) if behind != post.author_id else None
