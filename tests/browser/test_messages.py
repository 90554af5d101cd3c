"""Two members write to one another in private, from a post on; one is reported, one is set aside."""

import time
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, register, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_from_a_post_to_an_answer_and_back(open_page: Callable[..., Page], site: Site) -> None:
    hers, his = open_page(width=360, bypass_csp=True), open_page(bypass_csp=True)
    for page, name in ((hers, "Alice.Privat"), (his, "Bruno.Privat")):
        page.goto("/register")
        register(page, site, name)
    topic = _asks(his)
    hers.goto(topic)
    hers.get_by_role("link", name="Écrire en privé").first.click()
    expect(hers.get_by_label("À", exact=True)).to_have_value("Bruno.Privat")
    expect(hers.get_by_label("Objet")).to_have_value("Qui garde les mots de passe")
    assert "](/p/" in hers.input_value("#body")
    hers.locator("#body").press("Control+End")
    hers.locator("#body").press_sequentially("Je peux vous **aider**.")
    hers.get_by_role("button", name="Aperçu").first.click()
    expect(hers.locator("[data-live-preview] strong")).to_have_text("aider")
    assert _violations(hers) == []
    hers.get_by_role("button", name="Envoyer").click()
    expect(hers.locator(".pm strong")).to_have_text("aider")

    _is_told(his)
    his.get_by_role("link", name="Alice.Privat vous écrit en privé").click()
    expect(his.locator("#unread")).to_be_visible()
    assert his.locator('.pm a[href^="/p/"]').count() == 1
    his.get_by_role("button", name="Citer").click()
    his.wait_for_function("document.querySelector('#body').value.startsWith('> [Alice.Privat](/messages/m/')")
    his.locator("#body").press("Control+End")
    his.locator("#body").press_sequentially("Avec plaisir.")
    assert _violations(his) == []
    his.get_by_role("button", name="Envoyer").click()
    expect(his.locator(".pm .quote")).to_contain_text("aider")

    hers.reload()
    expect(hers.locator(".pm").last).to_contain_text("Avec plaisir.")
    assert hers.evaluate("document.documentElement.scrollWidth") <= 360
    _reports(hers, site, open_page)


def _asks(his: Page) -> str:
    """Bruno opens a topic: its address."""
    his.goto("/f/contrats-et-prestataires/new")
    his.fill("#title", "Qui garde les mots de passe")
    his.fill("#body", "Mon prestataire, ou moi ?")
    his.get_by_role("button", name="Publier").click()
    his.wait_for_url("**/t/**")
    return his.url.partition("#")[0]


def _is_told(his: Page) -> None:
    """The worker tells within seconds."""
    for _ in range(60):
        his.goto("/notifications")
        if his.locator(".notices .unread").count():
            return
        time.sleep(0.3)
    raise AssertionError("nobody told Bruno")


def _reports(hers: Page, site: Site, open_page: Callable[..., Page]) -> None:
    """Alice shows Bruno's answer to the moderators, who read that and nothing else; then she sets him aside."""
    hers.get_by_role("link", name="Signaler").last.click()
    hers.fill("#reason", "Il insiste, malgré deux refus.")
    assert _violations(hers) == []
    hers.get_by_role("button", name="Envoyer le signalement").click()
    expect(hers.locator(".notice").last).to_contain_text("la modération est prévenue")
    staff = open_page(bypass_csp=True)
    sign_in(staff, "Ada")
    assert staff.goto(hers.url).status == 404  # type: ignore[union-attr]  # a page that was asked for answers
    staff.goto("/moderation/messages")
    assert _violations(staff) == []
    staff.get_by_role("link", name="Message de Bruno.Privat").click()
    expect(staff.locator(".pm")).to_have_count(1)
    assert _violations(staff) == []
    staff.get_by_role("button", name="Classer sans suite").click()
    expect(staff.locator(".empty")).to_be_visible()

    hers.goto("/u/Bruno.Privat")
    hers.get_by_role("link", name="Bloquer ou ignorer").click()
    hers.get_by_label("Replier ses messages dans les forums").check()
    hers.get_by_role("button", name="Enregistrer").last.click()
    assert _violations(hers) == []
    hers.goto("/lists/active")
    hers.get_by_role("link", name="Qui garde les mots de passe").first.click()
    folded = hers.locator("article.post").first
    expect(folded.locator(".text")).to_be_hidden()
    folded.locator("summary").first.click()
    expect(folded.locator(".text").first).to_be_visible()
    assert hers.evaluate("document.documentElement.scrollWidth") <= 360


def _violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{page.url} {each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]
