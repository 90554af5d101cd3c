"""The law in a browser: the seeded topic with its chips, its one notice and its pages, and the picker of the editor."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_seeded_topic_tells_where_its_law_went(open_page: Callable[..., Page], scripts: bool) -> None:
    page = open_page(scripts=scripts)
    page.goto("/f/droit-du-numerique")
    page.locator(".rows .what h3 a").first.click()
    chips = page.locator(".law-chips").first.inner_text()
    assert "CPC, art. 808" in chips
    assert "→\xa0834" in chips
    assert "→\xa0835" in chips
    assert "→\xa01240" in chips
    assert page.locator(".law-notice").count() == 1
    page.locator(".law-notice summary").click()
    notice = page.locator(".law-notice").inner_text()
    assert "1er\xa0janvier 2020" in notice
    assert "devenu l’article 834 (décret n°\xa02019-1333 du 11\xa0décembre 2019)" in notice
    assert "devenu l’article 1240 (ordonnance n°\xa02016-131 du 10\xa0février 2016)" in notice
    assert "323" not in notice
    assert "inchangé" not in page.inner_text("body")
    page.locator(".text a.law").first.click()
    expect(page.locator("h1")).to_contain_text("Article 808 du code")
    expect(page.get_by_role("link", name="Que faire si")).to_be_visible()
    for number, note in (("834", "sous son ancien numéro, 808"), ("835", "sous son ancien numéro, 809")):
        page.goto(f"/droit/code-de-procedure-civile/{number}")
        expect(page.locator(".topics li", has_text="Que faire si")).to_contain_text(note)
    page.goto("/droit/code-civil/1240")
    expect(page.locator(".topics li", has_text="Que faire si")).to_contain_text("sous le numéro 1382")
    assert page.context.cookies() == []


def test_on_a_phone_the_law_is_in_sight_and_all_that_unfolds_bears_one_sign(open_page: Callable[..., Page]) -> None:
    page = open_page(width=360)
    page.goto("/f/droit-du-numerique")
    page.locator(".rows .what h3 a").first.click()
    for chip in page.locator(".law-chips a").all()[:2]:
        box = chip.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 360
    signs = page.locator("summary:visible").evaluate_all(
        "all => all.filter(each => !each.closest('.menu, .more-law'))"
        ".map(each => getComputedStyle(each, '::before').content)"
    )
    assert len(signs) >= 2
    assert {sign[:2] for sign in signs} <= {'"▸', '"▾'}


@pytest.mark.parametrize("width", [360, 1280])
def test_many_references_unfold_into_the_line_of_the_others_and_in_sight(
    open_page: Callable[..., Page], width: int
) -> None:
    page = open_page(width=width)
    page.goto("/droit/code-de-la-propriete-intellectuelle/L113-9")
    page.locator(".topics li a", has_text="À qui appartiennent").first.click()
    sign = page.locator(".more-law > summary")
    before = sign.locator("xpath=../preceding-sibling::a").bounding_box()
    folded = sign.bounding_box()
    assert before is not None
    assert folded is not None
    assert folded["y"] == before["y"]
    sign.click()
    boxes = [box for each in page.locator(".law-chips a").all() if (box := each.bounding_box())]
    last, unfolded = boxes[-1], sign.bounding_box()
    assert unfolded is not None
    assert len(boxes) > 5
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    assert [(box["y"], box["x"]) for box in boxes] == sorted((box["y"], box["x"]) for box in boxes)
    assert (unfolded["y"], unfolded["x"]) > (last["y"], last["x"])
    sign.click()
    expect(page.locator(".more-law a").first).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".more-law a").first).to_be_visible()


def test_on_paper_what_is_folded_is_there_with_the_addresses(open_page: Callable[..., Page]) -> None:
    page = open_page(scripts=False)
    page.goto("/f/droit-du-numerique")
    page.locator(".rows .what h3 a").first.click()
    notice, cited = page.locator(".law-notice li").first, page.locator(".cited:not([open]) a[href^=http]").first
    expect(page.locator(".law-notice summary")).to_have_text("3 textes cités ont changé de numéro depuis")
    assert not notice.is_visible()
    assert not cited.is_visible()
    page.emulate_media(media="print")
    expect(notice).to_be_visible()
    expect(cited).to_be_visible()
    address = cited.evaluate("link => getComputedStyle(link, '::after').content")
    assert "https://www.legifrance.gouv.fr/" in address
    assert page.locator("details.menu").first.is_hidden()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_the_law_fit(open_page: Callable[..., Page], width: int) -> None:
    page = open_page(width=width)
    for path in ("/droit", "/droit?q=1240", "/droit/code-civil", "/droit/code-de-procedure-civile/808"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_reference_is_picked_by_its_number(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(base_url=site.base)
    page = context.new_page()
    sign_in(page, "Ada")
    page.goto("/f/contrats-et-prestataires/new")
    area = page.locator("[data-text]")
    area.fill("Voir 1240")
    area.evaluate("area => area.setSelectionRange(5, 9)")
    page.locator('[data-command="law"]').click()
    page.get_by_role("button", name="Article 1240 du code civil").click()
    assert area.input_value() == "Voir article 1240 du code civil"
    context.close()


def test_the_picker_says_what_it_found_and_what_to_do_when_it_found_nothing(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(base_url=site.base, viewport={"width": 360, "height": 740})
    page = context.new_page()
    sign_in(page, "Ada")
    page.goto("/f/contrats-et-prestataires/new")
    page.locator('[data-command="law"]').click()
    box, told = page.get_by_role("searchbox", name="Référence juridique"), page.locator(".law-picker [role=status]")
    box.fill("L99999-9")
    expect(told).to_contain_text("Écrivez-la en entier dans votre texte")
    box.fill("rgpd 999")
    expect(told).to_contain_text("aucun article de ce numéro\u202f: Article 999 du règlement (UE) 2016/679")
    assert page.locator(".law-picker button").count() == 0
    box.fill("rgpd 17")
    expect(told).to_have_text("1 référence possible")
    box.fill("1240")
    expect(told).to_have_text(re.compile(r"^\d+ références possibles$"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    box.fill("")
    expect(told).to_be_empty()
    context.set_offline(True)
    box.fill("1241")
    expect(told).to_contain_text("La recherche n’a pas répondu")
    context.close()


def test_the_preview_beside_the_text_follows_the_field_of_references(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(base_url=site.base)
    page = context.new_page()
    sign_in(page, "Ada")
    page.goto("/f/idees-et-remarques/new?form=text")  # its draft stays, and no other test writes there
    page.locator("[data-text]").fill("Rien de cité.")
    page.locator('[data-command="preview"]').click()
    shown = page.locator("[data-live-preview]")
    expect(shown).to_contain_text("Rien de cité.")
    page.locator("[name=law]").fill("1240 C. civ., pipeau 3")
    expect(shown.locator(".law-picked")).to_contain_text("C. civ., art. 1240")
    expect(shown.locator(".law-picked .error")).to_contain_text("pipeau 3")
    context.close()
