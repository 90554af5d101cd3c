"""Somebody asks by the short form, somebody answers, the answer is accepted and found useful without another page."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Site, register, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FORUM = "/f/contrats-et-prestataires"


def test_asking_answering_accepting(open_page: Callable[..., Page], site: Site) -> None:
    asker, staff, visitor = open_page(), open_page(), open_page(width=360, scheme="dark", scripts=False)
    asker.goto("/register")
    register(asker, site, "Rose")
    asker.goto(f"{FORUM}/new")
    asker.get_by_role("link", name="Question").click()
    asker.get_by_label("Titre").fill("Mon agence garde mes accès")
    asker.get_by_label("Votre situation").fill("Mon agence refuse de rendre les accès.")
    asker.get_by_label("Ce que vous espérez").fill("Les récupérer.")
    asker.get_by_role("button", name="Publier").click()
    topic = asker.url.partition("#")[0]
    expect(asker.locator("article.post h2", has_text="Ce qui est espéré")).to_be_visible()

    sign_in(staff, "Ada")
    staff.goto(topic)
    staff.fill(
        "#body", "Mettez-la en demeure :\n\n- de vous les rendre ;\n- sous huit jours.\n\n" + "Gardez une copie. " * 20
    )
    staff.get_by_role("button", name="Publier").click()

    asker.goto(topic)
    answer = asker.locator("article.post").last
    useful = answer.get_by_role("button", name="Utile")
    _votes_without_another_page(asker, useful)
    answer.get_by_role("button", name="Accepter la réponse").click()
    expect(asker.locator(".accepted")).to_contain_text("par la personne qui a posé la question")
    asker.locator(".accepted summary").click()
    expect(asker.locator(".accepted .text")).to_be_visible()
    assert Axe().run(asker).response["violations"] == []

    visitor.goto(topic)
    expect(visitor.locator(".accepted")).to_be_visible()
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 360
    visitor.get_by_role("link", name="Utile · 1").click()
    expect(visitor).to_have_url(re.compile(r"/login\?next="))


def _votes_without_another_page(page: Page, button: Locator) -> None:
    page.evaluate("window.stayed = true")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_have_text("Utile · 1")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_text("Utile · 1")
    assert page.evaluate("window.stayed") is True
