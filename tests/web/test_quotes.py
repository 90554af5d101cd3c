"""Quoting several posts and a passage of one, without script and as the script asks; what arrived meanwhile."""

import json

import pytest

from forum.db import db
from forum.topics.models import Post
from tests.browsing import Browser
from tests.counting import statements
from tests.factories import Factory


@pytest.fixture
def talk(factory: Factory) -> dict[str, int]:
    bruno = factory.user("bruno")
    topic = factory.topic(factory.forum("Contrats"), bruno, "Accès retenus", "Mon prestataire **refuse** tout.")
    first = factory.first_post(topic)
    return {"topic": topic, "first": first, "second": factory.reply(topic, factory.user("chloe"), "Depuis quand ?")}


@pytest.fixture
def alice(factory: Factory) -> Browser:
    return factory.browser(factory.user("alice"))


def body(browser: Browser, address: str) -> str:
    return str(browser.get(address).form("/reply").fields["body"])


def test_several_in_the_order_of_the_address(talk: dict[str, int], alice: Browser) -> None:
    first, second = talk["first"], talk["second"]
    text = body(alice, f"/t/{talk['topic']}/reply?quote={second},{first},{second}")
    assert text.split("\n\n") == [
        f"> [chloe](/p/{second}) :\n> Depuis quand ?",
        f"> [bruno](/p/{first}) :\n> Mon prestataire **refuse** tout.",
        "",
    ]


def test_they_gather_in_the_draft_from_page_to_page(talk: dict[str, int], alice: Browser) -> None:
    first, second = talk["first"], talk["second"]
    form = alice.get(f"/t/{talk['topic']}/reply?quote={first}").form("/reply")
    page = form.submit(button=("do", "more"), body=form.fields["body"] + "\nMon avis.")
    assert page.path == f"/t/{talk['topic']}/acces-retenus", "back where the quote came from"
    assert "Votre réponse est gardée" in page.words()
    text = body(alice, f"/t/{talk['topic']}/reply?quote={second}")
    assert text.index(f"/p/{first}") < text.index("Mon avis.") < text.index(f"/p/{second}")


def test_a_quote_kept_in_the_draft_is_not_put_there_twice(talk: dict[str, int], alice: Browser) -> None:
    address = f"/t/{talk['topic']}/reply?quote={talk['first']}"
    alice.get(address).form("/reply").submit(button=("do", "draft"))
    assert body(alice, address).count(f"/p/{talk['first']}") == 1


def test_hostile_addresses(factory: Factory, talk: dict[str, int], alice: Browser) -> None:
    hidden = factory.first_post(factory.topic(factory.private_forum(), factory.admin()))
    reply = f"/t/{talk['topic']}/reply?quote="
    assert alice.get(f"{reply}{talk['first']},{hidden}").status == 404
    assert alice.get(f"/p/{hidden}/quote?text=secret").status == 404
    for strange in ("", ",,,", "a,b", "-1", "1" * 400, "٣"):
        assert alice.get(reply + strange).status == 200


def test_a_passage_comes_as_it_was_written_with_the_way_back(talk: dict[str, int], alice: Browser) -> None:
    address = f"/p/{talk['first']}/quote?text="
    assert alice.get(f"{address}refuse+tout").text == f"> [bruno](/p/{talk['first']}) :\n> **refuse** tout\n\n"
    assert alice.get(f"{address}autre+*chose*").text.endswith("> autre \\*chose\\*\n\n")
    assert alice.get(f"{address}++").text.endswith("> Mon prestataire **refuse** tout.\n\n")


def test_what_arrived_is_told_and_counted_only_when_something_was_written(
    factory: Factory, talk: dict[str, int], alice: Browser
) -> None:
    address = f"/t/{talk['topic']}/reply/arrived?after=2"
    quiet = alice.get(address)
    assert json.loads(quiet.text)["count"] == 0
    again = {"If-None-Match": quiet.headers["ETag"]}
    with statements(factory.app) as sent:
        assert alice.get(address, headers=again).status == 304
    assert not [each for each in sent if "posts" in each]
    factory.reply(talk["topic"], factory.user("denis"), "Moi aussi.")
    factory.reply(talk["topic"], factory.read(lambda: db.session.get_one(Post, talk["second"]).author_id), "Et alors ?")
    told = json.loads(alice.get(address, headers=again).text)
    assert told["text"] == "2 réponses sont arrivées pendant que vous écriviez."
    assert (told["count"], told["seen"], told["url"]) == (2, 4, f"/t/{talk['topic']}/acces-retenus")


def test_sending_says_so_once_and_loses_nothing(factory: Factory, talk: dict[str, int], alice: Browser) -> None:
    form = alice.get(f"/t/{talk['topic']}/reply").form("/reply")
    factory.reply(talk["topic"], factory.user("denis"), "Moi aussi.")
    page = form.submit(button=("do", "post"), body="Ma réponse.")
    assert page.status == 409
    assert "Moi aussi." in page.words()
    again = page.form("/reply")
    assert again.fields["body"].strip() == "Ma réponse."
    assert again.submit(button=("do", "post")).path.endswith("/acces-retenus")
