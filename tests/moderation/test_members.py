"""Warning, suspending, noting: who may, on whom, and what it does."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from forum import clock
from forum.accounts.models import User
from forum.accounts.policy import may_write
from forum.db import db
from forum.errors import Invalid, Refused
from forum.moderation import desk, members
from tests.factories import Factory
from tests.moderation.world import World


def act(factory: Factory, who: int, on: int, verb: Callable[..., Any], *rest: Any) -> None:
    factory.write(lambda: verb(db.session.get_one(User, who), db.session.get_one(User, on), *rest))


def tomorrow() -> Any:
    return clock.now() + timedelta(days=1)


ACTS: dict[str, tuple[Callable[..., Any], Callable[[], tuple[Any, ...]]]] = {
    "warn": (members.warn, lambda: ("Restez courtois",)),
    "note": (members.note, lambda: ("À suivre",)),
    "suspend": (members.suspend, lambda: (tomorrow(), "Injures")),
    "lift": (members.lift, tuple),
}


@pytest.mark.parametrize("verb", ACTS)
@pytest.mark.parametrize(
    ("actor", "target", "moderators_may", "suspends"),
    [
        ("alice", "bob", False, False),
        ("mod_here", "bob", True, False),
        ("mod_here", "mod_there", True, False),
        ("mod_here", "admin", False, False),
        ("mod_here", "mod_here", False, False),
        ("admin", "bob", True, True),
        ("admin", "other_admin", True, True),
        ("admin", "admin", False, False),
    ],
)
def test_who_may_act_on_whom(
    factory: Factory, world: World, verb: str, actor: str, target: str, moderators_may: bool, suspends: bool
) -> None:
    people = {**world.__dict__, "other_admin": factory.admin("olga")}
    run, rest = ACTS[verb]
    allowed = suspends if verb in {"suspend", "lift"} else moderators_may
    if allowed:
        act(factory, people[actor], people[target], run, *rest())
        return
    with pytest.raises(Refused):
        act(factory, people[actor], people[target], run, *rest())


def test_a_suspension_stops_writing_until_its_end_or_until_lifted(factory: Factory, world: World) -> None:
    def writes(hours: int = 0) -> bool:
        with clock.set_to(clock.now() + timedelta(hours=hours)):
            return factory.read(lambda: bool(may_write(db.session.get_one(User, world.bob))))

    act(factory, world.admin, world.bob, members.suspend, tomorrow(), "Injures")
    assert (writes(), writes(hours=25)) == (False, True)
    act(factory, world.admin, world.bob, members.lift)
    assert writes()


@pytest.mark.parametrize("days", [-1, 0, 4000])
def test_a_suspension_ends_in_the_future_and_within_ten_years(factory: Factory, world: World, days: int) -> None:
    with pytest.raises(Invalid) as refusal:
        act(factory, world.admin, world.bob, members.suspend, clock.now() + timedelta(days=days), "Injures")
    assert refusal.value.field == "until"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_a_reason_is_asked(factory: Factory, world: World, reason: str) -> None:
    for verb, rest in ((members.warn, (reason,)), (members.suspend, (tomorrow(), reason))):
        with pytest.raises(Invalid):
            act(factory, world.admin, world.bob, verb, *rest)


def test_the_file_keeps_it_all(factory: Factory, world: World) -> None:
    post = factory.first_post(factory.topic(world.here, world.bob))
    act(factory, world.mod_here, world.bob, members.warn, "Restez courtois", post)
    act(factory, world.mod_there, world.bob, members.note, "Deuxième compte ?")
    act(factory, world.admin, world.bob, members.suspend, tomorrow(), "Récidive")

    def look() -> tuple[Any, ...]:
        bob = db.session.get_one(User, world.bob)
        warned, noted = desk.warnings(bob)[0], desk.notes(bob)[0]
        verbs = [entry.verb for entry in desk.acts_on(bob)]
        return warned.text, warned.by, warned.post_url, noted.text, noted.by, verbs

    expected_verbs = ["member.suspend", "member.note", "member.warn"]
    assert factory.read(look) == (
        "Restez courtois", "mod-here", f"/p/{post}", "Deuxième compte ?", "mod-there", expected_verbs
    )  # fmt: skip
