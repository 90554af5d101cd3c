"""A trusted member edits an open guide, somebody else reads it first, versions show, one is put back, one withdrawn."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, register, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FORUM = "/f/contrats-et-prestataires"


def _violations(page: Page) -> list[str]:
    return [
        f"{page.url} {each['id']}: {each['nodes'][0]['html'][:160]}" for each in Axe().run(page).response["violations"]
    ]


def _open_a_guide(staff: Page) -> str:
    """Its address, once it is open to others."""
    staff.goto(f"{FORUM}/new")
    staff.get_by_label("Titre").fill("Avant de signer un contrat de site")
    staff.get_by_label("Genre", exact=True).select_option("guide")
    staff.get_by_label("Message", exact=True).fill("Lisez tout.\n\nDemandez les accès.")
    staff.get_by_role("button", name="Publier").click()
    guide = staff.url.partition("#")[0]
    staff.get_by_role("link", name="Versions").click()
    staff.get_by_role("button", name="L’ouvrir aux experts").click()
    expect(staff.get_by_text("Ce guide est ouvert")).to_be_visible()
    return guide


def _edit(member: Page, site: Site, guide: str) -> None:
    """A member who has been here for long says to whom; it does not show yet."""
    member.goto("/register")
    register(member, site, "Fanny")
    site.write("UPDATE users SET post_count = 60, created_at = '2020-01-01 00:00:00' WHERE name = ?", "Fanny")
    member.goto(guide)
    member.get_by_role("link", name="Modifier ce guide").click()
    member.get_by_label("Message", exact=True).fill("Lisez tout.\n\nDemandez les accès à M. Untel.")
    member.get_by_label("Raison de la modification").fill("Dire à qui")
    assert _violations(member) == []
    assert member.evaluate("document.documentElement.scrollWidth") <= 360
    member.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(member.get_by_text("paraîtra quand une autre personne l’aura relue")).to_be_visible()
    expect(member.locator("article.post .text").first).not_to_contain_text("M. Untel")
    member.goto("/guides/edits")
    expect(member.get_by_role("heading", name="Les vôtres, en attente")).to_be_visible()
    assert _violations(member) == []


def _publish(staff: Page) -> None:
    staff.goto("/guides/edits")
    assert _violations(staff) == []
    staff.get_by_role("link", name="Avant de signer un contrat de site").click()
    expect(staff.locator(".diff ins")).to_contain_text("à M. Untel")
    assert _violations(staff) == []
    staff.get_by_role("button", name="Publier cette modification").click()
    expect(staff.locator("article.post .text").first).to_contain_text("M. Untel")
    expect(staff.locator(".credits")).to_contain_text("Ont aussi écrit : Fanny")


def test_editing_reviewing_restoring_and_withdrawing(open_page: Callable[..., Page], site: Site) -> None:
    staff, member = open_page(bypass_csp=True), open_page(width=360, scheme="dark", bypass_csp=True)
    sign_in(staff, "Ada")
    guide = _open_a_guide(staff)
    _edit(member, site, guide)
    _publish(staff)
    staff.get_by_role("link", name="Versions").click()
    assert _violations(staff) == []
    staff.get_by_role("button", name="Rétablir cette version 1").click()
    expect(staff.locator("article.post .text").first).not_to_contain_text("M. Untel")
    staff.get_by_role("link", name="Versions").click()
    staff.get_by_role("link", name="Retirer cette version 2").click()
    assert _violations(staff) == []
    staff.get_by_label("Raison").fill("Nomme quelqu’un")
    staff.get_by_role("button", name="Retirer cette version").click()
    expect(staff.get_by_text("Version retirée : seule la modération en lit le texte.")).to_be_visible()
    _reads_the_versions(open_page, guide)


def _reads_the_versions(open_page: Callable[..., Page], guide: str) -> None:
    for width, scheme in ((1280, "light"), (360, "dark")):
        visitor = open_page(width=width, scheme=scheme, bypass_csp=True, scripts=width > 600)
        visitor.goto(guide)
        expect(visitor.locator(".credits")).to_contain_text("Ont aussi écrit : Fanny")
        visitor.get_by_role("link", name="Versions").click()
        expect(visitor.get_by_role("heading", name="Version 3")).to_be_visible()
        expect(visitor.get_by_text("Raison : Version 1 rétablie")).to_be_visible()
        expect(visitor.get_by_text("Le texte de cette version a été retiré par la modération.")).to_be_visible()
        expect(visitor.locator("main")).not_to_contain_text("Untel")
        assert visitor.evaluate("document.documentElement.scrollWidth") <= width
        if width > 600:
            assert _violations(visitor) == []
