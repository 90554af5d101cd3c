"""Telling an experience: by whom, kept in step with the topic's count through all that happens to posts."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from forum import clock, outbox
from forum.accounts.models import User
from forum.checking import counts
from forum.db import db
from forum.errors import Conflict, ForumError, Invalid, Missing, Refused
from forum.experiences import actions as experiences
from forum.experiences import queries
from forum.experiences.models import Cost, Experience, Outcome, Provider, Step, Withheld
from forum.experiences.record import FOLLOW_UP_LENGTH, Record
from forum.moderation import actions as staff
from forum.moderation import surgery
from forum.moderation.queries import Chosen
from forum.outbox import Event
from forum.taxonomy.models import Forum
from forum.topics.models import Post, Topic
from tests.factories import Factory

RECORD = Record(
    Provider.HOST,
    Outcome.PARTLY,
    (Withheld.SITE, Withheld.DOMAINS),
    {Step.NOTICE: date(2026, 3, 2), Step.LETTER: None},
    35,
    Cost.UNDER_500,
)


@pytest.fixture
def forum(factory: Factory) -> int:
    return factory.forum()


@pytest.fixture
def author(factory: Factory) -> int:
    return factory.user("alice")


@pytest.fixture
def topic(factory: Factory, forum: int, author: int) -> int:
    return factory.topic(forum, author)


def follow_up(factory: Factory, actor: int, post: int, outcome: Outcome, text: str) -> None:
    def act() -> None:
        row = db.session.get_one(Post, post)
        topic = db.session.get_one(Topic, row.topic_id)
        experiences.follow_up(db.session.get_one(User, actor), row, topic, outcome, text)

    factory.write(act)


def told(factory: Factory, topic: int) -> int:
    assert factory.read(lambda: list(counts.topics())) == []
    return factory.get(Topic, topic).told


def tell_all(factory: Factory, topic: int, *outcomes: Outcome) -> list[int]:
    return [factory.tells(factory.reply(topic, factory.user(), f"Cas {n}"), each) for n, each in enumerate(outcomes)]


def test_what_is_told_is_kept_and_counted(factory: Factory, topic: int, author: int) -> None:
    post = factory.reply(topic, author)
    factory.write(lambda: experiences.tell(db.session.get_one(Post, post), RECORD))
    assert factory.read(lambda: queries.record_of(post)) == (RECORD, "")
    assert factory.get(Post, post).tells
    assert told(factory, topic) == 1


def test_telling_again_replaces_and_counts_once(factory: Factory, topic: int, author: int) -> None:
    post = factory.tells(factory.reply(topic, author))
    at = factory.get(Experience, post).told_at
    factory.tells(post, Outcome.NO)
    assert factory.get(Experience, post).outcome == Outcome.NO
    assert factory.get(Experience, post).told_at == at
    assert told(factory, topic) == 1


def test_withdrawing_leaves_the_text(factory: Factory, topic: int, author: int) -> None:
    post = factory.tells(factory.reply(topic, author, "Mon texte."))
    factory.write(lambda: experiences.withdraw(db.session.get_one(Post, post)))
    assert factory.read(lambda: queries.record_of(post)) is None
    assert factory.get(Post, post).body == "Mon texte."
    assert told(factory, topic) == 0


def test_others_hear_of_it_once(factory: Factory, topic: int, author: int, app: Flask) -> None:
    heard: list[dict[str, object]] = []
    outbox.register(Event.EXPERIENCE_TOLD, "test", lambda **payload: heard.append(payload))
    post = factory.tells(factory.reply(topic, author))
    factory.tells(post, Outcome.NO)
    factory.drain()
    assert heard == [{"post_id": post, "topic_id": topic}]


@pytest.mark.parametrize(
    ("record", "blamed"),
    [
        (Record(Provider.HOST, Outcome.NO, steps={Step.TRIAL: date(1989, 12, 31)}), "step"),
        (Record(Provider.HOST, Outcome.NO, steps={Step.TRIAL: date(2999, 1, 1)}), "step"),
        (Record(Provider.HOST, Outcome.NO, days=0), "took"),
        (Record(Provider.HOST, Outcome.NO, days=20 * 365 + 1), "took"),
    ],
)
def test_what_cannot_be(factory: Factory, topic: int, author: int, record: Record, blamed: str) -> None:
    post = factory.reply(topic, author)
    with pytest.raises(Invalid) as refused:
        factory.write(lambda: experiences.tell(db.session.get_one(Post, post), record))
    assert refused.value.field == blamed
    assert told(factory, topic) == 0


def test_what_became_of_it(factory: Factory, topic: int, author: int) -> None:
    post = factory.tells(factory.reply(topic, author), Outcome.PENDING)
    follow_up(factory, author, post, Outcome.SOLVED, " Rendu en mai. ")
    row = factory.get(Experience, post)
    assert (row.outcome, row.follow_up, row.followed_up_on) == ("solved", "Rendu en mai.", clock.now().date())
    with pytest.raises(Invalid):
        follow_up(factory, author, post, Outcome.SOLVED, "a" * (FOLLOW_UP_LENGTH + 1))
    follow_up(factory, author, post, Outcome.NO, "")
    row = factory.get(Experience, post)
    assert (row.outcome, row.follow_up, row.followed_up_on) == ("no", "", None)


@pytest.mark.parametrize(
    ("who", "state", "refusal"),
    [
        ("author", "", None),
        ("moderator", "", None),
        ("moderator", "locked", None),
        ("moderator", "hidden", None),
        ("other", "", Refused),
        ("suspended", "", Refused),
        ("author", "locked", Refused),
        ("author", "hidden", Missing),
        ("author", "untold", Refused),
        ("author", "withdrawn meanwhile", Conflict),
    ],
)
def test_who_may_follow_up(
    factory: Factory, topic: int, author: int, who: str, state: str, refusal: type[ForumError] | None
) -> None:
    post = factory.tells(factory.reply(topic, author))
    until = clock.now() + timedelta(days=3)
    people: dict[str, Callable[[], int]] = {
        "author": lambda: author,
        "moderator": factory.moderator,
        "other": factory.user,
        "suspended": lambda: factory.user(suspended_until=until),
    }
    actor = people[who]()
    states: dict[str, Callable[[], object]] = {
        "locked": lambda: setattr(db.session.get_one(Topic, topic), "locked", True),
        "hidden": lambda: setattr(db.session.get_one(Post, post), "state", "deleted"),
        "untold": lambda: experiences.withdraw(db.session.get_one(Post, post)),
        "withdrawn meanwhile": lambda: db.session.delete(db.session.get_one(Experience, post)),
    }
    factory.write(states.get(state, lambda: None))
    if refusal is None:
        follow_up(factory, actor, post, Outcome.NO, "Vu.")
        assert factory.get(Experience, post).follow_up == "Vu."
    else:
        with pytest.raises(refusal):
            follow_up(factory, actor, post, Outcome.NO, "Vu.")


def test_hidden_and_restored(factory: Factory, topic: int) -> None:
    posts, moderator = tell_all(factory, topic, *[Outcome.SOLVED] * 3), factory.moderator()

    def act(verb: Callable[[User, list[Chosen]], object]) -> None:
        chosen = [Chosen(db.session.get_one(Post, posts[0]), db.session.get_one(Topic, topic))]
        verb(db.session.get_one(User, moderator), chosen)

    factory.write(lambda: act(lambda actor, chosen: staff.hide(actor, chosen, "Hors sujet")))
    assert told(factory, topic) == 2
    factory.write(lambda: act(staff.restore))
    assert told(factory, topic) == 3


def test_split_and_merged(factory: Factory, topic: int, forum: int) -> None:
    posts, moderator = tell_all(factory, topic, *[Outcome.SOLVED] * 3), factory.moderator()

    def split() -> int:
        chosen = [Chosen(db.session.get_one(Post, posts[0]), db.session.get_one(Topic, topic))]
        new = surgery.NewTopic("Un autre sujet", db.session.get_one(Forum, forum))
        return surgery.split(db.session.get_one(User, moderator), chosen[0].topic, chosen, new).id

    made = factory.write(split)
    assert (told(factory, topic), told(factory, made)) == (2, 1)

    def merge() -> None:
        target, source = db.session.get_one(Topic, topic), db.session.get_one(Topic, made)
        surgery.merge(db.session.get_one(User, moderator), target, [source])

    factory.write(merge)
    assert (told(factory, topic), told(factory, made)) == (3, 0)
