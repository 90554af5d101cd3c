"""From what is written to what is found, through the outbox and the worker's own functions."""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from flask import Flask

from forum.accounts.models import User
from forum.config import Config
from forum.db import db
from forum.moderation import actions as moderation
from forum.moderation.queries import Chosen, posts_for
from forum.outbox import drain
from forum.search import indexing, queries, related
from forum.search.backend import SearchBackend
from forum.search.backends.whoosh import WhooshBackend
from forum.search.query import ForumRef, Query, plain
from forum.topics import actions as topics
from forum.topics.models import Kind, Post, Topic
from tests.factories import Factory, text

T = TypeVar("T")


class Site:
    """A forum with its index."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app = app
        self.factory = Factory(app)
        self.backend: SearchBackend = WhooshBackend(folder)
        self.config: Config = app.extensions["forum"]
        self.inside(lambda: indexing.repair(self.backend, self.config))

    def inside(self, act: Callable[[], T]) -> T:
        with self.app.app_context():
            return act()

    def work(self) -> None:
        with self.app.app_context():
            drain()
            indexing.index_waiting(self.backend, self.config)

    def found(self, words: str | Query, reader_id: int | None = None) -> list[int]:
        query = plain(words) if isinstance(words, str) else words

        def ask() -> list[int]:
            reader = db.session.get(User, reader_id) if reader_id else None
            return [row.topic_id for row in queries.find(self.backend, query, reader).rows]

        return self.inside(ask)


@pytest.fixture
def site(app: Flask, tmp_path: Path) -> Site:
    return Site(app, tmp_path / "search")


def test_written_edited_hidden_and_shown(site: Site) -> None:
    author, staff = site.factory.user(), site.factory.admin()
    topic = site.factory.topic(site.factory.forum(), author, "Question", "Un prestataire introuvable.")
    site.work()
    assert site.found("prestataire") == [topic]
    answer = site.factory.reply(topic, author, "Voyez la cryptographie.")
    site.work()
    assert site.found("cryptographie") == [topic]

    def edit() -> None:
        post = db.session.get_one(Post, answer)
        change = topics.Edit(seen_revision=post.revision)
        topics.edit(db.session.get_one(User, author), post, db.session.get_one(Topic, topic), text("Voyez."), change)

    site.factory.write(edit)
    site.work()
    assert site.found("cryptographie") == []
    first = site.factory.first_post(topic)

    def chosen() -> tuple[User, list[Chosen]]:
        admin = db.session.get_one(User, staff)
        return admin, posts_for([first], admin)

    site.factory.write(lambda: moderation.hide(*chosen(), "Hors sujet"))
    assert site.found("prestataire") == []  # at once: the database is asked too
    site.work()
    assert site.found("prestataire", staff) == []
    site.factory.write(lambda: moderation.restore(*chosen()))
    site.work()
    assert site.found("prestataire") == [topic]


def test_a_forum_closed_to_visitors_hides_at_once(site: Site) -> None:
    author = site.factory.user()
    hidden = site.factory.topic(site.factory.private_forum(), author_id=site.factory.admin(), body="Le mot zorglub.")
    shown = site.factory.topic(site.factory.forum(), author, body="Le mot zorglub aussi.")
    site.work()
    assert site.found("zorglub") == [shown]
    assert set(site.found("zorglub", site.factory.moderator())) == {hidden, shown}


def test_comparing_finds_what_no_event_told(site: Site) -> None:
    author = site.factory.user()
    topic = site.factory.topic(site.factory.forum(), author, body="Des mots ordinaires.")
    site.work()

    def behind_the_back() -> None:
        post = db.session.query(Post).filter_by(topic_id=topic).one()
        post.html, post.revision = "<p>Anticonstitutionnel</p>", post.revision + 1

    site.factory.write(behind_the_back)
    assert site.inside(lambda: indexing.repair(site.backend, site.config)) == 1
    assert site.found("anticonstitutionnel") == [topic]
    assert site.inside(lambda: indexing.repair(site.backend, site.config)) == 0


def test_forums_named_by_a_query(site: Site) -> None:
    author = site.factory.user()
    top = site.factory.forum("Haut")
    below = site.factory.forum("Bas", parent_id=top)
    other = site.factory.forum("Ailleurs")
    made = [site.factory.topic(forum, author, body="zorglub") for forum in (top, below, other)]
    site.work()
    assert set(site.found(Query(forums=(ForumRef("haut"),)))) == {made[0], made[1]}
    assert site.found(Query(forums=(ForumRef("haut", exact=True),))) == [made[0]]


def test_similar_topics_are_kept_and_rights_asked_again(site: Site) -> None:
    author, admin = site.factory.user(), site.factory.admin()
    forum, private = site.factory.forum(), site.factory.private_forum()
    one = site.factory.topic(forum, author, "Résilier un abonnement", "Mon abonnement internet, je veux le résilier.")
    two = site.factory.topic(forum, author, "Abonnement résilié", "Comment résilier cet abonnement internet ?")
    secret = site.factory.topic(private, admin, "Abonnement secret", "Résilier un abonnement internet en secret.")
    site.work()
    one_again = site.factory.reply(one, author, "Résilier ?")
    assert one_again
    site.work()
    visitor = site.inside(lambda: related.related(one, None, site.backend))
    assert two in visitor
    assert secret not in visitor
    assert secret not in site.inside(lambda: related.related("résilier un abonnement internet", None, site.backend))


def test_a_new_topic_is_named_by_those_it_is_like_and_announcements_by_none(site: Site) -> None:
    author, forum = site.factory.user(), site.factory.forum()
    told = "Mon abonnement internet, je veux le résilier."
    old = site.factory.topic(forum, author, "Résilier un abonnement", told)
    news = site.factory.topic(forum, author, "Abonnements : résilier", told)
    site.factory.write(lambda: setattr(db.session.get_one(Topic, news), "kind", Kind.ANNOUNCEMENT))
    site.work()
    new = site.factory.topic(forum, author, "Comment résilier un abonnement ?", told)
    site.work()
    assert site.inside(lambda: related.related(old, None, site.backend)) == [new]
    assert site.inside(lambda: related.related(new, None, site.backend)) == [old]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh leaves a bad file open
def test_a_lost_index_is_made_again(site: Site, tmp_path: Path) -> None:
    topic = site.factory.topic(site.factory.forum(), site.factory.user(), body="zorglub")
    site.work()
    for path in sorted((tmp_path / "search").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    site.inside(lambda: indexing.repair(site.backend, site.config))
    assert site.found("zorglub") == [topic]
    parts = [path for path in (tmp_path / "search").rglob("*") if path.suffix in {".toc", ".trm", ".pst", ".col"}]
    assert parts
    for path in parts:
        path.write_bytes(b"no index at all" * 40)
    site.backend.close()
    site.inside(lambda: indexing.repair(site.backend, site.config))
    assert site.found("zorglub") == [topic]
    assert (tmp_path / "search").stat().st_mode & 0o077 == 0
    gc.collect()  # the bad file is closed here, not in another test
