"""Many at once: one record a post, one pseudonym a person, a topic's count of experiences as a recount finds it."""

from collections.abc import Callable
from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask

from forum.accounts.models import User
from forum.checking import counts
from forum.db import db
from forum.experiences import actions as experiences
from forum.experiences.models import Experience, Outcome, Provider
from forum.experiences.record import Record
from forum.moderation import actions as staff
from forum.moderation.queries import Chosen
from forum.topics import actions as topics
from forum.topics.actions import Sent
from forum.topics.models import Post, StandIn, Topic
from tests.factories import Factory, text
from tests.security.test_races import together

pytestmark = pytest.mark.slow

AT_ONCE = 20


def agreed(factory: Factory, topic: int) -> int:
    assert factory.read(lambda: [*counts.topics(), *counts.experiences()]) == []
    return factory.get(Topic, topic).told


def write(factory: Factory, act: Callable[[], object]) -> object:
    return factory.write(act)


@pytest.fixture
def topic(factory: Factory) -> int:
    return factory.topic(factory.forum(), factory.user("bruno"))


def test_twenty_tell_in_one_topic(factory: Factory, topic: int) -> None:
    people = [factory.user() for _ in range(AT_ONCE)]

    def tell(user_id: int) -> None:
        user, where = db.session.get_one(User, user_id), db.session.get_one(Topic, topic)
        post = topics.reply(user, where, text("Mon cas."), Sent())
        experiences.tell(post, Record(Provider.HOST, Outcome.NO))

    got = together([partial(write, factory, partial(tell, each)) for each in people])
    assert got == [None] * AT_ONCE
    assert agreed(factory, topic) == AT_ONCE


def test_one_record_however_many_write_it(factory: Factory, topic: int) -> None:
    post = factory.reply(topic, factory.user())

    def tell(number: int) -> None:
        outcome = list(Outcome)[number % len(Outcome)]
        experiences.tell(db.session.get_one(Post, post), Record(Provider.HOST, outcome))

    got = together([partial(write, factory, partial(tell, each)) for each in range(AT_ONCE)])
    assert got == [None] * AT_ONCE
    assert factory.read(lambda: db.session.scalar(sa.select(sa.func.count()).select_from(Experience))) == 1
    assert agreed(factory, topic) == 1


def test_told_hidden_and_withdrawn_at_once(factory: Factory, topic: int) -> None:
    moderator = factory.moderator()
    posts = [factory.tells(factory.reply(topic, factory.user(), f"Cas {n}.")) for n in range(AT_ONCE)]

    def tell(post: int) -> None:
        experiences.tell(db.session.get_one(Post, post), Record(Provider.HOST, Outcome.NO))

    def withdraw(post: int) -> None:
        experiences.withdraw(db.session.get_one(Post, post))

    def hide(post: int) -> None:
        chosen = Chosen(db.session.get_one(Post, post), db.session.get_one(Topic, topic))
        staff.hide(db.session.get_one(User, moderator), [chosen], "Hors sujet")

    acts = [partial((tell, withdraw, hide, withdraw)[n % 4], post) for n, post in enumerate(posts)]
    got = together([partial(write, factory, act) for act in acts])
    assert got == [None] * AT_ONCE
    assert agreed(factory, topic) == AT_ONCE // 4


def test_one_pseudonym_however_many_posts_at_once(factory: Factory, topic: int, app: Flask) -> None:
    alice = factory.user("alice")

    def reply() -> None:
        user, where = db.session.get_one(User, alice), db.session.get_one(Topic, topic)
        topics.reply(user, where, text("Sans mon nom."), Sent(pseudonym=True))

    got = together([partial(write, factory, reply) for _ in range(AT_ONCE)])
    assert got == [None] * AT_ONCE
    assert factory.read(lambda: db.session.scalar(sa.select(sa.func.count()).select_from(StandIn))) == 1
    authors = sa.select(sa.func.count(Post.author_id.distinct())).where(Post.topic_id == topic, Post.position > 1)
    assert factory.read(lambda: db.session.scalar(authors)) == 1
