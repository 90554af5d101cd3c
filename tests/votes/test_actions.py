"""Votes: one each, undoable, own posts excluded; the score is what the rows say, also when many click at once."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.errors import Missing, Refused, TooOften
from forum.topics.models import Post, Topic
from forum.votes import actions
from forum.votes.models import Vote
from tests.factories import Factory

VOTERS = 20


def act(user_id: int, post_id: int, verb: Callable[..., bool], **limits: int) -> bool:
    user, post = db.session.get_one(User, user_id), db.session.get_one(Post, post_id)
    return verb(user, post, db.session.get_one(Topic, post.topic_id), **limits)


def cast(factory: Factory, user_id: int, post_id: int, per_hour: int = 60) -> bool:
    return factory.write(lambda: act(user_id, post_id, actions.cast, per_hour=per_hour))


def withdraw(factory: Factory, user_id: int, post_id: int) -> bool:
    return factory.write(lambda: act(user_id, post_id, actions.withdraw))


def standing(factory: Factory, post_id: int) -> tuple[int, int]:
    """The score kept and the rows counted."""
    rows = sa.select(sa.func.count()).select_from(Vote).where(Vote.post_id == post_id)
    return factory.get(Post, post_id).score, factory.read(lambda: db.session.scalar(rows)) or 0


@pytest.fixture
def post_id(factory: Factory) -> int:
    return factory.first_post(factory.topic(factory.forum(), factory.user("autrice")))


def test_one_vote_each_and_undoable(factory: Factory, post_id: int) -> None:
    member = factory.user()
    assert [cast(factory, member, post_id), cast(factory, member, post_id)] == [True, False]
    assert standing(factory, post_id) == (1, 1)
    assert [withdraw(factory, member, post_id), withdraw(factory, member, post_id)] == [True, False]
    assert standing(factory, post_id) == (0, 0)


def test_not_for_one_s_own_words(factory: Factory, post_id: int) -> None:
    with pytest.raises(Refused):
        cast(factory, factory.get(Post, post_id).author_id, post_id)


def test_a_hidden_post_is_missing(factory: Factory) -> None:
    post_id = factory.first_post(factory.topic(factory.private_forum(), factory.admin()))
    with pytest.raises(Missing):
        cast(factory, factory.user(), post_id)


def test_so_many_an_hour(factory: Factory) -> None:
    author, member, forum_id = factory.user(), factory.user(), factory.forum()
    posts = [factory.first_post(factory.topic(forum_id, author, f"Sujet {n}")) for n in range(3)]
    assert all(cast(factory, member, each, per_hour=2) for each in posts[:2])
    with pytest.raises(TooOften) as refused:
        cast(factory, member, posts[2], per_hour=2)
    assert 0 < refused.value.retry_after <= 3600


@pytest.mark.parametrize("each_own", [True, False], ids=["twenty members", "one member twenty times"])
def test_twenty_at_once(factory: Factory, post_id: int, each_own: bool) -> None:
    voters = [factory.user() for _ in range(VOTERS)] if each_own else [factory.user()] * VOTERS
    start, got = Barrier(VOTERS), []

    def run(user_id: int) -> None:
        start.wait()
        got.append(cast(factory, user_id, post_id))

    threads = [Thread(target=run, args=(each,)) for each in voters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = len(set(voters))
    assert (len(got), sum(got)) == (VOTERS, expected)
    assert standing(factory, post_id) == (expected, expected)
