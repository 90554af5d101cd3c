"""A topic with its people, and what they do to its list, for tests."""

from dataclasses import dataclass
from typing import Any

from forum.accounts.models import User
from forum.db import db
from forum.moderation import resources as staff
from forum.resources import actions
from forum.resources.actions import Facts, Limits
from forum.resources.models import Resource
from forum.topics.models import Post, Topic
from tests.factories import Factory

LIMITS = Limits(per_day=10, per_topic=200)


@dataclass
class World:
    """Ids of a topic, its first post and its people."""

    factory: Factory
    topic: int
    first: int
    author: int
    member: int
    other: int
    moderator: int

    def propose(
        self,
        by: int,
        url: str = "https://exemple.fr/page",
        limits: Limits = LIMITS,
        topic: int | None = None,
        **facts: Any,
    ) -> int:
        said = Facts(**{"title": "Une page", "genre": "article", "side": "client", **facts}, url=url)

        def act() -> int:
            actor, there = db.session.get_one(User, by), db.session.get_one(Topic, topic or self.topic)
            return actions.propose(actor, there, said, limits).id

        return self.factory.write(act)

    def act(self, verb: str, by: int, resource_id: int, **more: Any) -> Any:
        """`show`, `remove` and `edit` as the edge asks for them; `withdraw` and `move` as the slice has them."""

        def run() -> Any:
            actor, resource = db.session.get_one(User, by), db.session.get_one(Resource, resource_id)
            home = staff if hasattr(staff, verb) else actions
            return getattr(home, verb)(actor, resource, db.session.get_one(Topic, resource.topic_id), **more)

        return self.factory.write(run)

    def counts(self, topic: int | None = None) -> tuple[int, int]:
        """How many the topic shows, and how many wait."""
        row = self.factory.get(Topic, topic or self.topic)
        return row.resources, row.resources_waiting

    def standing(self, resource_id: int) -> str:
        return self.factory.get(Resource, resource_id).standing

    def hold_list(self, post_id: int) -> None:
        """Make the text of a post the topic's list."""
        self.factory.write(lambda: setattr(db.session.get_one(Post, post_id), "lists", True))


def a_list(factory: Factory) -> World:
    author, member, other = factory.user("autrice"), factory.user("membre"), factory.user("autre")
    topic = factory.topic(factory.forum(), author)
    return World(factory, topic, factory.first_post(topic), author, member, other, factory.moderator())
