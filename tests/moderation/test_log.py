"""The log as each reads it: the lines of one's own forums, all of them for administrators."""

from typing import Any

import pytest

from forum.accounts.models import User
from forum.db import db
from forum.moderation import actions, desk, members, surgery
from forum.taxonomy.models import Forum
from tests.factories import Factory
from tests.moderation.world import Row, World, staff_act


def lines(factory: Factory, who: int, **filters: Any) -> list[tuple[str, str, str]]:
    def look() -> list[tuple[str, str, str]]:
        rows, total = desk.log(db.session.get_one(User, who), page=1, per_page=50, **filters)
        assert total == len(rows)
        return [(row.verb, row.actor, row.forum_name) for row in reversed(rows)]

    return factory.read(look)


@pytest.fixture
def history(factory: Factory, world: World) -> None:
    here, there = factory.topic(world.here, world.alice), factory.topic(world.there, world.bob)
    staff_act(factory, world.mod_here, actions.pin, [here])
    staff_act(factory, world.mod_there, actions.lock, [there])
    staff_act(factory, world.admin, surgery.move, [here], Row(Forum, world.closed))
    factory.write(
        lambda: members.warn(db.session.get_one(User, world.admin), db.session.get_one(User, world.bob), "Assez")
    )


@pytest.mark.usefixtures("history")
def test_each_reads_the_lines_of_their_forums(factory: Factory, world: World) -> None:
    pin, lock = ("topic.pin", "mod-here", "Ici"), ("topic.lock", "mod-there", "Ailleurs")
    left, came = ("topic.move", "ada", "Ici"), ("topic.move", "ada", "Fermé")
    assert lines(factory, world.mod_here) == [pin, left]
    assert lines(factory, world.mod_there) == [lock]
    assert lines(factory, world.mod_closed) == [came]
    assert lines(factory, world.admin) == [pin, lock, left, came, ("member.warn", "ada", "")]
    assert lines(factory, world.bob) == []


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    ("filters", "verbs"),
    [
        ({"verb": "topic.pin"}, ["topic.pin"]),
        ({"member": "Mod-There"}, ["topic.lock"]),
        ({"member": "bob"}, ["topic.lock", "member.warn"]),
        ({"member": "bob", "verb": "member.warn"}, ["member.warn"]),
        ({"member": "personne"}, []),
    ],
)
def test_filters(factory: Factory, world: World, filters: dict[str, str], verbs: list[str]) -> None:
    assert [verb for verb, *_ in lines(factory, world.admin, **filters)] == verbs
