"""A moderator moves a topic and restores a post; a reader reports; the administrator opens a private forum."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, open_topic, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_hide_restore_and_move(open_page: Callable[..., Page], site: Site) -> None:
    staff, visitor = open_page(), open_page()
    sign_in(staff, "Ada")
    address = open_topic(staff, "contrats-et-prestataires", "Un sujet à déplacer", "Un premier texte ici.")
    visitor.goto(address)
    expect(visitor.locator("article.post")).to_contain_text("Un premier texte")

    staff.goto(address)
    staff.get_by_role("link", name="Répondre").first.click()
    staff.fill("#body", "Une réponse à masquer.")
    staff.get_by_role("button", name="Publier").click()
    staff.wait_for_url(lambda url: "#p" in url)
    visitor.reload()
    expect(visitor.locator("article.post")).to_have_count(2)

    staff.locator("article.post").last.locator("details.menu summary").click()
    staff.locator("article.post").last.get_by_role("link", name="Masquer").click()
    if staff.locator("[name=reason]").count():
        staff.fill("[name=reason]", "Hors sujet")
    staff.locator("main button.primary, main form button").last.click()
    visitor.reload()
    expect(visitor.locator("article.post")).to_have_count(1)

    staff.goto(address)
    hidden = staff.locator("article.post.deleted")
    expect(hidden).to_contain_text("Message masqué")
    hidden.locator("details.menu summary").click()
    hidden.get_by_role("button", name="Restaurer").click()
    visitor.reload()
    expect(visitor.locator("article.post")).to_have_count(2)

    _move(staff, visitor)


def _move(staff: Page, visitor: Page) -> None:
    staff.goto("/f/contrats-et-prestataires")
    staff.locator(".rows li").filter(has_text="Un sujet à déplacer").locator("input[type=checkbox]").check()
    staff.select_option("#bulk-verb", "move")
    staff.select_option("#bulk-forum", label="Données personnelles")
    staff.fill("#bulk-reason", "Mieux à sa place")
    staff.get_by_role("button", name="Appliquer à la sélection").click()
    visitor.goto("/f/donnees-personnelles")
    expect(visitor.locator(".rows")).to_contain_text("Un sujet à déplacer")
    staff.goto("/moderation/log")
    expect(staff.locator("main")).to_contain_text("Mieux à sa place")
