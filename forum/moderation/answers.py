"""Answers chosen and found right, with a line in the log where staff or an expert decide for others."""

from collections.abc import Callable

from forum.accounts.models import User
from forum.answers import actions
from forum.moderation.log import Verb, record_post
from forum.topics.models import Post, Topic
from forum.topics.pseudonyms import wrote


def accept(actor: User, post: Post, topic: Topic) -> bool:
    """See `answers.actions.accept`. Whoever asked needs no log for their own choice."""
    return _logged(actions.accept, Verb.ACCEPT, actor, post, topic)


def unaccept(actor: User, post: Post, topic: Topic) -> bool:
    return _logged(actions.unaccept, Verb.UNACCEPT, actor, post, topic)


def verify(actor: User, post: Post, topic: Topic) -> bool:
    actions.verify(actor, post, topic)
    record_post(actor, Verb.VERIFY, post, topic)
    return True


def unverify(actor: User, post: Post, topic: Topic) -> bool:
    return _logged(actions.unverify, Verb.UNVERIFY, actor, post, topic, always=True)


def _logged(
    act: Callable[[User, Post, Topic], bool], verb: Verb, actor: User, post: Post, topic: Topic, *, always: bool = False
) -> bool:
    done = act(actor, post, topic)
    if done and (always or not wrote(actor, topic.author_id)):
        record_post(actor, verb, post, topic)
    return done
