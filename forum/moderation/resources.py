"""A topic's list of resources looked after, with a line in the log where staff decide for its author."""

from forum.accounts.models import User
from forum.moderation.log import Verb, record_topic
from forum.resources import actions
from forum.resources.actions import Facts
from forum.resources.models import Resource
from forum.topics.models import Topic
from forum.topics.pseudonyms import wrote


def show(actor: User, resource: Resource, topic: Topic, *, newcomer_posts: int = 0) -> bool:
    """See `resources.actions.show`."""
    done = actions.show(actor, resource, topic, newcomer_posts=newcomer_posts)
    return _logged(done, Verb.SHOW_RESOURCE, actor, resource, topic)


def remove(actor: User, resource: Resource, topic: Topic) -> bool:
    return _logged(actions.remove(actor, resource, topic), Verb.REMOVE_RESOURCE, actor, resource, topic)


def edit(actor: User, resource: Resource, topic: Topic, facts: Facts) -> None:
    actions.edit(actor, resource, topic, facts)
    _logged(True, Verb.EDIT_RESOURCE, actor, resource, topic)


def _logged(done: bool, verb: Verb, actor: User, resource: Resource, topic: Topic) -> bool:
    if done and not wrote(actor, topic.author_id):
        record_topic(actor, verb, topic, resource=resource.title)
    return done
