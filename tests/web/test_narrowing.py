"""What a question was understood as, what it may be narrowed to, and the way back: each as a link."""

from urllib.parse import quote_plus

import pytest
from flask import Flask

from forum.accounts.models import User
from forum.answers.actions import accept
from forum.db import db
from forum.search import indexing
from forum.topics.models import Post, Topic
from tests.browsing import Browser, Page
from tests.factories import Factory

EVERY_FILTER = (
    'contrat "mise en demeure" -loyer titre:litige in:title tag:bail,rgpd tag:a+b -tag:c auteur:alice,bob '
    "forum:contrats -forum:=annonces droit:code-civil/1240 genre:guide est:résolu après:2019 avant:2024-03 "
    "min_posts:2 min_views:3 min_score:4 avec:image fichier:pdf sujet:7"
)


@pytest.fixture
def visitor(app: Flask, factory: Factory) -> Browser:
    """Three topics on leases by two people in two forums; one is a question that is solved."""
    contracts, homes = factory.forum("contrats"), factory.forum("logement")
    alice, bob = factory.user("alice"), factory.user("bob martin")
    factory.topic(contracts, alice, "Bail commercial", "Un bail à résilier.", kind="guide")
    factory.topic(homes, bob, "Bail meublé", "Un bail à relire.")
    asked = factory.topic(homes, alice, "Mon bail", "Que dit-il ?", kind="question")
    answer = factory.reply(asked, bob, "Un bail est un bail, un bail !")
    parts = (User, alice), (Post, answer), (Topic, asked)
    factory.write(lambda: accept(*(db.session.get_one(kind, each) for kind, each in parts)))
    factory.drain()
    with app.app_context():
        indexing.repair(app.extensions["search"], app.extensions["forum"])
    return Browser(app)


def _facets(page: Page) -> dict[str, str]:
    """Each value beside the results with its count, and where it leads."""
    nav = next(each for each in page.find("nav") if each.get("aria-label") == "Affiner")
    return {" ".join("".join(item.itertext()).split()): item.find("a").get("href") for item in nav.iter("li")}


def test_each_value_says_how_many_topics_and_leads_to_them(visitor: Browser) -> None:
    facets = _facets(visitor.get("/search?q=bail"))
    for name, count in {"contrats": 1, "logement": 2, "alice": 2, "bob martin": 2, "Guide": 1, "résolu": 1}.items():
        found = visitor.get(facets[f"{name} {count}"])
        assert f"{count} sujet" in found.words(), name


def test_what_all_have_narrows_nothing(visitor: Browser) -> None:
    assert not [each for each in _facets(visitor.get("/search?q=bail+forum:contrats")) if "contrats" in each]


def test_each_filter_is_said_and_can_be_taken_away(visitor: Browser) -> None:
    page = visitor.get("/search?q=bail+genre:guide+forum:logement")
    assert "0 sujet trouvé" in page.words()
    assert "Mots cherchés : « bail »." in page.words()
    without = _in_use(page)
    assert list(without) == ["Forum : logement", "Genre : Guide"]
    assert "Bail commercial" in visitor.get(without["Forum : logement"]).words()
    assert "2 sujets trouvés" in visitor.get(without["Genre : Guide"]).words()


def test_every_filter_there_is_can_be_taken_away(visitor: Browser) -> None:
    """One after the other, until the words alone are left."""
    address, seen = f"/search?q={quote_plus(EVERY_FILTER)}", []
    while without := _in_use(page := visitor.get(address)):
        name, address = next(iter(without.items()))
        seen.append(name)
    assert len(seen) == len(set(seen)) == 18
    box = next(each.fields["q"] for each in page.forms() if each.fields.get("q"))
    assert box == 'contrat "mise en demeure" -loyer titre:litige'


def _in_use(page: Page) -> dict[str, str]:
    return {
        "".join(link.itertext()).partition(" ×")[0].replace("\u202f", " "): str(link.get("href"))
        for item in page.find("ul", class_="in-use")
        for link in item.iter("a")
    }
