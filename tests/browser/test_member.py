"""A visitor who wants to reply becomes a member, and lands on the very form; then writes, quotes, attaches, edits."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PASSWORD, Site, register, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "capture.png"
    Image.new("RGB", (640, 360), "#0f5b8c").save(path)
    return path


def _topic(page: Page) -> str:
    page.goto("/f/contrats-et-prestataires")
    # By its name: where it stands in the list changes with what other tests wrote.
    path = page.locator(".rows .what h3 a", has_text="Pénalités de retard").get_attribute("href")
    assert path is not None
    return path


def test_a_registration_tells_all_that_is_wrong_at_once(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/register")
    page.get_by_label("Adresse électronique").fill("lea")
    page.locator("#password").fill("court")
    page.get_by_role("button", name="Ouvrir un compte").click()
    faults = page.locator(".faults")
    expect(faults).to_be_focused()
    assert faults.get_by_role("link").all_inner_texts() == [
        "Nom public",
        "Adresse électronique",
        "Mot de passe",
        "J’accepte la charte du forum",
    ]


def test_from_reply_to_ones_own_post(open_page: Callable[..., Page], site: Site, picture: Path) -> None:
    page = open_page()
    topic = _topic(page)
    page.goto(topic)
    page.get_by_role("link", name="Répondre").first.click()
    page.locator("main").get_by_role("link", name="inscri").first.click()
    register(page, site, "Lea")
    expect(page).to_have_url(f"{site.base}/t/{topic.split('/')[2]}/reply")

    page.fill("#body", "Bonjour, voici ce qui s'est passé : ")
    page.click("button[data-command=bold]")
    page.keyboard.type("rien")
    page.set_input_files("#files", str(picture))
    expect(page.locator("[data-attached] li, [data-attached] .attached").first).to_be_visible()
    page.click("button[data-command=preview]")
    expect(page.locator("[data-live-preview]")).to_contain_text("ce qui s’est passé")
    page.get_by_role("button", name="Publier").click()

    expect(page).to_have_url(re.compile("#p"))
    own = page.locator("article.post").last
    expect(own).to_contain_text("Lea")
    expect(own.locator("strong")).to_have_text("rien")
    expect(own.locator("img").last).to_be_visible()

    own.get_by_role("link", name="Citer").click()
    expect(page.locator("#body")).to_have_value(re.compile("Lea"))
    page.locator("#body").press("Control+End")
    page.keyboard.type("\n\nJe complète.")
    page.get_by_role("button", name="Publier").click()
    quoted = page.locator("article.post").last
    expect(quoted.locator("blockquote")).to_contain_text("rien")
    expect(quoted.locator("blockquote cite a")).to_have_attribute("href", re.compile("^/p/"))

    _edit(page, quoted)


def _edit(page: Page, post: Locator) -> None:
    post.get_by_role("link", name="Modifier").click()
    page.fill("#body", "Je corrige tout.")
    page.fill("#reason", "plus court")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    edited = page.locator("article.post").last
    expect(edited).to_contain_text("Je corrige tout.")
    expect(edited).to_contain_text("plus court")


def test_the_same_without_scripts(open_page: Callable[..., Page], site: Site, picture: Path) -> None:
    page = open_page(scripts=False)
    topic = _topic(page)
    page.goto(f"{topic}")
    page.get_by_role("link", name="Citer").first.click()
    page.locator("main").get_by_role("link", name="inscri").first.click()
    register(page, site, "Noe")
    assert "équipe du forum" in page.input_value("#body")
    page.fill("#body", "Sans script, **tout** marche.")
    page.set_input_files("#files", str(picture))
    page.get_by_role("button", name="Aperçu").last.click()
    expect(page.locator("strong").filter(has_text="tout")).to_be_visible()
    page.get_by_role("button", name="Publier").click()
    own = page.locator("article.post").last
    expect(own.locator("strong")).to_have_text("tout")
    expect(own.locator("img").last).to_be_visible()
    page.locator("header summary").click()
    page.get_by_role("button", name="Déconnexion").click()
    expect(page.locator("nav.account")).to_contain_text("Connexion")


def test_a_double_click_makes_one_post(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page()
    sign_in(page, "Ada")
    topic = _topic(page)
    page.goto(f"/t/{topic.split('/')[2]}/reply")
    page.fill("#body", "Une seule fois, s’il vous plaît.")
    page.get_by_role("button", name="Publier").dblclick()
    expect(page).to_have_url(re.compile("#p"))
    assert page.locator("article.post").filter(has_text="Une seule fois").count() == 1


def test_text_outlives_the_session(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page()
    sign_in(page, "Ada")
    topic = _topic(page)
    page.goto(f"/t/{topic.split('/')[2]}/reply")
    page.fill("#body", "Un long texte, patiemment tapé.")
    page.context.clear_cookies()
    page.get_by_role("button", name="Publier").click()
    page.fill("#identity", "Ada")
    page.fill("#password", PASSWORD)
    page.click("main button.primary")
    assert page.input_value("#body") == "Un long texte, patiemment tapé."
