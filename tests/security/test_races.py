"""Many at once: nothing is made twice, nothing lost, counters tell the truth, and nobody is told that it is locked."""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from forum import checking
from forum.accounts.models import ADMINISTRATORS, User, group_members
from forum.db import db
from forum.topics import actions as topics
from forum.topics.actions import Sent
from forum.topics.models import Post, PostRevision, Topic
from tests.browsing import Browser, Page
from tests.factories import Factory, text

T = TypeVar("T")
pytestmark = pytest.mark.slow


def together(acts: Sequence[Callable[[], T]]) -> list[T | BaseException]:
    """What each returned or raised, all having begun at the same moment."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number: int) -> None:
        barrier.wait()
        try:
            results[number] = acts[number]()
        except BaseException as error:  # noqa: BLE001  # handed to the test, which shows it
            results[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def topic_id(factory: Factory) -> int:
    return factory.topic(factory.forum("Contrats"), factory.user("bruno", posts=0), "Mots de passe retenus")


def test_a_form_sent_twenty_times_at_once_makes_one_post(factory: Factory, topic_id: int) -> None:
    alice = factory.user("alice", posts=0)
    fields = factory.browser(alice).get(f"/t/{topic_id}/reply").form("/reply").fields
    browsers = [factory.browser(alice) for _ in range(20)]
    tokens = [browser.token() for browser in browsers]

    def send(browser: Browser, token: str) -> Page:
        data = {**fields, "csrf_token": token, "body": "Une seule fois.", "do": "post"}
        return browser.send("post", f"/t/{topic_id}/reply", data, follow=False)

    answers = together([partial(send, *each) for each in zip(browsers, tokens, strict=True)])
    assert [getattr(each, "status", each) for each in answers] == [303] * 20
    assert len({each.headers["Location"] for each in answers if isinstance(each, Page)}) == 1
    assert _positions(factory, topic_id) == [1, 2]
    _assert_sound(factory)


def test_twenty_who_reply_at_once_stand_one_after_the_other(factory: Factory, topic_id: int) -> None:
    writers = [factory.user(f"membre-{number}", posts=0) for number in range(20)]
    answers = together([partial(_reply, factory, topic_id, writer) for writer in writers])
    assert [each for each in answers if isinstance(each, BaseException)] == []
    assert _positions(factory, topic_id) == list(range(1, 22))
    topic = factory.get(Topic, topic_id)
    assert (topic.reply_count, topic.post_total) == (20, 21)
    _assert_sound(factory)


def test_of_two_editors_one_is_shown_the_others_text(factory: Factory, topic_id: int) -> None:
    editors = [factory.browser(factory.moderator(name)) for name in ("marie", "nadia", "olga")]
    post = factory.first_post(topic_id)
    forms = [browser.get(f"/p/{post}/edit").form("/edit") for browser in editors]

    def save(number: int) -> Page:
        return forms[number].submit(button=("do", "post"), body=f"Texte {number}.", follow=False)

    answers = together([partial(save, number) for number in range(3)])
    assert sorted(getattr(each, "status", each) for each in answers) == [303, 409, 409]
    assert factory.get(Post, post).revision == 2
    assert factory.read(lambda: db.session.query(PostRevision).filter_by(post_id=post).count()) == 1


def test_the_last_administrator_cannot_be_raced_away(factory: Factory) -> None:
    """Each of four takes the next one out of the group: one at least stays."""
    people = [factory.admin(f"ada-{number}") for number in range(4)]
    browsers = [factory.browser(each) for each in people]
    tokens = [browser.token() for browser in browsers]

    def take_out(number: int) -> int:
        target = people[(number + 1) % 4]
        address = f"/admin/groups/{ADMINISTRATORS}/members/{target}/remove"
        return browsers[number].send("post", address, {"csrf_token": tokens[number]}, follow=False).status

    answers = together([partial(take_out, number) for number in range(4)])
    assert all(each in {303, 403, 409, 422} for each in answers), answers
    assert len(_administrators(factory)) >= 1


def test_writers_and_readers_never_hear_of_a_lock(factory: Factory) -> None:
    """Eight write twenty posts each while others read: all are kept, no page fails."""
    forum = factory.forum("Contrats")
    threads = [factory.topic(forum, factory.user(posts=0), f"Sujet numéro {number}") for number in range(4)]
    writers, done = [factory.user(posts=0) for _ in range(8)], threading.Event()
    ready = text("Un message parmi d’autres.")

    def write(number: int) -> int:
        for turn in range(20):
            _reply(factory, threads[(number + turn) % 4], writers[number], ready)
        return 20

    def read(address: str) -> int:
        browser, count = factory.browser(), 0
        while not done.is_set():
            assert browser.get(address).status == 200
            count += 1
        return count

    failures: list[BaseException] = []
    acts = [partial(read, address) for address in ("/", "/lists/active")]
    readers = [threading.Thread(target=_noting(failures, act)) for act in acts]
    for reader in readers:
        reader.start()
    answers = together([partial(write, number) for number in range(8)])
    done.set()
    for reader in readers:
        reader.join()
    assert answers == [20] * 8
    assert failures == []
    assert sum(len(_positions(factory, each)) for each in threads) == 4 + 160
    _assert_sound(factory)


def _noting(failures: list[BaseException], act: Callable[[], Any]) -> Callable[[], None]:
    def run() -> None:
        try:
            act()
        except (AssertionError, SQLAlchemyError) as error:
            failures.append(error)

    return run


def _reply(factory: Factory, topic_id: int, author_id: int, ready: topics.Text | None = None) -> int:
    def make() -> int:
        author, topic = db.session.get_one(User, author_id), db.session.get_one(Topic, topic_id)
        return topics.reply(author, topic, ready or text("Une réponse."), Sent()).id

    return factory.write(make)


def _positions(factory: Factory, topic_id: int) -> list[int]:
    found = sa.select(Post.position).where(Post.topic_id == topic_id).order_by(Post.position)
    return factory.read(lambda: list(db.session.scalars(found)))


def _administrators(factory: Factory) -> list[int]:
    held = sa.select(group_members.c.user_id).where(group_members.c.group_id == ADMINISTRATORS)
    return factory.read(lambda: list(db.session.scalars(held)))


def _assert_sound(factory: Factory) -> None:
    """`flask forum check` finds nothing."""
    config = factory.app.extensions["forum"]
    assert factory.read(lambda: [str(finding) for finding in checking.findings(config)]) == []
