"""Keeping searches without script: saved below the results, named, paused, removed."""

from collections.abc import Callable

import pytest
from flask import Flask

from forum.search import indexing
from tests.browsing import Browser
from tests.factories import Factory


@pytest.fixture(autouse=True)
def indexed(app: Flask) -> None:
    with app.app_context():
        indexing.repair(app.extensions["search"], app.extensions["forum"])


def alice(factory: Factory) -> Browser:
    factory.forum("Contrats")
    return factory.browser(factory.user("alice"))


def keep(browser: Browser, query: str, alert: str = "site") -> Browser:
    page = browser.get("/search", query_string={"q": query})
    page.form("/search/saved").submit(alert=alert)
    return browser


def test_a_search_is_saved_renamed_paused_and_removed(factory: Factory) -> None:
    browser = keep(alice(factory), "bail commercial kind:question", "mail")
    page = browser.get("/search/saved")
    assert "bail commercial kind:question" in page.words()
    assert "Cette recherche est enregistrée" in browser.get("/search?q=bail+commercial+kind:question").words()
    form = page.form("/search/saved/")
    assert form.fields["alert"] == "mail"
    form.submit(button=("do", "change"), name="Mes baux", alert="site")
    page = browser.get("/search/saved")
    assert "Mes baux" in page.words()
    assert "/search?q=bail+commercial" in page.text
    page.form("/search/saved/").submit(button=("do", "pause"))
    page = browser.get("/search/saved")
    assert "Reprendre" in page.words()
    page.form("/search/saved/").submit(button=("do", "resume"))
    page = browser.get("/search/saved")
    assert "Reprendre" not in page.words()
    page.form("/search/saved/").submit(button=("do", "remove"))
    assert "Aucune recherche enregistrée" in browser.get("/search/saved").words()


def test_a_visitor_is_offered_no_button(factory: Factory) -> None:
    factory.forum("Contrats")
    assert "/search/saved" not in Browser(factory.app).get("/search?q=bail").text


def test_saving_twice_keeps_one_and_a_hidden_field_emptied_is_said(factory: Factory) -> None:
    form = alice(factory).get("/search?q=bail").form("/search/saved")
    form.submit()
    assert "Vous gardez déjà cette recherche" in form.submit().words()
    refused = form.submit(q="")
    assert refused.status == 422
    assert "Cherchez d’abord quelque chose" in refused.words()


def test_one_too_many_is_refused_with_a_sentence(make_app: Callable[..., Flask], factory: Factory) -> None:
    factory.forum("Contrats")
    browser = Browser(make_app(saved_searches=1), factory.user("alice"))
    forms = [browser.get(f"/search?q={word}").form("/search/saved") for word in ("bail", "délai")]
    assert forms[0].submit().status == 200
    refused = forms[1].submit()
    assert refused.status == 403
    assert "supprimez-en une" in refused.words()


def test_whoever_wants_no_mail_at_all_is_told_so(factory: Factory) -> None:
    factory.forum("Contrats")
    browser = factory.browser(factory.user("alice", mail_wishes={"watched": "never"}))
    keep(browser, "bail", "mail")
    assert "n’envoient aucun courriel" in browser.get("/search/saved").words()
