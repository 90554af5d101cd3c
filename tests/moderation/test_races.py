"""Staff act while members write: whoever comes second waits, and nothing is lost or doubled."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Any

import pytest

from forum.accounts.models import User
from forum.db import db
from forum.errors import ForumError
from forum.moderation import queries, surgery
from forum.taxonomy.models import Forum
from forum.topics.models import Post, Topic
from tests.factories import Factory
from tests.moderation.world import World, assert_sound

HELD = 0.4  # seconds for which the first comer keeps its transaction open


def first_then(factory: Factory, first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """Begin `second` while the transaction of `first` is still open. Returns what `second` returned."""
    done = threading.Event()

    def hold() -> None:
        def act() -> None:
            first()
            done.set()
            sleep(HELD)

        factory.write(act)

    with ThreadPoolExecutor(2) as pool:
        holding = pool.submit(hold)
        assert done.wait(10)
        waiting = pool.submit(second)
        holding.result()
        return waiting.result()


def test_a_reply_during_a_split_lands_behind_what_stayed(factory: Factory, world: World) -> None:
    topic = factory.topic(world.here, world.alice)
    posts = [factory.reply(topic, world.bob) for _ in range(3)]

    def split() -> None:
        actor = db.session.get_one(User, world.mod_here)
        source = queries.topics_for([topic], actor, lock=True)[0]
        new = surgery.NewTopic("Un sujet à part", db.session.get_one(Forum, world.here))
        surgery.split(actor, source, queries.posts_for(posts[:2], actor, lock=True), new)

    late = first_then(factory, split, lambda: factory.reply(topic, world.bob, "En retard"))
    assert (factory.get(Post, late).topic_id, factory.get(Post, late).position) == (topic, 3)
    assert_sound(factory)


def test_a_reply_to_a_topic_that_is_being_merged_is_refused(factory: Factory, world: World) -> None:
    source, target = factory.topic(world.here, world.alice), factory.topic(world.here, world.alice)

    def merge() -> None:
        actor = db.session.get_one(User, world.mod_here)
        surgery.merge(actor, db.session.get_one(Topic, target), queries.topics_for([source], actor, lock=True))

    with pytest.raises(ForumError):
        first_then(factory, merge, lambda: factory.reply(source, world.bob, "En retard"))
    assert_sound(factory)
