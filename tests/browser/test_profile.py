"""A member's profile in a real browser: the portrait cropped by hand, an address of a site as people write it."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, register

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_portrait_is_cropped_by_hand(open_page: Callable[..., Page], site: Site, tmp_path: Path) -> None:
    picture = Image.new("RGB", (1200, 600), (200, 30, 30))
    picture.paste((30, 60, 200), (800, 0, 1200, 600))
    picture.save(tmp_path / "moi.jpg")
    page = open_page(width=360, bypass_csp=True)
    page.goto("/register")
    register(page, site, "Irene.Portrait")
    page.goto("/settings")
    page.fill("#website", "exemple.fr")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".notice")).to_contain_text("enregistré")
    expect(page.locator("#website")).to_have_value("https://exemple.fr")

    page.set_input_files("#picture", tmp_path / "moi.jpg")
    square = page.locator(".crop-view")
    expect(square).to_be_visible()
    square.scroll_into_view_if_needed()
    at = square.bounding_box()
    assert at is not None
    page.mouse.move(at["x"] + 150, at["y"] + 90)
    page.mouse.down()
    page.mouse.move(at["x"] - 200, at["y"] + 90, steps=8)
    page.mouse.up()
    expect(page.locator("#x")).to_have_value("100")
    page.locator("#zoom").fill("200")
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Envoyer").click()
    address = page.locator("img.avatar.large").get_attribute("src")
    assert address is not None
    portrait = Image.open(io.BytesIO(page.request.get(address).body())).convert("RGB")
    assert portrait.size == (256, 256)
    red, _, blue = portrait.getpixel((128, 128))  # type: ignore[misc]  # three numbers: it is RGB
    assert blue > 150 > red
