"""The writing field with script: toolbar, keys, preview, files pasted into it, quotes, tags; and the ways out of it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser.conftest import Site, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# A picture on the clipboard, as a browser hands it over: drawn in the page, so that its bytes are a real PNG.
_PASTE = """async (area) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 300, height: 200 });
  canvas.getContext("2d").fillRect(10, 10, 200, 100);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const data = new DataTransfer();
  data.items.add(new File([blob], "capture.png", { type: "image/png" }));
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


TOOLBAR = (
    ("un mot", "bold", "**un mot**", "un mot"),
    ("**un mot**", "bold", "un mot", "un mot"),
    ("un mot", "italic", "*un mot*", "un mot"),
    ("**un mot**", "italic", "***un mot***", "**un mot**"),
    ("***un mot***", "italic", "**un mot**", "**un mot**"),
    ("***un mot***", "bold", "*un mot*", "*un mot*"),
    ("un mot", "strike", "~~un mot~~", "un mot"),
    ("un mot", "link", "[un mot](https://)", "https://"),
    ("https://a.fr/x", "link", "[](https://a.fr/x)", ""),
    ("un\ndeux", "quote", "> un\n> deux", ""),
    ("un\ndeux", "list", "- un\n- deux", ""),
    ("- un\n- deux", "list", "un\ndeux", ""),
    ("un\ndeux", "numbered", "1. un\n2. deux", ""),
    ("un", "tasks", "- [ ] un", ""),
    ("un", "heading", "## un", ""),
    ("un", "spoiler", ">! un", ""),
    ("un", "code", "`un`", "un"),
    ("un\ndeux", "code", "```\nun\ndeux\n```\n", "un\ndeux"),
    ("un", "footnote", "un[^1]\n\n[^1]: ", ""),
)


@pytest.fixture(scope="module")
def signed_in(chromium: Browser, site: Site) -> Iterator[StorageState]:
    """Ada's session, and nothing else of her browser."""
    context = chromium.new_context(base_url=site.base)
    sign_in(context.new_page(), "Ada")
    yield context.storage_state()
    context.close()


@pytest.fixture
def reply(open_page: Callable[..., Page], signed_in: StorageState) -> Page:
    """Ada's reply form of a seeded guide."""
    page = open_page(storage_state=signed_in)
    page.goto("/f/contrats-et-prestataires")
    path = page.locator(".rows .what h3 a").last.get_attribute("href") or ""
    page.goto(f"/t/{path.split('/')[2]}/reply")
    page.on("dialog", lambda dialog: dialog.accept())
    expect(page.locator("[data-toolbar]")).to_be_visible()
    return page


def selected(page: Page) -> str:
    return str(page.locator("#body").evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)"))


def test_what_the_toolbar_writes(reply: Page) -> None:
    """From a text, all selected, to another and what is selected in it; one Ctrl+Z brings the first back."""
    area, wrong = reply.locator("#body"), []
    for before, command, after, left in TOOLBAR:
        area.fill(before)
        area.press("ControlOrMeta+a")
        if reply.locator(f".toolbar > [data-command={command}]").count() == 0:
            reply.locator(".toolbar summary").click()
        reply.click(f"[data-command={command}]")
        got = (area.input_value(), selected(reply))
        area.press("ControlOrMeta+z")
        if (*got, area.input_value()) != (after, left, before):
            wrong.append((command, *got, area.input_value()))
    assert wrong == []


def test_keys_do_what_buttons_do(reply: Page) -> None:
    area = reply.locator("#body")
    for keys, after in (("b", "**mot**"), ("i", "*mot*"), ("k", "[mot](https://)"), ("e", "`mot`")):
        area.fill("mot")
        area.press("ControlOrMeta+a")
        area.press(f"ControlOrMeta+{keys}")
        assert area.input_value() == after


@pytest.mark.parametrize(("lang", "told"), [("fr", "Citation (Ctrl+Maj+9)"), ("en", "Quote (Ctrl+Shift+9)")])
def test_keys_are_told_in_the_language_of_the_page(reply: Page, lang: str, told: str) -> None:
    reply.goto(f"{reply.url.partition('?')[0]}?lang={lang}")
    expect(reply.locator("[data-command=quote]")).to_have_attribute("title", told)


def test_bold_and_italics_are_worn_together(reply: Page) -> None:
    area = reply.locator("#body")
    area.fill("mot")
    area.press("ControlOrMeta+a")
    for keys, after in (("b", "**mot**"), ("i", "***mot***"), ("b", "*mot*"), ("b", "***mot***"), ("i", "**mot**")):
        area.press(f"ControlOrMeta+{keys}")
        assert (area.input_value(), selected(reply)) == (after, "mot")


def test_marks_are_taken_away_again(reply: Page) -> None:
    area = reply.locator("#body")
    area.fill("mot")
    area.press("ControlOrMeta+a")
    for expected in ("**mot**", "mot"):
        area.press("ControlOrMeta+b")
        assert area.input_value() == expected


