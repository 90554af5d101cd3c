"""A visitor reads: with and without JavaScript, no cookie, no foreign request, nothing wider than the screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = (
    *("/", "/f/droit-du-numerique", "/t/{topic}", "/lists/active", "/tags", "/members"),
    *("/u/happynumeric", "/pages/charte"),
    "/outils/delais?start=2026-03-23&days=12",
)


@pytest.fixture(scope="module")
def topic(site: object, chromium: object) -> str:
    """The path of the seeded topic, found as a reader finds it."""
    context = chromium.new_context(base_url=site.base)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto("/f/droit-du-numerique")
    path = page.locator(".rows .what h3 a").first.get_attribute("href")
    context.close()
    assert path is not None
    return path


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_the_board_to_the_article(open_page: Callable[..., Page], scripts: bool) -> None:
    page = open_page(scripts=scripts)
    page.goto("/")
    page.get_by_role("link", name="Droit du numérique", exact=True).click()
    page.locator(".rows .what h3 a").first.click()
    expect(page.locator("h1")).to_contain_text("Mon prestataire refuse de me donner mes identifiants")
    expect(page.get_by_text("2 messages · page 1 sur 1")).to_be_visible()
    expect(page.get_by_text("D’après l’article de Marc (Happy* Numeric)")).to_be_visible()
    expect(page.get_by_role("link", name="lire l’original")).to_be_visible()
    assert page.locator("article.post").count() == 2
    assert page.locator("article.post img").first.evaluate("image => image.naturalWidth") > 0
    assert "06 13 03 17 96" in page.locator(".sign").first.inner_text()
    assert page.context.cookies() == []


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_is_wider_than_the_screen(open_page: Callable[..., Page], topic: str, width: int) -> None:
    page = open_page(width=width)
    for path in PAGES:
        page.goto(path.replace("/t/{topic}", topic))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", [360, 1280])
def test_the_articles_first_line_is_in_view(open_page: Callable[..., Page], topic: str, width: int) -> None:
    page = open_page(width=width)
    page.goto(topic)
    box = page.locator("article.post .text p").first.bounding_box()
    assert box is not None
    assert box["y"] + 24 < (800 if width == 1280 else 740)


def test_english_by_the_address(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/?lang=en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("Board index")
    assert page.context.cookies() == []


def test_a_page_weighs_under_100_kb_without_pictures(open_page: Callable[..., Page], topic: str) -> None:
    page = open_page()
    sizes: list[int] = []
    page.on(
        "requestfinished",
        lambda request: sizes.append(request.sizes()["responseBodySize"]) if request.resource_type != "image" else None,
    )
    page.goto(topic)
    page.wait_for_load_state("networkidle")
    assert sum(sizes) < 100_000
