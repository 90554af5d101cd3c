"""Pinning, locking, hiding, restoring, approving: what changes, what is logged, what is refused."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.errors import Invalid, Missing, Refused
from forum.moderation import actions
from forum.moderation.models import LogEntry
from forum.taxonomy.models import Forum
from forum.topics import actions as topics
from forum.topics.actions import Sent, TopicDraft
from forum.topics.models import Post, State, Topic
from tests.factories import Factory, text
from tests.moderation.world import World, assert_sound, staff_act

MARKS = [
    (actions.pin, "pinned", True, "topic.pin"),
    (actions.unpin, "pinned", False, "topic.unpin"),
    (actions.lock, "locked", True, "topic.lock"),
    (actions.unlock, "locked", False, "topic.unlock"),
]


def logged(factory: Factory) -> list[tuple[str, int | None, int | None, int | None, str]]:
    """(verb, forum, topic, post, reason) of every line of the log, oldest first."""
    columns = (LogEntry.verb, LogEntry.forum_id, LogEntry.topic_id, LogEntry.post_id, LogEntry.reason)
    return factory.read(lambda: [tuple(row) for row in db.session.execute(sa.select(*columns).order_by(LogEntry.id))])


def held_post(factory: Factory, world: World) -> Post:
    """A newcomer's first post, with a link: it waits."""

    def make() -> int:
        newcomer = db.session.get_one(User, world.alice)
        forum = db.session.get_one(Forum, world.here)
        body = text("Voyez [ici](https://example.org).")
        return topics.open_topic(newcomer, forum, TopicDraft(title="Mon premier"), body, Sent(newcomer_posts=1)).id

    return factory.get(Post, factory.write(make))


@pytest.mark.parametrize(("act", "column", "value", "verb"), MARKS)
def test_marks(factory: Factory, world: World, act: Callable[..., Any], column: str, value: bool, verb: str) -> None:
    already, other = (factory.topic(world.here, world.alice) for _ in range(2))

    def prepare() -> None:
        setattr(db.session.get_one(Topic, already), column, value)
        setattr(db.session.get_one(Topic, other), column, not value)

    factory.write(prepare)
    assert staff_act(factory, world.mod_here, act, [already, other]) == 1
    assert getattr(factory.get(Topic, other), column) is value
    assert logged(factory) == [(verb, world.here, other, None, "")]


def test_hiding_a_reply_keeps_its_place_and_leaves_the_topic(factory: Factory, world: World) -> None:
    topic = factory.topic(world.here, world.alice)
    reply, last = factory.reply(topic, world.bob), factory.reply(topic, world.alice)
    assert staff_act(factory, world.mod_here, actions.hide, [reply], "  Hors   sujet ", posts=True) == 1
    hidden = factory.get(Post, reply)
    assert (hidden.state, hidden.position, hidden.deleted_reason) == (State.DELETED, 2, "Hors sujet")
    assert hidden.deleted_by_id == world.mod_here
    assert factory.get(Topic, topic).reply_count == 1
    assert factory.get(Topic, topic).last_post_id == last
    assert logged(factory) == [("post.hide", world.here, topic, reply, "Hors sujet")]
    assert_sound(factory)


def test_hiding_a_first_post_hides_its_topic_and_restoring_brings_both_back(factory: Factory, world: World) -> None:
    topic = factory.topic(world.here, world.alice)
    factory.reply(topic, world.bob)
    first = factory.first_post(topic)
    staff_act(factory, world.mod_here, actions.hide, [first], "Doublon", posts=True)
    assert factory.get(Topic, topic).state == State.DELETED
    assert factory.get(Forum, world.here).topic_count == 0
    assert_sound(factory)
    assert staff_act(factory, world.mod_here, actions.restore, [first], posts=True) == 1
    assert factory.get(Topic, topic).state == State.VISIBLE
    assert factory.get(Forum, world.here).topic_count == 1
    assert [verb for verb, *_ in logged(factory)] == ["post.hide", "post.restore"]
    assert_sound(factory)


def test_approving_publishes_what_waited(factory: Factory, world: World) -> None:
    waiting = held_post(factory, world)
    assert waiting.state == State.PENDING
    assert factory.get(Forum, world.here).topic_count == 0
    assert staff_act(factory, world.mod_here, actions.approve, [waiting.id], posts=True) == 1
    assert factory.get(Post, waiting.id).state == State.VISIBLE
    assert factory.get(Forum, world.here).topic_count == 1
    assert factory.get(User, world.alice).post_count == 1
    assert_sound(factory)


def test_refusing_what_waited_is_logged_as_such(factory: Factory, world: World) -> None:
    waiting = held_post(factory, world)
    staff_act(factory, world.mod_here, actions.hide, [waiting.id], "Publicité", posts=True)
    assert logged(factory) == [("post.refuse", world.here, waiting.topic_id, waiting.id, "Publicité")]
    assert_sound(factory)


@pytest.mark.parametrize(("act", "rest"), [(actions.hide, ("encore",)), (actions.restore, ()), (actions.approve, ())])
def test_what_is_done_already_changes_nothing(
    factory: Factory, world: World, act: Callable[..., Any], rest: tuple[str, ...]
) -> None:
    reply = factory.reply(factory.topic(world.here, world.alice), world.bob)
    if rest:
        staff_act(factory, world.mod_here, actions.hide, [reply], "Une fois", posts=True)
    before = logged(factory)
    assert staff_act(factory, world.mod_here, act, [reply], *rest, posts=True) == 0
    assert logged(factory) == before


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_hiding_asks_a_reason_that_fits(factory: Factory, world: World, reason: str) -> None:
    reply = factory.reply(factory.topic(world.here, world.alice), world.bob)
    with pytest.raises(Invalid):
        staff_act(factory, world.mod_here, actions.hide, [reply], reason, posts=True)
    assert factory.get(Post, reply).state == State.VISIBLE
    assert logged(factory) == []


def test_one_foreign_thing_stops_the_whole_selection(factory: Factory, world: World) -> None:
    mine, foreign = factory.topic(world.here, world.alice), factory.topic(world.there, world.alice)
    with pytest.raises(Refused):
        staff_act(factory, world.mod_here, actions.pin, [mine, foreign])
    unseen = factory.topic(world.closed, world.mod_closed)
    with pytest.raises(Missing):
        staff_act(factory, world.mod_here, actions.pin, [mine, unseen])
    with pytest.raises(Missing):
        staff_act(factory, world.mod_here, actions.pin, [mine, 999_999])
    assert factory.get(Topic, mine).pinned is False
    assert logged(factory) == []


def test_a_suspended_moderator_acts_no_more(factory: Factory, world: World) -> None:
    topic = factory.topic(world.here, world.alice)

    def suspend() -> None:
        user = db.session.get_one(User, world.mod_here)
        user.active = False

    factory.write(suspend)
    with pytest.raises(Refused):
        staff_act(factory, world.mod_here, actions.lock, [topic])