def test_arrows_walk_along_the_toolbar(reply: Page) -> None:
    assert reply.locator('.toolbar > button[tabindex="0"]').get_attribute("data-command") == "bold"
    reply.locator("[data-command=bold]").focus()
    reply.keyboard.press("ArrowRight")
    assert reply.evaluate("document.activeElement.dataset.command") == "italic"
    reply.keyboard.press("ArrowLeft")
    reply.keyboard.press("ArrowLeft")
    assert reply.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_preview_follows_the_text(reply: Page) -> None:
    area, preview = reply.locator("#body"), reply.locator("[data-live-preview]")
    expect(preview).to_be_hidden()
    area.fill("Un **premier** essai : « oui ».")
    reply.click("[data-command=preview]")
    expect(preview.locator("strong")).to_have_text("premier")
    area.fill("Puis un *deuxième* <img src=x onerror=alert(1)>.")
    expect(preview.locator("em")).to_have_text("deuxième", timeout=8000)
    expect(preview).to_contain_text("<img src=x onerror=alert(1)>")
    area.fill("> " * 30 + "trop")
    expect(preview).to_contain_text("30 niveaux, 10 au plus", timeout=8000)
    reply.click("[data-command=preview]")
    expect(preview).to_be_hidden()


def test_characters_are_counted(reply: Page) -> None:
    reply.locator("#body").fill("é" * 1234 + "😀")
    expect(reply.locator("[data-count]")).to_have_text("1 235 / 32 000")
    reply.locator("#body").fill("é" * 32_001)
    expect(reply.locator(".editor")).to_have_class("field editor too-long")


def test_a_pasted_picture_is_sent_and_placed(reply: Page) -> None:
    area = reply.locator("#body")
    area.fill("Voici mon écran :")
    area.evaluate(_PASTE)
    row = reply.locator("[data-attached] li")
    expect(row).to_contain_text("capture.png")
    key = row.locator('input[name="file"]').get_attribute("value")
    assert area.input_value() == f"Voici mon écran :\n\n![Décrivez l’image](attachment:{key})\n"
    reply.keyboard.type("Un écran")
    assert area.input_value() == f"Voici mon écran :\n\n![Un écran](attachment:{key})\n"
    area.fill(f"Voici mon écran :\n\n![Décrivez l’image](attachment:{key})\n")
    row.locator("input[name^=alt]").fill("Un rectangle noir")
    reply.get_by_role("button", name="Publier").click()
    shown = reply.locator("article.post").last.locator("figure img")
    expect(shown).to_have_attribute("alt", "Un rectangle noir")


def test_a_pasted_picture_in_the_quick_reply(reply: Page) -> None:
    reply.get_by_role("link", name="Annuler").click()
    area = reply.locator(".quick #body")
    expect(reply.locator(".quick [data-toolbar]")).to_be_visible()  # the script is there, and hears what is pasted
    area.fill("Rapide :")
    area.evaluate(_PASTE)
    expect(reply.locator(".quick [data-attached] li")).to_contain_text("capture.png")
    reply.locator(".quick").get_by_role("button", name="Publier").click()
    expect(reply.locator("article.post").last.locator("figure img")).to_be_visible()


def test_a_refused_file_is_told_beside_the_field(reply: Page) -> None:
    svg = {"name": "dessin.svg", "mimeType": "image/svg+xml", "buffer": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}
    large = {"name": "long.txt", "mimeType": "text/plain", "buffer": b"x" * 5_300_000}
    reply.set_input_files("#files", [svg, large])  # type: ignore[arg-type]  # as the documentation has it
    expect(reply.locator("[data-progress]")).to_contain_text("dessin.svg : Ce type de fichier n’est pas accepté")
    expect(reply.locator("[data-progress]")).to_contain_text("long.txt : Ce fichier dépasse")
    assert reply.locator("[data-attached] li").count() == 0


def test_a_quote_goes_into_the_text(reply: Page) -> None:
    area = reply.locator("#body")
    area.fill("Bonjour,")
    address = reply.url
    reply.locator("[data-behaviour=quote]").last.click()
    expect(area).not_to_have_value("Bonjour,")
    assert area.input_value().startswith("Bonjour,\n\n> [L’équipe du forum](/p/")
    assert reply.url == address


def test_tags_are_pressed_in_and_out(reply: Page) -> None:
    reply.goto("/f/contrats-et-prestataires/new")
    reply.locator(".known-tags summary").click()
    tag = reply.locator("[data-tag] button").first
    name = tag.inner_text()
    tag.click()
    expect(reply.locator("#tags")).to_have_value(name)
    expect(tag).to_have_attribute("aria-pressed", "true")
    tag.click()
    expect(reply.locator("#tags")).to_have_value("")


def test_a_menu_closes_on_escape_and_elsewhere(reply: Page) -> None:
    menu = reply.locator(".toolbar details")
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    reply.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    menu.locator("summary").click()
    reply.locator("h1").click()
    expect(menu).not_to_have_attribute("open", "")


def test_leaving_with_unsent_text_asks_first(reply: Page) -> None:
    asked: list[str] = []
    reply.on("dialog", lambda dialog: asked.append(dialog.type))
    reply.locator("#body").click()
    reply.keyboard.type("Pas encore fini")
    reply.goto("/")
    assert asked == ["beforeunload"]
