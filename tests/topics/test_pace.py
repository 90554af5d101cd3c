"""How often one account may write: told in seconds, held against races, on both databases."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from forum import clock
from forum.accounts.models import User
from forum.db import db
from forum.errors import TooOften
from forum.taxonomy.models import Forum
from forum.topics import actions
from forum.topics.actions import Sent, TopicDraft
from forum.topics.models import Post, Topic
from forum.topics.pace import Pace
from tests.factories import Factory, text
from tests.topics.racing import THREADS, at_once

PACE = Pace(
    post_seconds=5,
    posts_per_hour=30,
    topic_seconds=15,
    newcomer_posts=5,
    newcomer_post_seconds=30,
    newcomer_posts_per_day=10,
    newcomer_topic_seconds=120,
    newcomer_topics_per_day=5,
)


@pytest.fixture
def forum_id(factory: Factory) -> int:
    return factory.forum()


@pytest.fixture
def topic_id(factory: Factory, forum_id: int) -> int:
    return factory.topic(forum_id, factory.user("autrice"))


@pytest.mark.parametrize(
    ("posts", "ages", "opening", "wait"),
    [
        (9, [], False, 0),
        (9, [2], False, 3),
        (9, [6], False, 0),
        (9, [10 + 60 * number for number in range(30)], False, 3600 - 29 * 60 - 10),
        (9, [10 + 60 * number for number in range(29)], False, 0),
        (2, [10], False, 20),
        (2, [100 * number + 40 for number in range(10)], False, 86_400 - 940),
        (9, [10], True, 0),  # a reply does not delay a topic beyond five seconds
    ],
)
def test_the_pace_of_one_account(
    factory: Factory, topic_id: int, forum_id: int, posts: int, ages: list[int], opening: bool, wait: int
) -> None:
    writer, moment = factory.user("pressée", posts=posts), clock.now()
    write_earlier(factory, writer, topic_id, moment, ages)

    def act(sent: Sent) -> Post:
        return open_topic(writer, forum_id, "Un sujet neuf", sent) if opening else reply(writer, topic_id, sent)

    assert waited(factory, act, moment) == wait


@pytest.mark.parametrize(("posts", "age", "wait"), [(9, 10, 5), (9, 15, 0), (2, 100, 20)])
def test_the_pace_of_topics(factory: Factory, forum_id: int, posts: int, age: int, wait: int) -> None:
    writer, moment = factory.user("pressée", posts=posts), clock.now()
    with clock.set_to(moment - timedelta(seconds=age)):
        factory.write(lambda: open_topic(writer, forum_id, "Premier sujet", Sent(key="premier")))
    factory.write(lambda: setattr(db.session.get_one(User, writer), "post_count", posts))
    assert waited(factory, lambda sent: open_topic(writer, forum_id, "Deuxième sujet", sent), moment) == wait


def test_staff_are_not_counted(factory: Factory, topic_id: int) -> None:
    moderator = factory.moderator()
    for number in range(3):
        factory.write(lambda number=number: reply(moderator, topic_id, Sent(key=f"k{number}", pace=PACE)))


def test_the_pace_is_not_outrun(factory: Factory, topic_id: int) -> None:
    author = factory.user("pressée", posts=9)

    def act(number: int) -> int:
        return factory.write(lambda: reply(author, topic_id, Sent(key=f"k{number}", pace=PACE)).id)

    made = at_once(act)
    assert [type(each) for each in made if not isinstance(each, int)] == [TooOften] * (THREADS - 1)


def open_topic(author: int, forum_id: int, title: str, sent: Sent) -> Post:
    user, forum = db.session.get_one(User, author), db.session.get_one(Forum, forum_id)
    return actions.open_topic(user, forum, TopicDraft(title), text("Un texte."), sent)


def reply(author: int, topic_id: int, sent: Sent) -> Post:
    user, topic = db.session.get_one(User, author), db.session.get_one(Topic, topic_id)
    return actions.reply(user, topic, text("Une réponse."), sent)


def write_earlier(factory: Factory, writer: int, topic_id: int, moment: datetime, ages: list[int]) -> None:
    """Posts of the writer's, so many seconds ago; their number of posts stays what it was."""
    posts = factory.get(User, writer).post_count

    def write() -> None:
        for age in ages:
            with clock.set_to(moment - timedelta(seconds=age)):
                reply(writer, topic_id, Sent(key=f"age-{age}"))
        db.session.get_one(User, writer).post_count = posts

    factory.write(write)


def waited(factory: Factory, act: Callable[[Sent], Post], moment: datetime) -> int:
    """How long the writer is told to wait, in seconds; 0 when the act is done."""
    try:
        with clock.set_to(moment):
            factory.write(lambda: act(Sent(key="now", pace=PACE)))
    except TooOften as error:
        return error.retry_after
    return 0
