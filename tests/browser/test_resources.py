"""A member proposes pages to read, the author lists and orders them, one that answers no more is marked for readers."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Site, register

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FORUM = "/f/contrats-et-prestataires"
GONE = "https://page-disparue.invalid/guide"  # no such name, and never will be


def _violations(page: Page) -> list[str]:
    return [
        f"{page.url} {each['id']}: {each['nodes'][0]['html'][:160]}" for each in Axe().run(page).response["violations"]
    ]


def _titles(page: Page) -> list[str]:
    return page.locator("#ressources li > a").all_inner_texts()


def _listed(page: Page, title: str) -> Locator:
    return page.locator("ul.kept > li", has=page.get_by_role("link", name=title, exact=True))


def _propose(page: Page, url: str, title: str) -> None:
    page.get_by_label("Adresse de la page").fill(url)
    page.get_by_label("Titre", exact=True).fill(title)
    page.get_by_label("Point de vue").select_option("client")
    page.get_by_role("button", name="Proposer").click()
    expect(page.locator(".notice").first).to_contain_text("votre proposition sera examinée")


def _ask(author: Page, site: Site) -> str:
    """The address of a new topic."""
    author.goto("/register")
    register(author, site, "Odile")
    author.goto(f"{FORUM}/new")
    author.get_by_label("Titre").fill("Quelles pages lire avant de signer ?")
    author.get_by_label("Message", exact=True).fill("Je cherche de bonnes pages sur les contrats de site.")
    author.get_by_role("button", name="Publier").click()
    return author.url.partition("#")[0]


def _propose_two(member: Page, site: Site, topic: str) -> None:
    member.goto("/register")
    register(member, site, "Marc")
    member.goto(topic)
    member.get_by_role("link", name="Proposer une ressource").click()
    assert _violations(member) == []
    for url, title in ((GONE, "Le guide disparu"), ("https://lisible.invalid/", "La page lisible")):
        _propose(member, url, title)
    assert member.evaluate("document.documentElement.scrollWidth") <= 360
    member.goto(topic)
    assert _titles(member) == []


def _list_and_order(author: Page, topic: str) -> None:
    author.goto(topic)
    author.get_by_role("link", name="2 ressources proposées attendent votre avis").click()
    for title in ("Le guide disparu", "La page lisible"):
        _listed(author, title).get_by_role("button", name="Ajouter à la liste").click()
    assert _violations(author) == []
    _listed(author, "La page lisible").get_by_role("button", name="Monter").click()
    author.get_by_role("link", name="Revenir au sujet").click()
    expect(author.get_by_role("link", name="2 ressources", exact=True)).to_be_visible()
    assert _titles(author) == ["La page lisible", "Le guide disparu"]


def _sees_it_dead(visitor: Page, topic: str) -> None:
    dead = visitor.locator("#ressources li", has_text="Le guide disparu").locator(".dead")
    for _ in range(40):
        visitor.goto(topic)
        if dead.count():
            break
        visitor.wait_for_timeout(500)
    expect(dead).to_contain_text("Ne répond plus")
    copy = dead.get_by_role("link", name="copie archivée").get_attribute("href") or ""
    assert copy.startswith("https://web.archive.org/web/")
    assert copy.endswith(GONE)
    assert visitor.locator(".dead").count() == 1


def test_proposing_listing_ordering_and_a_dead_link(open_page: Callable[..., Page], site: Site) -> None:
    author, member = open_page(bypass_csp=True), open_page(width=360, scheme="dark", bypass_csp=True)
    topic = _ask(author, site)
    _propose_two(member, site, topic)
    _list_and_order(author, topic)
    # as if it had failed on three days before: the worker asks once more, and then says so
    site.write("UPDATE resources SET failures = 3, check_at = '2020-01-01 00:00:00' WHERE url = ?", GONE)
    for width, scheme in ((1280, "light"), (360, "dark")):
        visitor = open_page(width=width, scheme=scheme, bypass_csp=True, scripts=width > 600)
        _sees_it_dead(visitor, topic)
        assert visitor.evaluate("document.documentElement.scrollWidth") <= width
        if width > 600:
            assert _violations(visitor) == []
