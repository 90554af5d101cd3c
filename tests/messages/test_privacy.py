"""What a member takes along of their private messages, and what is left of them when they have gone."""

import json

from flask import Flask

from forum.accounts.models import Block
from forum.db import db
from forum.messages import queries
from forum.messages.models import Participant
from forum.paths import user as profile
from tests.factories import Factory
from tests.messages.writing import Writing, user
from tests.privacy.test_archive import archive_of, everything
from tests.privacy.test_deletion import EMAIL, NAME, erase_after_its_days, holding, leave
from tests.web.people import with_password


def test_one_takes_along_what_one_wrote_and_nobody_else_s_words(
    app: Flask, factory: Factory, writing: Writing, three: tuple[int, int, int]
) -> None:
    alice, bruno, chloe = three
    here = writing.start(alice, bruno, subject="La permanence", body="Mes **mots**.")
    writing.send(bruno, here, "Les mots de Bruno.")
    gone = writing.start(chloe, alice, subject="Affaire quittée")
    writing.leave(alice, gone)
    writing.block(alice, chloe)
    found = archive_of(app, factory, alice)
    record = json.loads(found.read("messages.json"))
    assert [each["subject"] for each in record["conversations"]] == ["La permanence", ""]
    assert "Mes **mots**." in everything(found)
    assert "Les mots de Bruno." not in everything(found)
    assert "Affaire quittée" not in everything(found)
    assert json.loads(found.read("account.json"))["set_aside"][0]["name"] == "chloe"


def test_nothing_is_left_of_a_name(app: Flask, factory: Factory, writing: Writing) -> None:
    zoe, bob = with_password(factory, NAME, email=EMAIL), factory.user("bob")
    here = writing.start(zoe, bob, body="Ce que j’écris tient.")
    first = factory.read(lambda: queries.page(user(bob), here, how_many=1)).messages[0]
    writing.send(bob, here, f"> [{NAME}]({first.url}) :\n> Ce que j’écris tient.\n\nVoir {profile(NAME)} aussi.")
    alone = writing.start(zoe, bob, body="Seuls.")
    writing.leave(bob, alone)
    writing.block(bob, zoe)
    factory.drain()
    assert holding(app, NAME)
    leave(factory, zoe)
    erase_after_its_days(app)
    factory.drain()
    assert holding(app, NAME, EMAIL, "Zéphyrine", "Orval", "zephyrine") == []
    page = factory.read(lambda: queries.page(user(bob), here, how_many=9))
    assert [each.author.name for each in page.messages] == [f"Membre supprimé {zoe}", "bob"]
    assert "Ce que j’écris tient." in page.messages[0].html
    assert not page.may_answer
    assert factory.read(lambda: db.session.query(Block).count()) == 0
    # nobody was left in the other one
    assert factory.read(lambda: {each.conversation_id for each in db.session.query(Participant)}) == {here}


def test_texts_go_where_that_was_asked_for(app: Flask, factory: Factory, writing: Writing) -> None:
    zoe, bob = with_password(factory, NAME, email=EMAIL), factory.user("bob")
    here = writing.start(zoe, bob, body="Ce que je confie.")
    leave(factory, zoe, texts="y")
    erase_after_its_days(app)
    assert holding(app, "Ce que je confie", "ce que je confie") == []
    page = factory.read(lambda: queries.page(user(bob), here, how_many=9))
    assert "Texte effacé" in page.messages[0].html
