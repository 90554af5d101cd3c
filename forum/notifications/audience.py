"""Whether the person a mail is for may still know what it says, asked again when it leaves.

A mail may wait for hours; meanwhile a topic moves to a private forum, or a moderator steps down. A mail about a topic
says whom it is for in its parameters: `for_readers_of` or `for_moderators_of`, with the topic's id.
"""

from collections.abc import Mapping

from forum.accounts.models import User
from forum.db import db
from forum.taxonomy.policy import Right, holds
from forum.topics.models import Topic

_RIGHTS = {"for_readers_of": Right.SEE, "for_moderators_of": Right.MODERATE}


def may_still_know(user: User, params: Mapping[str, object]) -> bool:
    """Whether the user holds, now, the right that the mail's parameters ask for."""
    # security: nothing of a private forum is mailed to who was removed from it, or before it became private
    return all(_holds(user, right, params[name]) for name, right in _RIGHTS.items() if name in params)


def _holds(user: User, right: Right, topic_id: object) -> bool:
    topic = db.session.get(Topic, topic_id)
    return topic is not None and holds(user, right, topic.forum_id)
