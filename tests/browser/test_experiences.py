"""Three people tell their experience, one of them under a pseudonym; a visitor reads what they add up to."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, register, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FORUM = "/f/experiences-vecues"


def _violations(page: Page) -> list[str]:
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in Axe().run(page).response["violations"]]


def _tell(page: Page, text: str) -> None:
    """In a reply, with two answers and a step that has its date."""
    page.get_by_role("link", name="Raconter mon expérience").click()
    page.get_by_label("Message", exact=True).fill(text)
    page.get_by_label("Le prestataire").select_option("agency")
    page.get_by_label("A abouti", exact=True).check()
    page.get_by_text("Préciser (facultatif)").click()
    page.get_by_label("Mise en demeure", exact=True).check()
    page.get_by_label("Date : Mise en demeure").fill("2026-03-02")
    page.get_by_label("Temps que cela a pris").fill("5")


def _publish(page: Page, topic: str, *, masked: bool = False) -> None:
    page.goto(topic)
    _tell(page, "Mon cas.")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    if masked:
        page.get_by_label("Signer d’un pseudonyme").check()
    page.get_by_role("button", name="Publier").click()
    expect(page.locator(".told").last).to_contain_text("5 semaines")


def test_telling_and_reading_the_figures(open_page: Callable[..., Page], site: Site) -> None:
    writer, staff = open_page(bypass_csp=True), open_page(width=360, scheme="dark", bypass_csp=True)
    writer.goto("/register")
    register(writer, site, "Lucie")
    writer.goto(f"{FORUM}/new")
    writer.get_by_role("link", name="Expérience vécue", exact=True).click()
    writer.get_by_label("Titre").fill("Mes accès sont revenus")
    writer.get_by_label("Ce qui s’est passé").fill("L’agence gardait les accès ; elle a cédé.")
    writer.get_by_label("Le prestataire").select_option("agency")
    writer.get_by_label("A abouti", exact=True).check()
    assert _violations(writer) == []
    writer.get_by_role("button", name="Publier").click()
    expect(writer.locator(".told")).to_contain_text("A abouti")
    topic = writer.url.partition("#")[0]

    other = open_page(width=360)
    other.goto("/register")
    register(other, site, "Margot")
    sign_in(staff, "Ada")
    _publish(other, topic)
    _publish(staff, topic, masked=True)
    expect(staff.locator("article.post").last).to_contain_text("Pseudonyme choisi pour ce sujet")

    for width, scheme in ((1280, "light"), (360, "dark")):
        visitor = open_page(width=width, scheme=scheme, bypass_csp=True, scripts=width > 600)
        visitor.goto(topic)
        expect(visitor.locator(".figures")).to_contain_text("3 expériences vécues")
        expect(visitor.locator(".figures")).to_contain_text("3 ont abouti")
        box = visitor.locator("svg.outcomes").bounding_box()
        assert box is not None
        assert 6 <= box["height"] <= 10
        visitor.get_by_text("Voir le détail").click()
        expect(visitor.get_by_role("cell", name="3").first).to_be_visible()
        assert visitor.evaluate("document.documentElement.scrollWidth") <= width
        if width > 600:
            assert _violations(visitor) == []


def test_a_draft_keeps_the_record_while_one_types(open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page, "Ada")
    page.goto("/t/1/experience")
    page.get_by_label("Message", exact=True).fill("Un début.")
    page.get_by_label("Sans issue", exact=True).check()
    expect(page.locator("[data-draft-status]")).to_contain_text("Brouillon enregistré", timeout=10_000)
    page.evaluate("window.onbeforeunload = null")
    page.goto("/drafts")
    page.goto("/t/1/experience")
    expect(page.get_by_label("Sans issue", exact=True)).to_be_checked()
    expect(page.get_by_label("Message", exact=True)).to_have_value("Un début.")
