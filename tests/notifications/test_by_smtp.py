"""Being told by mail, through a real mail server: one mail, in its thread, once, and late rather than never."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from forum import clock, outbox
from forum.accounts.models import User
from forum.db import db
from forum.notifications.digests import ask_for_digests
from forum.topics.models import Level, Topic
from forum.topics.watching import watch
from forum.web.mail import mailer_for
from tests.factories import Factory
from tests.mailbox import Letter
from tests.smtp import MailServer

PARIS = "Europe/Paris"


@pytest.fixture
def server(factory: Factory) -> Iterator[MailServer]:
    """A mail server that the site sends to."""
    with MailServer() as running:
        before = factory.app.extensions["mailer"]
        factory.app.extensions["mailer"] = mailer_for(running.url)
        yield running
        factory.app.extensions["mailer"] = before


def work(factory: Factory, at: datetime) -> None:
    """What the worker does at a moment."""
    with clock.set_to(at):
        factory.write(lambda: ask_for_digests(clock.now(), PARIS))
        factory.drain()


def watched(factory: Factory, **watcher: object) -> tuple[int, int, int]:
    """A topic, somebody who follows it, and somebody who will write there."""
    topic = factory.topic(factory.forum(), factory.user("autrice"), "Mes mots de passe")
    factory.drain()
    reader = factory.user("veilleuse", **watcher)
    factory.write(lambda: watch(db.session.get_one(User, reader), "topic", str(topic), Level.WATCHING))
    work(factory, clock.now() + timedelta(hours=1))
    return topic, reader, factory.user("plume")


def to_reader(server: MailServer) -> list[Letter]:
    return [letter for letter in server.letters() if letter.to == "veilleuse@example.org"]


def test_a_watcher_receives_one_mail_with_the_right_headers(factory: Factory, server: MailServer) -> None:
    topic, reader, writer = watched(factory)
    first = factory.reply(topic, writer, "Une première réponse.")
    factory.drain()
    for minutes in (10, 20, 90):
        work(factory, clock.now() + timedelta(minutes=minutes))
    factory.reply(topic, writer, "Une seconde réponse.")
    factory.drain()
    work(factory, clock.now() + timedelta(minutes=100))
    one, two = to_reader(server)
    root = f"<topic-{topic}.{reader}@localhost>"
    for letter in (one, two):
        assert letter.message["References"] == letter.message["In-Reply-To"] == root
        assert letter.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert re.fullmatch(r"<http://localhost/unsubscribe/[\w.~-]+>", str(letter.message["List-Unsubscribe"]).strip())
        assert letter.message["Auto-Submitted"] == "auto-generated"
        assert letter.message.get_content_type() == "multipart/alternative"
    assert one.message["Message-ID"] != two.message["Message-ID"]
    assert f"/p/{first}" in one.text
    assert "Une première réponse." in one.text
    assert "Une première réponse." in one.html


def test_a_day_without_mail_server_delays_and_loses_nothing(factory: Factory, server: MailServer) -> None:
    topic, _, writer = watched(factory)
    server.stop()
    moment = clock.now()
    factory.reply(topic, writer)
    for minutes in range(0, 24 * 60, 30):
        work(factory, moment + timedelta(minutes=minutes))
    assert factory.read(outbox.state).given_up == 0
    server.start()
    work(factory, moment + timedelta(hours=24, minutes=31))
    work(factory, moment + timedelta(hours=48))
    assert len(to_reader(server)) == 1


def test_what_became_private_while_the_server_was_down_is_not_sent(factory: Factory, server: MailServer) -> None:
    topic, _, writer = watched(factory)
    factory.reply(topic, writer)
    server.stop()
    work(factory, clock.now() + timedelta(minutes=5))
    server.start()
    private = factory.private_forum()
    factory.write(lambda: db.session.execute(sa.update(Topic).values(forum_id=private)))
    work(factory, clock.now() + timedelta(hours=3))
    assert to_reader(server) == []


@pytest.mark.parametrize("changes_on", ["2027-03-28", "2027-10-31"])
def test_the_days_of_23_and_25_hours_have_one_digest_each(
    factory: Factory, server: MailServer, changes_on: str
) -> None:
    topic, _, writer = watched(factory, mail_wishes={"watched": "daily"}, timezone=PARIS)
    begin = datetime.fromisoformat(f"{changes_on}T00:00").replace(tzinfo=ZoneInfo(PARIS)) - timedelta(days=1)
    for hour in range(72):
        moment = begin.astimezone(ZoneInfo("UTC")) + timedelta(hours=hour)
        if hour % 24 == 1:
            with clock.set_to(moment):
                factory.reply(topic, writer)
        work(factory, moment)
    assert len(to_reader(server)) == 3


def test_a_digest_holds_what_was_not_read_and_is_sent_once(factory: Factory, server: MailServer) -> None:
    topic, reader, writer = watched(factory, mail_wishes={"watched": "weekly"}, timezone=PARIS)
    for _ in range(3):
        factory.reply(topic, writer)
    factory.drain()
    morning = (clock.now() + timedelta(days=1)).replace(hour=9)
    for days in range(8):
        work(factory, morning + timedelta(days=days))
    (letter,) = to_reader(server)
    assert "Mes mots de passe" in letter.text
    assert letter.message["List-Unsubscribe"] is not None
    wishes = factory.get(User, reader).mail_wishes
    assert wishes["watched"] == "weekly"
