"""Searching for the law without JavaScript: suggested by number and by name, a number without its code."""

import pytest
from flask import Flask

from forum.search import indexing
from tests.browsing import Browser
from tests.factories import Factory


def test_a_number_without_its_code_is_offered_with_each(app: Flask, factory: Factory) -> None:
    factory.topic(
        factory.forum(), factory.user("alice"), "Un dommage", "L’article 1240 du code civil le dit : il répare."
    )
    factory.drain()
    with app.app_context():
        indexing.repair(app.extensions["search"], app.extensions["forum"])
    page = factory.browser().get("/search?q=droit:1240+dommage")
    assert "Il manque le nom du code" in page.words()
    offered = next(each for each in page.links() if "droit%3Acode-civil%2F1240" in each)
    assert "Un dommage" in factory.browser().get(offered).words()
    assert "Il manque" not in factory.browser().get("/search?q=droit:code-civil/1382").words()


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("1240", "code-civil/1240"),
        ("article 1240", "code-civil/1240"),
        ("art. 1382", "code-civil/1382"),
        ("L121-1", "code-de-la-consommation/L121-1"),
        ("art. L. 121-1", "code-de-la-consommation/L121-1"),
        ("code civil", "code-civil"),
        ("Code de la cons", "code-de-la-consommation"),
        ("travail", "code-du-travail"),
        ("cpc", "code-de-procedure-civile"),
        ("rgpd", "reglement-ue-2016-679"),
    ],
)
def test_the_law_is_suggested_by_number_and_by_name(app: Flask, factory: Factory, typed: str, key: str) -> None:
    found = factory.browser().get("/search/suggestions", query_string={"q": typed}).response.json or []
    assert f"/droit/{key}" in [each["url"] for each in found]


def test_what_the_reader_may_see_cited_is_suggested_first(app: Flask, factory: Factory) -> None:
    forum, room, alice = factory.forum(), factory.private_forum("Salle"), factory.admin("alice")
    factory.topic(forum, alice, "Effacement", "L’article 17 du RGPD le dit.")
    factory.topic(room, alice, "Cantine", "L’article 17 du code de procédure pénale le dit.")
    factory.topic(room, alice, "Autre", "L’article 17 du code de procédure pénale le dit aussi.")

    def first(browser: Browser) -> str:
        found = browser.get("/search/suggestions?q=17").response.json or []
        return next(str(each["url"]) for each in found if each["url"].startswith("/droit/"))

    assert first(factory.browser()) == "/droit/reglement-ue-2016-679/17"
    assert first(factory.browser(alice)) == "/droit/code-de-procedure-penale/17"
