"""Notices: told once, for the strongest reason; what may no longer be read is neither shown nor mailed."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from forum import clock
from forum.accounts.models import User
from forum.db import db
from forum.notifications import privacy
from forum.notifications.digests import ask_for_digests
from forum.notifications.inbox import see
from forum.notifications.models import Notice
from forum.notifications.queries import notices_of
from forum.topics.models import Level, Post
from forum.topics.watching import watch
from tests.factories import Factory
from tests.mailbox import Mailbox


@pytest.fixture
def letters(factory: Factory) -> Mailbox:
    return Mailbox(factory.app)


def told(factory: Factory) -> list[tuple[int, str]]:
    rows = sa.select(Notice.user_id, Notice.kind).order_by(Notice.id)
    return factory.read(lambda: [tuple(row) for row in db.session.execute(rows)])


def follow(factory: Factory, user_id: int, kind: str, target: int, level: Level = Level.WATCHING) -> None:
    factory.write(lambda: watch(db.session.get_one(User, user_id), kind, str(target), level))


def later(factory: Factory, seconds: int) -> None:
    """Let the worker work, that many seconds from now."""
    with clock.set_to(clock.now() + timedelta(seconds=seconds)):
        factory.drain()


def test_each_is_told_once_for_the_strongest_reason(factory: Factory) -> None:
    author, watcher, writer, muted = (factory.user(name) for name in ("autrice", "veilleur", "plume", "sourde"))
    here = factory.forum()
    topic = factory.topic(here, author)
    follow(factory, watcher, "topic", topic)
    follow(factory, watcher, "forum", here)
    follow(factory, muted, "topic", topic, Level.MUTED)
    follow(factory, muted, "forum", here)
    factory.drain()
    before = len(told(factory))
    factory.reply(topic, writer)
    factory.drain()
    assert sorted(told(factory)[before:]) == sorted([(author, "reply"), (watcher, "watched")])
    assert factory.get(User, author).unread_notices == 1


def test_who_hears_by_a_text_they_follow_is_told_which(factory: Factory, letters: Mailbox) -> None:
    reader, both, here = factory.user("lectrice"), factory.user("veilleur"), factory.forum()
    factory.write(lambda: watch(db.session.get_one(User, reader), "law", "code-civil/1240", Level.WATCHING))
    factory.write(lambda: watch(db.session.get_one(User, both), "law", "code-civil", Level.WATCHING))
    follow(factory, both, "forum", here)
    factory.topic(here, factory.user("alice"), "Une faute", "L’article 1240 du code civil le dit.")
    later(factory, 0)
    later(factory, 600)
    [letter] = [letter for letter in letters.collect() if letter.to.startswith("lectrice")]
    assert "C. civ., art. 1240" in letter.text
    told = "alice écrit dans « Une faute », pour un texte que vous suivez : C. civ., art. 1240"
    plain = {person: factory.browser(person).get("/notifications").words() for person in (reader, both)}
    assert told in plain[reader].replace("\u202f", " ").replace("\u00a0", " ")
    assert "pour un texte" not in plain[both]


def test_reading_counts_anew(factory: Factory) -> None:
    author = factory.user("autrice")
    topic = factory.topic(factory.forum(), author)
    factory.reply(topic, factory.user())
    factory.drain()
    assert factory.get(User, author).unread_notices == 1
    factory.write(lambda: see(author))
    assert factory.get(User, author).unread_notices == 0


def test_a_hidden_post_leaves_the_list_and_is_not_mailed(factory: Factory, letters: Mailbox) -> None:
    author = factory.user("autrice")
    reply = factory.reply(factory.topic(factory.forum(), author), factory.user())
    factory.drain()

    def hide() -> None:
        db.session.get_one(Post, reply).state = "deleted"

    factory.write(hide)
    later(factory, 600)
    rows = factory.read(lambda: notices_of(db.session.get_one(User, author), before=None, how_many=10)[0])
    assert (rows, letters.collect()) == ([], [])


def test_one_mail_in_its_thread_and_unsubscribed_by_one_click(factory: Factory, letters: Mailbox) -> None:
    author = factory.user("autrice")
    topic = factory.topic(factory.forum(), author)
    reply = factory.reply(topic, factory.user("plume"))
    later(factory, 0)
    later(factory, 600)
    later(factory, 1200)
    (letter,) = letters.collect()
    headers = letter.message
    assert headers["References"] == headers["In-Reply-To"] == f"<topic-{topic}.{author}@localhost>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"/p/{reply}" in letter.text
    assert f"/p/{reply}" in letter.html
    link = str(headers["List-Unsubscribe"]).strip("<>").partition("localhost")[2]
    path = link[link.index("/") :]
    answer = factory.app.test_client().post(path, data={"List-Unsubscribe": "One-Click"}, headers={"Origin": "null"})
    assert answer.status_code == 200
    assert factory.get(User, author).mail_wishes["replies"] == "never"
    factory.reply(topic, factory.user())
    later(factory, 0)
    later(factory, 600)
    assert letters.collect() == []


def test_a_digest_once_a_day(factory: Factory, letters: Mailbox) -> None:
    author = factory.user("autrice", mail_wishes={"replies": "daily"}, timezone="Europe/Paris")
    factory.reply(factory.topic(factory.forum(), author), factory.user())
    factory.drain()
    morning = (clock.now() + timedelta(days=1)).replace(hour=9)
    for hours in (0, 1):
        with clock.set_to(morning + timedelta(hours=hours)):
            factory.write(lambda: ask_for_digests(clock.now(), "Europe/Paris"))
            factory.drain()
    assert len(letters.collect()) == 1


def test_the_download_tells_it_and_forgetting_leaves_nothing(factory: Factory) -> None:
    author = factory.user("autrice")
    topic = factory.topic(factory.forum(), author)
    follow(factory, author, "topic", topic)
    factory.reply(topic, factory.user())
    factory.drain()
    record, files = factory.read(lambda: privacy.export(db.session.get_one(User, author)))
    assert "'topic'" in str(record["followed"])
    assert "'reply'" in str(record["told"])
    assert files == []
    factory.write(lambda: privacy.forget(db.session.get_one(User, author)))
    assert factory.read(lambda: privacy.export(db.session.get_one(User, author))) == ({}, [])
    assert factory.get(User, author).unread_notices == 0
