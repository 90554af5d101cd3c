"""Somebody asks to be recognised, staff accept, they answer as an expert; a visitor sees the card and keeps it."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import vobject
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, register, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_from_request_to_the_card_in_a_visitors_hands(
    open_page: Callable[..., Page], site: Site, tmp_path: Path
) -> None:
    proof = tmp_path / "carte.pdf"
    proof.write_bytes(b"%PDF-1.7\nx\nstartxref\n1\n%%EOF")
    expert, staff, visitor = open_page(), open_page(), open_page(width=360)
    _asks(expert, site, proof)
    _accepts(staff, site)

    expert.goto("/f/contrats-et-prestataires")
    topic = expert.locator(".rows .what h3 a").last.get_attribute("href")
    assert topic is not None
    expert.goto(topic)
    expect(expert.get_by_label("Répondre avec ma carte d’expertise")).to_be_checked()
    expert.fill("#body", "Mettez en demeure, par lettre recommandée.")
    expert.get_by_role("button", name="Publier").click()
    expect(expert.locator("article.post").last.locator(".contact")).to_be_visible()

    visitor.goto(topic)
    card = visitor.locator(".contact").last
    expect(card).to_contain_text("Inscription au barreau vérifiée le")
    expect(card.get_by_role("link", name="06 13 03 17 99")).to_have_attribute("href", "tel:+33613031799")
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 360
    with visitor.expect_download() as kept:
        card.get_by_role("link", name="vCard").click()
    read = vobject.readOne(kept.value.path().read_text())
    assert (read.fn.value, read.tel.value) == ("Ève Martin", "tel:+33613031799")
    visitor.goto("/experts?town=lyon")
    expect(visitor.locator(".expert-list")).to_contain_text("Ève Martin")


def _asks(expert: Page, site: Site, proof: Path) -> None:
    """A newcomer registers and fills in the request."""
    expert.goto("/register")
    register(expert, site, "Eve.Martin")
    expert.goto("/settings/expert")
    expert.fill("#full_name", "Ève Martin")
    expert.select_option("#profession", "lawyer")
    expert.select_option("#feminine", "f")
    expert.fill("#bar", "barreau de Lyon")
    expert.fill("#organisation", "Martin & associés")
    expert.fill("#phone", "0613031799")
    expert.fill("#url", "exemple.fr/contact")
    expert.fill("#towns", "Lyon")
    expert.set_input_files("#proof", str(proof))
    expert.get_by_role("button", name="Envoyer la demande").click()
    expect(expert.locator(".notice").last).to_contain_text("attend la réponse de l’équipe")


def _accepts(staff: Page, site: Site) -> None:
    """Staff read it with its proof, and say what they checked."""
    sign_in(staff, "Ada")
    staff.goto("/moderation/experts")
    staff.get_by_role("link", name="Ève Martin").click()
    expect(staff.get_by_role("link", name="carte.pdf")).to_be_visible()
    staff.select_option("#verified", "bar")
    staff.get_by_role("button", name="Reconnaître").click()
    assert any("reconnu votre expertise" in text for text in _soon(site))


def _soon(site: Site) -> list[str]:
    """The mails to the expert, once the worker has sent the one of the decision."""
    for _ in range(100):
        found = site.mails_to("Eve.Martin@example.org")
        if len(found) > 1:
            return found
        time.sleep(0.1)
    return found


def test_the_seeded_author_signs_as_in_the_source(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/u/happynumeric")
    topic = page.locator(".rows .what h3 a").last.get_attribute("href")
    assert topic is not None
    page.goto(topic)
    signature = page.locator("div.sign")
    expect(signature).to_have_count(1)
    for words in ("Besoin de conseils et services en technologies numériques", "Marc, Happy* Numeric, 06 13 03 17 96"):
        expect(signature).to_contain_text(words)
    expect(signature.get_by_role("link", name="https://happynumeric.fr/me-contacter")).to_be_visible()
    expect(signature).to_contain_text("coordonnées reprises de l’article d’origine, 24 juin 2019")
    expect(signature).not_to_contain_text("vérifi")
    expect(page.get_by_role("link", name="Marc · Happy* Numeric · coordonnées")).to_be_visible()
