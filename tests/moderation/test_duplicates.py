"""Duplicates: one step from each to its canonical, whatever staff mark and merge, and no circle."""

import pytest
import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.errors import Invalid, Refused
from forum.moderation import duplicates, surgery
from forum.moderation.models import LogEntry
from forum.topics.models import State, Topic
from tests.factories import Factory


@pytest.fixture
def world(factory: Factory) -> dict[str, int]:
    forum, author = factory.forum(), factory.user("autrice")
    topics = {name: factory.topic(forum, author, f"Sujet {name}") for name in ("a-a", "b-b", "c-c", "d-d")}
    return {"moderator": factory.moderator(), "author": author, "forum": forum, **topics}


def mark(factory: Factory, world: dict[str, int], target: str, *names: str, by: str = "moderator") -> int:
    def act() -> int:
        chosen = [db.session.get_one(Topic, world[name]) for name in names]
        return duplicates.mark(db.session.get_one(User, world[by]), chosen, db.session.get_one(Topic, world[target]))

    return factory.write(act)


def led(factory: Factory, world: dict[str, int]) -> dict[str, str]:
    """Where each duplicate leads, by name."""
    names = {topic_id: name for name, topic_id in world.items() if "-" in name}
    rows = factory.read(lambda: db.session.execute(sa.select(Topic.id, Topic.duplicate_of_id)).all())
    return {names[each]: names[target] for each, target in rows if target is not None}


def test_a_duplicate_of_a_duplicate_leads_to_the_canonical(factory: Factory, world: dict[str, int]) -> None:
    assert mark(factory, world, "a-a", "b-b") == 1
    assert mark(factory, world, "a-a", "b-b") == 0
    mark(factory, world, "b-b", "c-c")
    assert led(factory, world) == {"b-b": "a-a", "c-c": "a-a"}


def test_what_led_to_a_new_duplicate_follows(factory: Factory, world: dict[str, int]) -> None:
    mark(factory, world, "a-a", "b-b", "c-c")
    mark(factory, world, "d-d", "a-a")
    assert led(factory, world) == {"a-a": "d-d", "b-b": "d-d", "c-c": "d-d"}


@pytest.mark.parametrize(("target", "name"), [("a-a", "a-a"), ("b-b", "a-a"), ("c-c", "a-a")])
def test_no_circle(factory: Factory, world: dict[str, int], target: str, name: str) -> None:
    mark(factory, world, "a-a", "b-b")
    mark(factory, world, "b-b", "c-c")
    with pytest.raises(Invalid):
        mark(factory, world, target, name)


def test_only_who_moderates_and_only_to_what_is_seen(factory: Factory, world: dict[str, int]) -> None:
    with pytest.raises(Refused):
        mark(factory, world, "a-a", "b-b", by="author")
    factory.write(lambda: setattr(db.session.get_one(Topic, world["a-a"]), "state", State.DELETED))
    with pytest.raises(Invalid):
        mark(factory, world, "a-a", "b-b")


def test_undone_and_logged(factory: Factory, world: dict[str, int]) -> None:
    mark(factory, world, "a-a", "b-b")
    moderator = world["moderator"]
    factory.write(
        lambda: duplicates.unmark(db.session.get_one(User, moderator), [db.session.get_one(Topic, world["b-b"])])
    )
    assert led(factory, world) == {}
    verbs = factory.read(lambda: list(db.session.scalars(sa.select(LogEntry.verb).order_by(LogEntry.id))))
    assert verbs == ["topic.duplicate", "topic.not-duplicate"]


@pytest.mark.parametrize(("into", "left"), [("d-d", {"b-b": "d-d", "c-c": "d-d"}), ("b-b", {"c-c": "b-b"})])
def test_merging_the_canonical(factory: Factory, world: dict[str, int], into: str, left: dict[str, str]) -> None:
    mark(factory, world, "a-a", "b-b", "c-c")

    def merge() -> None:
        topics = [db.session.get_one(Topic, world[name]) for name in (into, "a-a")]
        surgery.merge(db.session.get_one(User, world["moderator"]), topics[0], topics[1:])

    factory.write(merge)
    assert led(factory, world) == left
