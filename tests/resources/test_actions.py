"""A topic's list: who proposes and who decides, the same page once, counts, order, what moving posts leaves of it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from forum import checking, clock
from forum.accounts.models import User
from forum.db import db
from forum.errors import Conflict, Invalid, Missing, Refused, TooOften
from forum.moderation import actions as moderation
from forum.moderation import queries, surgery
from forum.moderation.models import LogEntry
from forum.resources import privacy
from forum.resources.actions import Facts, Limits
from forum.resources.models import Resource
from forum.resources.policy import visible_resources
from forum.taxonomy.models import Forum
from forum.topics import actions as topics
from forum.topics.models import Post, Topic
from tests.factories import Factory, text
from tests.resources.lists import World, a_list
from tests.topics.racing import THREADS, at_once


@pytest.fixture
def world(factory: Factory) -> World:
    return a_list(factory)


def agrees(world: World) -> bool:
    config = world.factory.app.extensions["forum"]
    return world.factory.read(lambda: [each for each in checking.findings(config) if "resources" in str(each)] == [])


def test_a_member_proposes_and_the_author_decides(world: World) -> None:
    made = world.propose(world.member)
    assert (world.standing(made), world.counts()) == ("proposed", (0, 1))
    assert world.act("show", world.author, made) is True
    assert (world.standing(made), world.counts()) == ("shown", (1, 0))
    assert world.act("show", world.author, made) is False
    assert world.act("remove", world.author, made) is True
    assert (world.standing(made), world.counts()) == ("removed", (0, 0))
    assert world.act("remove", world.author, made) is False
    assert agrees(world)


@pytest.mark.parametrize("role", ["author", "moderator"])
def test_who_keeps_the_list_adds_to_it_at_once(world: World, role: str) -> None:
    assert world.standing(world.propose(getattr(world, role))) == "shown"
    assert world.counts() == (1, 0)


@pytest.mark.parametrize("verb", ["show", "remove", "edit", "move"])
@pytest.mark.parametrize("role", ["member", "other"])
def test_nobody_else_decides(world: World, role: str, verb: str) -> None:
    made = world.propose(world.member)
    facts = Facts("Un titre", "https://exemple.fr/b", "article", "both")
    more: dict[str, Any] = {"edit": {"facts": facts}, "move": {"up": True}}.get(verb, {})
    with pytest.raises(Refused):
        world.act(verb, getattr(world, role), made, **more)
    assert world.standing(made) == "proposed"


@pytest.mark.parametrize("harm", [{"locked": True}, {"state": "deleted"}])
def test_the_author_of_a_closed_topic_keeps_its_list_no_more(world: World, harm: dict[str, Any]) -> None:
    made = world.propose(world.member)

    def close() -> None:
        for name, value in harm.items():
            setattr(db.session.get_one(Topic, world.topic), name, value)

    world.factory.write(close)
    with pytest.raises((Refused, Missing)):
        world.act("show", world.author, made)
    assert world.act("show", world.moderator, made) is True


def test_nobody_proposes_where_one_may_not_reply(world: World) -> None:
    world.factory.write(lambda: setattr(db.session.get_one(Topic, world.topic), "locked", True))
    with pytest.raises(Refused):
        world.propose(world.member)


@pytest.mark.parametrize("role", ["member", "author"])
def test_a_newcomer_s_page_waits_for_staff_in_their_own_topic_too(world: World, role: str) -> None:
    by = getattr(world, role)
    world.factory.write(lambda: setattr(db.session.get_one(User, by), "post_count", 0))
    made = world.propose(by, limits=Limits(10, 200, newcomer_posts=1))
    assert world.standing(made) == "proposed"
    if role == "author":
        with pytest.raises(Conflict):
            world.act("show", by, made, newcomer_posts=1)
    assert world.act("show", world.moderator, made, newcomer_posts=1) is True


@pytest.mark.parametrize("again", ["http://www.exemple.fr/page/", "https://exemple.fr/page?utm_source=x#bas"])
def test_the_same_page_is_refused_kindly(world: World, again: str) -> None:
    made = world.propose(world.member)
    with pytest.raises(Conflict, match="a déjà été proposée : elle attend"):
        world.propose(world.other, again)
    world.act("show", world.author, made)
    with pytest.raises(Conflict, match="est déjà dans la liste : « Une page »"):
        world.propose(world.other, again)
    world.act("remove", world.author, made)
    with pytest.raises(Conflict, match="n’a pas été retenue"):
        world.propose(world.other, again)
    assert world.propose(world.author, again, title="Mieux dit") == made
    assert world.counts() == (1, 0)
    assert world.factory.get(Resource, made).title == "Mieux dit"


def test_the_same_page_in_two_topics_is_two_resources(world: World) -> None:
    world.propose(world.author)
    forum = world.factory.get(Topic, world.topic).forum_id
    other = world.factory.topic(forum, world.author)
    world.factory.write(lambda: None)
    assert world.propose(world.author, topic=other)
    assert world.counts(other) == (1, 0)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": "ab"}, "title"),
        ({"title": "…… !"}, "title"),
        ({"title": "a" * 201}, "title"),
        ({"publisher": "a" * 121}, "publisher"),
        ({"published_on": date(9999, 1, 1)}, "published_on"),
        ({"published_on": date(1000, 1, 1)}, "published_on"),
        ({"genre": "spam"}, "genre"),
        ({"side": ""}, "side"),
    ],
)
def test_what_is_said_of_it_is_checked(world: World, said: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        world.propose(world.member, **said)
    assert refused.value.field == field


def test_a_day_has_its_limit_and_a_list_too(world: World) -> None:
    for number in range(3):
        world.propose(world.member, f"https://exemple.fr/{number}", Limits(3, 200))
    with pytest.raises(TooOften) as refused:
        world.propose(world.member, "https://exemple.fr/4", Limits(3, 200))
    assert 0 < refused.value.retry_after <= 86_400
    with pytest.raises(Conflict, match="pleine"):
        world.propose(world.other, "https://exemple.fr/4", Limits(3, 3))


def test_it_is_edited_and_another_address_is_tried_anew(world: World) -> None:
    made = world.propose(world.author)
    other = world.propose(world.author, "https://exemple.fr/b")

    def die() -> None:
        row = db.session.get_one(Resource, made)
        row.failures, row.dead_since, row.check_at = 4, clock.now(), clock.now() + timedelta(days=9)

    world.factory.write(die)
    world.act("edit", world.author, made, facts=Facts("Autre", "https://exemple.fr/page/", "official", "both"))
    assert world.factory.get(Resource, made).dead_since is None  # the last stroke is another address
    with pytest.raises(Conflict):
        world.act("edit", world.author, other, facts=Facts("Autre", "https://exemple.fr/page", "official", "both"))


def test_whoever_proposed_takes_it_back_while_it_waits(world: World) -> None:
    made = world.propose(world.member)
    with pytest.raises(Missing):
        world.act("withdraw", world.other, made)
    world.act("withdraw", world.member, made)
    assert world.counts() == (0, 0)
    again = world.propose(world.member)
    world.act("show", world.author, again)
    with pytest.raises(Missing):
        world.act("withdraw", world.member, again)


def test_one_moves_among_those_of_its_side(world: World) -> None:
    one, two = world.propose(world.author, "https://a.fr/1"), world.propose(world.author, "https://a.fr/2")
    elsewhere = world.propose(world.author, "https://a.fr/3", side="both")
    three = world.propose(world.author, "https://a.fr/4")

    def line() -> list[int]:
        rows = sa.select(Resource.id).order_by(Resource.position, Resource.id)
        return world.factory.read(lambda: list(db.session.scalars(rows)))

    assert world.act("move", world.author, three, up=True) is True
    assert line() == [one, three, elsewhere, two]
    assert world.act("move", world.author, one, up=True) is False
    assert world.act("move", world.author, elsewhere, up=False) is False
    assert world.act("move", world.author, one, up=False) is True
    assert line() == [three, one, elsewhere, two]


def test_staff_s_decisions_are_logged_and_the_author_s_are_not(world: World) -> None:
    one, two = world.propose(world.member, "https://a.fr/1"), world.propose(world.member, "https://a.fr/2")
    world.act("show", world.author, one)
    world.act("remove", world.moderator, two)
    world.act("edit", world.moderator, one, facts=Facts("Autre", "https://a.fr/1", "article", "both"))
    verbs = world.factory.read(lambda: list(db.session.scalars(sa.select(LogEntry.verb).order_by(LogEntry.id))))
    assert verbs == ["resource.remove", "resource.edit"]


def test_a_race_lists_a_page_once(world: World) -> None:
    people = [world.factory.user() for _ in range(THREADS)]
    forms = ("https://exemple.fr/page", "http://www.exemple.fr/page/")
    got = at_once(lambda number: world.propose(people[number], forms[number % 2]))
    assert len([each for each in got if isinstance(each, int)]) == 1
    assert all(isinstance(each, (int, Conflict)) for each in got)
    assert world.counts() == (0, 1)
    assert agrees(world)


def test_a_race_counts_every_page(world: World) -> None:
    people = [world.factory.user() for _ in range(THREADS)]
    got = at_once(lambda number: world.propose(people[number], f"https://exemple.fr/{number}"))
    got += at_once(lambda number: world.act("show", world.moderator, got[number]))  # type: ignore[arg-type]
    assert world.counts() == (THREADS, 0)
    assert agrees(world)


def test_who_sees_what(world: World) -> None:
    ids = [world.propose(world.member, f"https://a.fr/{number}") for number in range(3)]
    world.act("show", world.author, ids[1])
    world.act("remove", world.author, ids[2])
    expected = {
        None: {ids[1]},
        world.other: {ids[1]},
        world.member: {ids[0], ids[1]},
        world.author: set(ids),
        world.moderator: set(ids),
    }
    for reader, seen in expected.items():

        def asked(reader: int | None = reader) -> set[int]:
            actor = db.session.get(User, reader) if reader is not None else None
            joined = sa.select(Resource.id).join(Topic, Topic.id == Resource.topic_id)
            return set(db.session.scalars(joined.where(visible_resources(actor))))

        assert world.factory.read(asked) == seen


def test_a_page_in_the_text_of_the_list_stands_there(world: World) -> None:
    holder = world.factory.reply(world.topic, world.author, "- [Un titre](https://exemple.fr/a) (Site)")
    world.hold_list(holder)
    held = world.propose(world.author, "http://exemple.fr/a/")
    joined = world.propose(world.author, "https://exemple.fr/b")
    assert world.factory.get(Resource, held).post_id == holder
    assert world.factory.get(Resource, joined).post_id is None
    with pytest.raises(Conflict, match="écrite dans un message"):
        world.act("remove", world.author, held)
    assert world.act("move", world.author, held, up=False) is False

    def rewrite() -> None:
        post, topic = db.session.get_one(Post, holder), db.session.get_one(Topic, world.topic)
        body = text("- [Autre](https://exemple.fr/b)")
        topics.edit(db.session.get_one(User, world.author), post, topic, body, topics.Edit(seen_revision=1))

    world.factory.write(rewrite)
    world.factory.drain()
    assert world.factory.get(Resource, held).post_id is None
    assert world.factory.get(Resource, joined).post_id == holder
    assert world.act("remove", world.author, held) is True


def staff_act(world: World, act: Callable[[User], Any]) -> Any:
    return world.factory.write(lambda: act(db.session.get_one(User, world.moderator)))


def test_a_split_takes_along_what_its_posts_hold(world: World) -> None:
    holder = world.factory.reply(world.topic, world.member, "- [Un titre](https://exemple.fr/a)")
    world.hold_list(holder)
    held, stays = (
        world.propose(world.author, "https://exemple.fr/a"),
        world.propose(world.author, "https://exemple.fr/b"),
    )

    def split(actor: User) -> int:
        source = db.session.get_one(Topic, world.topic)
        chosen = queries.posts_for([holder], actor, lock=True)
        new = surgery.NewTopic("Le sujet à part", db.session.get_one(Forum, source.forum_id))
        return surgery.split(actor, source, chosen, new).id

    made = staff_act(world, split)
    assert (world.counts(), world.counts(made)) == ((1, 0), (1, 0))
    assert world.factory.get(Resource, held).topic_id == made
    assert world.factory.get(Resource, stays).topic_id == world.topic
    assert agrees(world)


def test_a_merge_brings_two_lists_together_each_page_once(world: World) -> None:
    forum = world.factory.get(Topic, world.topic).forum_id
    other = world.factory.topic(forum, world.other, "Un autre sujet")
    both = world.propose(world.member, "https://exemple.fr/a")
    shown_there = world.propose(world.other, "http://exemple.fr/a/", topic=other)
    only_there = world.propose(world.member, "https://exemple.fr/b", topic=other)
    here = world.propose(world.author, "https://exemple.fr/c")

    def merge(actor: User) -> int:
        return surgery.merge(actor, db.session.get_one(Topic, world.topic), [db.session.get_one(Topic, other)])

    staff_act(world, merge)
    rows = world.factory.read(lambda: {row.id: row.topic_id for row in db.session.scalars(sa.select(Resource))})
    assert rows == {shown_there: world.topic, only_there: world.topic, here: world.topic}
    assert both not in rows  # it waited, and the same page was shown in the other list
    assert (world.counts(), world.counts(other)) == ((2, 1), (0, 0))
    assert agrees(world)


def test_hiding_and_restoring_a_topic_leaves_its_list(world: World) -> None:
    world.propose(world.author)
    staff_act(
        world, lambda actor: moderation.hide(actor, queries.posts_for([world.first], actor, lock=True), "Hors sujet")
    )
    staff_act(world, lambda actor: moderation.restore(actor, queries.posts_for([world.first], actor, lock=True)))
    assert world.counts() == (1, 0)
    assert agrees(world)


def test_counts_out_of_step_are_found_and_repaired(world: World) -> None:
    world.propose(world.author)
    world.factory.write(lambda: db.session.execute(sa.update(Topic).values(resources=5, resources_waiting=2)))
    assert not agrees(world)
    world.factory.read(checking.repair)
    assert agrees(world)
    assert world.counts() == (1, 0)


def test_what_is_kept_of_a_member_is_theirs_to_have_and_to_lose(world: World) -> None:
    shown, waits = world.propose(world.member, "https://a.fr/1"), world.propose(world.member, "https://a.fr/2")
    world.propose(world.other, "https://a.fr/3")
    world.act("show", world.author, shown)
    record, files = world.factory.read(lambda: privacy.export(db.session.get_one(User, world.member)))
    assert files == []
    assert [each["address"] for each in record["resources"]] == ["https://a.fr/1", "https://a.fr/2"]  # type: ignore[attr-defined]
    world.factory.write(lambda: privacy.forget(db.session.get_one(User, world.member)))
    left = world.factory.read(lambda: set(db.session.scalars(sa.select(Resource.id))))
    assert shown in left
    assert waits not in left
    assert agrees(world)
