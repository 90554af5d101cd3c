"""A real worker: what is written is found within two seconds, what is edited, moved, hidden or deleted is no more."""

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from forum.accounts.models import User
from forum.db import db
from forum.moderation import actions as moderation
from forum.moderation import surgery
from forum.moderation.queries import posts_for
from forum.search.backend import EngineDown, Scope, SearchBackend
from forum.search.query import plain
from forum.taxonomy.models import Forum
from forum.topics import actions as topics
from forum.topics.models import Post, Topic
from tests.factories import text
from tests.security.test_kills import Place

pytestmark = pytest.mark.slow
_PROMISED = 2.0


class Watched:
    """A site with its worker running, and what its index says of everything, whoever may read it."""

    def __init__(self, place: Place, forums: tuple[int, ...]) -> None:
        self.place, self.factory = place, place.factory
        self.scope = Scope(frozenset(forums))
        self.backend: SearchBackend = place.app.extensions["search"]

    def found(self, word: str, scope: Scope | None = None) -> bool:
        try:
            return self.backend.search(plain(word), scope or self.scope).total > 0
        except EngineDown:
            return False

    def seconds_until(self, holds: Callable[[], bool]) -> float:
        started = time.monotonic()
        while not holds():
            assert time.monotonic() < started + 30, "it took far too long"
            time.sleep(0.05)
        return time.monotonic() - started


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def worker(place: Place) -> Iterator["subprocess.Popen[bytes]"]:
    with place.running("worker") as process:
        yield process


def test_writing_editing_moving_hiding_and_deleting(place: Place, worker: "subprocess.Popen[bytes]") -> None:
    factory = place.factory
    author, staff = factory.user("plume"), factory.admin()
    here, there = factory.forum("Ici"), factory.forum("Là")
    site = Watched(place, (here, there))
    site.seconds_until(lambda: site.backend.status().ready)
    took = {}
    topic = factory.topic(here, author, "Un litige", "Le zorglub.")
    took["written"] = site.seconds_until(lambda: site.found("zorglub"))
    reply, other = factory.reply(topic, author, "Un palimpseste."), factory.reply(topic, author, "Un cryptogramme.")
    took["answered"] = site.seconds_until(lambda: site.found("cryptogramme"))
    factory.write(lambda: _edit(author, reply))
    took["edited"] = site.seconds_until(lambda: not site.found("palimpseste"))
    factory.write(lambda: topics.delete_own(*_own(author, other)))
    took["deleted"] = site.seconds_until(lambda: not site.found("cryptogramme"))
    factory.write(lambda: _move(staff, topic, there))
    took["moved"] = site.seconds_until(lambda: not site.found("zorglub", Scope(frozenset({here}))))
    assert site.found("zorglub")
    first = factory.first_post(topic)
    factory.write(lambda: _hide(staff, first))
    took["hidden"] = site.seconds_until(lambda: not site.found("zorglub"))
    assert max(took.values()) < _PROMISED, took


def _own(author_id: int, post_id: int) -> tuple[User, Post, Topic]:
    post = db.session.get_one(Post, post_id)
    return db.session.get_one(User, author_id), post, db.session.get_one(Topic, post.topic_id)


def _edit(author_id: int, post_id: int) -> None:
    author, post, topic = _own(author_id, post_id)
    topics.edit(author, post, topic, text("Rien."), topics.Edit(seen_revision=post.revision))


def _move(staff_id: int, topic_id: int, forum_id: int) -> None:
    chosen = [db.session.get_one(Topic, topic_id)]
    surgery.move(db.session.get_one(User, staff_id), chosen, db.session.get_one(Forum, forum_id))


def _hide(staff_id: int, post_id: int) -> None:
    moderator = db.session.get_one(User, staff_id)
    moderation.hide(moderator, posts_for([post_id], moderator), "Hors sujet")
