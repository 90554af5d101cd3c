"""Searching as people do: with and without JavaScript, by the keyboard alone, narrowed, and when nothing is found."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "Mon prestataire refuse de me donner mes identifiants"
_INDEXED_SECONDS = 20.0


@pytest.fixture(scope="module", autouse=True)
def indexed(site: Site, chromium: object) -> None:
    """The worker has made what the site was seeded with findable."""
    context = chromium.new_context(base_url=site.base)  # type: ignore[attr-defined]
    page = context.new_page()
    end = time.monotonic() + _INDEXED_SECONDS
    while not page.goto("/search?q=identifiants").ok or not page.locator(".results li").count():
        assert time.monotonic() < end, "nothing is indexed"
        time.sleep(0.3)
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", [360, 1280])
def test_from_the_box_to_the_topic(open_page: Callable[..., Page], width: int, scripts: bool) -> None:
    page = open_page(width=width, scripts=scripts)
    page.goto("/")
    if width == 360:
        page.get_by_role("banner").get_by_role("link", name="Rechercher").click()
        box = page.locator("#q")
    else:
        box = page.locator("#find")
    box.fill("identifiants prestataire")
    box.press("Enter")
    expect(page.get_by_text("sujet trouvé").or_(page.get_by_text("sujets trouvés"))).to_be_visible()
    expect(page.locator(".excerpt mark").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".results h2 a").first.click()
    expect(page.locator("h1")).to_contain_text(TITLE)
    assert page.context.cookies() == []


def test_the_slash_and_the_arrows_suffice(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_visible()  # the behaviour is there
    page.keyboard.press("/")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("identif", delay=20)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("identif")
    page.keyboard.type("i", delay=20)
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(TITLE)


def test_people_are_suggested(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/")
    page.locator("#find").press_sequentially("happy", delay=20)
    page.get_by_role("option", name="happynumeric").click()
    page.wait_for_url("**/u/happynumeric")


@pytest.mark.parametrize("width", [360, 1280])
def test_results_are_narrowed(open_page: Callable[..., Page], width: int) -> None:
    page = open_page(width=width, scripts=False)
    page.goto("/search?q=identifiants")
    fields = page.locator("#by")
    if width == 360:
        expect(fields).to_be_hidden()
        page.locator(".filters > summary").click()
    expect(fields).to_be_visible()
    fields.fill("personne-de-ce-nom")
    page.locator(".filters form button").click()
    expect(page.get_by_text("Aucun sujet ne correspond.")).to_be_visible()
    page.get_by_role("link", name="sans les filtres").click()
    expect(page.locator(".results li").first).to_be_visible()


def test_nothing_found_leads_to_a_question(open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page, "Ada")
    page.goto("/search?q=xylophone+tag:nulle-part")
    page.get_by_role("link", name="Poser la question").click()
    page.locator(".rows h2 a").first.click()
    expect(page.locator("#title")).to_have_value("Xylophone")


def test_similar_topics_appear_beside_the_title(open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page, "Ada")
    page.goto("/f/droit-du-numerique/new")
    page.locator("#title").press_sequentially("Mon prestataire garde mes identifiants", delay=5)
    box = page.locator(".near")
    if page.request.get("/search/similar?text=Mon+prestataire+garde+mes+identifiants").json():
        expect(box.get_by_role("link").first).to_be_visible()
    else:
        expect(box).to_be_hidden()
