"""What is told of resources: to who keeps a topic's list, that a page was proposed; to who proposed it, what became
of it. Who declined is not said: it is the list's word, not a person's.
"""

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.notifications.inbox import About, Kind, tell
from forum.resources.models import Resource, Standing
from forum.taxonomy.queries import moderators
from forum.topics.models import Post, Topic
from forum.topics.policy import may_see_topic
from forum.topics.pseudonyms import people_behind, person_behind


def keepers_of_proposal(resource_id: int, topic_id: int, actor_id: int) -> None:
    """A page waits for a decision."""
    found = _found(resource_id, Standing.PROPOSED)
    if found is not None:
        resource, topic = found
        keepers = {topic.author_id, *(user.id for user in moderators(topic.forum_id))}
        _tell(keepers, resource, topic, "proposed", actor_id)


def proposer_of_shown(resource_id: int, topic_id: int, actor_id: int) -> None:
    """A page that was proposed can be read."""
    found = _found(resource_id, Standing.SHOWN)
    if found is not None:
        resource, topic = found
        _tell({resource.proposed_by_id} - {actor_id}, resource, topic, "shown", None)


def proposer_of_declined(resource_id: int, topic_id: int, actor_id: int) -> None:
    """A page that was proposed was turned down."""
    found = _found(resource_id, Standing.REMOVED)
    if found is not None:
        resource, topic = found
        _tell({resource.proposed_by_id} - {actor_id}, resource, topic, "declined", None)


def _found(resource_id: int, standing: Standing) -> tuple[Resource, Topic] | None:
    """The resource as it is now; None when it was withdrawn, or decided on otherwise, since."""
    resource = db.session.get(Resource, resource_id)
    if resource is None or resource.standing != standing:
        return None
    return resource, db.session.get_one(Topic, resource.topic_id)


def _tell(user_ids: set[int], resource: Resource, topic: Topic, fact: str, actor_id: int | None) -> None:
    first = db.session.scalar(sa.select(Post.id).where(Post.topic_id == topic.id, Post.position == 1))
    wanted = people_behind(user_ids) - ({person_behind(actor_id)} if actor_id else set())
    people = db.session.scalars(sa.select(User).where(User.id.in_(wanted), User.active)) if wanted else ()
    readers = [user.id for user in people if may_see_topic(user, topic)]
    about = About(f"resource:{resource.id}:{fact}", f"topic:{topic.id}", actor_id, topic.id, first, fact)
    tell(readers, Kind.RESOURCE, about)
