"""Leaving: nothing with the name or the address is left, in any table, in the index or among the files."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

import forum
from forum import clock, outbox, paths
from forum.accounts.models import ADMINISTRATORS, User
from forum.accounts.names import email_key
from forum.db import db
from forum.markup import RenderContext, render
from forum.moderation import actions as moderation
from forum.moderation import members
from forum.moderation.queries import Chosen
from forum.outbox import Event
from forum.privacy.erasing import erase_due
from forum.privacy.slices import forgets
from forum.search import indexing
from forum.topics import actions as topics
from forum.topics.actions import Sent
from forum.topics.models import Contribution, Post, Topic
from forum.topics.texts import called_in, names_of, stored_text
from tests.browsing import Page
from tests.factories import Factory
from tests.mailbox import Mailbox
from tests.web.people import PASSWORD, is_signed_in, sign_in, with_password

NAME = "Zéphyrine d'Orval"
EMAIL = "zephyrine.orval@example.org"


def everything(app: Flask) -> Iterator[tuple[str, str]]:
    """Every text of every table, and every file of the site but its mails and backups."""
    with app.app_context():
        for table in db.metadata.sorted_tables:
            for row in db.session.execute(sa.select(table)):
                yield table.name, repr(tuple(row))
    config = app.extensions["forum"]
    for folder in (config.search_dir, config.uploads_dir):
        for file in folder.rglob("*"):
            if file.is_file():
                yield str(file), file.read_bytes().decode("utf-8", "replace")


def holding(app: Flask, *words: str) -> list[tuple[str, str]]:
    return [
        (where, text) for where, text in everything(app) if any(word.casefold() in text.casefold() for word in words)
    ]


def reply(factory: Factory, topic_id: int, author_id: int, body: str) -> int:
    """A reply as the site takes it: the members it calls looked up."""

    def make() -> int:
        called = called_in(body)
        done = render(body, context=RenderContext(written_on=clock.now().date(), known_names=names_of(called)))
        author, topic = db.session.get_one(User, author_id), db.session.get_one(Topic, topic_id)
        return topics.reply(author, topic, stored_text(body, done, called), Sent(address="192.0.2.7")).id

    return factory.write(make)


def leave(factory: Factory, user_id: int, current: str = PASSWORD, **fields: object) -> Page:
    form = factory.browser(user_id).get(paths.SETTINGS_PRIVACY).form(paths.SETTINGS_DELETION)
    return form.submit(follow=False, current=current, **fields)


def erase_after_its_days(app: Flask) -> int:
    with app.app_context():
        moment = clock.now() + timedelta(days=app.extensions["forum"].deletion_days, minutes=1)
        return erase_due(moment)


@pytest.fixture
def world(factory: Factory) -> dict[str, int]:
    """Zéphyrine wrote, voted, was quoted, called, warned and renamed in the log."""
    zoe = with_password(factory, NAME, email=EMAIL, place="Orval-sur-Seine", bio="Je suis Zéphyrine d'Orval.")
    bob, modo = factory.user("bob"), factory.moderator()
    topic = factory.topic(factory.forum(), bob)
    own = reply(factory, topic, zoe, "Ce que j’écris tient.")
    quoting = reply(factory, topic, bob, f"> [{NAME}](/p/{own}) :\n> Ce que j’écris tient.\n\nMerci @[{NAME}] !")

    def staff() -> None:
        moderator, member = db.session.get_one(User, modo), db.session.get_one(User, zoe)
        members.warn(moderator, member, f"Du calme, {NAME}.")
        chosen = Chosen(topic=db.session.get_one(Topic, topic), post=db.session.get_one(Post, quoting))
        moderation.hide(moderator, [chosen], f"Attaque {NAME} ({EMAIL}).")
        outbox.publish(Event.REGISTRATION_REPEATED, user_id=bob, key=NAME)
        outbox.publish(Event.RESET_ASKED, address=EMAIL, key="x")

    def restore() -> None:
        chosen = Chosen(topic=db.session.get_one(Topic, topic), post=db.session.get_one(Post, quoting))
        moderation.restore(db.session.get_one(User, modo), [chosen])

    factory.write(staff)
    factory.write(restore)
    return {"zoe": zoe, "bob": bob, "topic": topic, "own": own, "quoting": quoting}


def test_nothing_is_left(app: Flask, factory: Factory, world: dict[str, int]) -> None:
    engine = app.extensions["search"]
    with app.app_context():
        indexing.rebuild(engine, app.extensions["forum"])
    assert holding(app, NAME, EMAIL)
    assert leave(factory, world["zoe"]).location == paths.BOARD
    assert erase_after_its_days(app) == 1
    with app.app_context():
        indexing.rebuild(engine, app.extensions["forum"])
    assert holding(app, NAME, EMAIL, "Zéphyrine", "Z\\u00e9phyrine", "Orval", email_key(EMAIL)) == []
    page = factory.browser().get(paths.topic(world["topic"], "un-sujet"))
    assert "Ce que j’écris tient." in page.words()
    assert "Membre supprimé" in page.words()
    assert factory.browser().get(paths.user(NAME)).status == 404
    traces = sa.select(Contribution).where(Contribution.user_id == world["zoe"])
    assert factory.read(lambda: len(db.session.scalars(traces).all())) == 1  # the law asks for it


def test_nor_in_the_bytes_of_the_database(sqlite_app: Flask) -> None:
    factory = Factory(sqlite_app)
    zoe = with_password(factory, NAME, email=EMAIL)
    topic = factory.topic(factory.forum(), factory.user("bob"))
    reply(factory, topic, zoe, "Ce que j’écris s’en va.")
    reply(factory, topic, zoe, "Long.\n\n" * 1200 + "Ce que j’écris s’en va.")  # over several pages
    leave(factory, zoe, texts="y")

    def held() -> list[str]:
        folder = sqlite_app.extensions["forum"].data_dir
        said = (NAME.encode(), EMAIL.encode(), "s’en va".encode())
        return [file.name for file in folder.glob("forum.db*") if any(word in file.read_bytes() for word in said)]

    assert held()
    assert erase_after_its_days(sqlite_app) == 1
    assert held() == []


def test_texts_go_if_that_was_asked_for(app: Flask, factory: Factory, world: dict[str, int]) -> None:
    lonely = factory.topic(factory.forum("Ailleurs"), world["zoe"], title="Mon licenciement", body="Tout dire.")
    leave(factory, world["zoe"], texts="y")
    erase_after_its_days(app)
    assert holding(app, "Mon licenciement", "mon-licenciement", "Tout dire.") == []
    assert factory.get(Topic, lonely).title == "Sujet effacé"
    assert "Texte effacé" in factory.get(Post, world["own"]).html


def test_nothing_goes_before_its_day_and_the_worker_does_it_once(
    app: Flask, factory: Factory, world: dict[str, int]
) -> None:
    leave(factory, world["zoe"])
    with app.app_context():
        assert erase_due(clock.now()) == 0
    assert factory.get(User, world["zoe"]).name == NAME
    assert (erase_after_its_days(app), erase_after_its_days(app)) == (1, 0)


def test_signing_in_keeps_the_account(app: Flask, factory: Factory) -> None:
    alice = with_password(factory)
    here = factory.browser(alice)
    leave(factory, alice)
    assert not is_signed_in(here)
    browser = factory.browser()
    sign_in(browser)
    assert is_signed_in(browser)
    assert erase_after_its_days(app) == 0


def test_so_does_the_mailed_link_once(app: Flask, factory: Factory) -> None:
    alice, box = with_password(factory), Mailbox(app)
    leave(factory, alice)
    link = box.only().link("/keep/")
    form = factory.browser().get(link).form(link)
    assert form.submit(follow=False).location == paths.LOGIN
    assert form.submit().status == 410
    assert "conservé" in box.only().subject
    assert erase_after_its_days(app) == 0


def test_the_password_is_asked_for_and_administrators_stay(factory: Factory) -> None:
    alice, ada = with_password(factory), with_password(factory, "ada", groups=(ADMINISTRATORS,))
    assert leave(factory, alice, current="not this one").status == 422
    assert leave(factory, ada).status == 422


def test_every_slice_that_can_forget_is_asked_to() -> None:
    root = Path(forum.__file__).parent
    able = {file.parent.name for file in root.glob("*/privacy.py") if "\ndef forget(" in file.read_text()} | {"topics"}
    assert able == {forget.__module__.split(".")[1] for forget in forgets()}
