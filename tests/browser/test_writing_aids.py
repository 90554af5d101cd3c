"""What helps while one writes: drafts outlive the browser, quotes gather, others' replies are told."""

import re
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, StorageState, expect

from tests.browser.conftest import Site, program_arguments, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FORUM = "/f/contrats-et-prestataires"


@pytest.fixture(scope="module")
def signed_in(chromium: Browser, site: Site) -> Iterator[StorageState]:
    context = chromium.new_context(base_url=site.base)
    sign_in(context.new_page(), "Ada")
    yield context.storage_state()
    context.close()


def open_topic(page: Page, title: str, body: str) -> str:
    """A fresh topic of Ada's; returns its address."""
    page.goto(f"{FORUM}/new")
    page.get_by_label("Titre").fill(title)
    page.locator("#body").fill(body)
    page.locator("button.primary[name=do]").click()
    page.wait_for_url(re.compile(r"/t/\d+/"))
    return page.url.partition("#")[0]


@contextmanager
def killed_at_the_end(profile: str) -> Iterator[str]:
    """A browser of its own, as a crash leaves it: without a word to its pages. Gives its address."""
    command = [*program_arguments(), "--headless", "--remote-debugging-port=0", f"--user-data-dir={profile}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as browser:
        assert browser.stderr is not None
        try:
            yield next(line.split()[-1] for line in browser.stderr if "DevTools listening" in line)
        finally:
            browser.send_signal(signal.SIGKILL)


def select(page: Page, words: str) -> None:
    """As by the mouse: the words of the first post become the selection."""
    page.locator("article.post .text").first.evaluate(
        """(box, words) => {
          const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
          const nodes = []; while (walker.nextNode()) nodes.push(walker.currentNode);
          const all = nodes.map((node) => node.data).join("");
          const place = (at) => {
            for (const node of nodes) { if (at <= node.length) return [node, at]; at -= node.length; }
          };
          const start = all.indexOf(words);
          const [one, from] = place(start), [other, to] = place(start + words.length);
          getSelection().setBaseAndExtent(one, from, other, to);
        }""",
        words,
    )


def test_what_is_typed_outlives_a_killed_browser(
    playwright_of: Playwright, open_page: Callable[..., Page], site: Site, signed_in: StorageState
) -> None:
    address = f"{FORUM}/new?form=question"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile, killed_at_the_end(profile) as endpoint:
        browser = playwright_of.chromium.connect_over_cdp(endpoint)
        page = browser.new_context(base_url=site.base, storage_state=signed_in).new_page()
        page.goto(address)
        page.get_by_label("Titre").fill("Mon agence garde mes accès")
        page.get_by_label("Votre situation").press_sequentially("Depuis mars, rien.")
        page.get_by_label("Ce que vous espérez").press_sequentially("Mes accès.")
        expect(page.locator("[data-draft-status]")).to_contain_text("Brouillon enregistré", timeout=10_000)
    page = open_page(storage_state=signed_in)
    page.goto(address)
    expect(page.get_by_label("Titre")).to_have_value("Mon agence garde mes accès")
    expect(page.get_by_label("Votre situation")).to_have_value("Depuis mars, rien.")
    expect(page.get_by_label("Ce que vous espérez")).to_have_value("Mes accès.")
    page.get_by_role("button", name="Le supprimer").click()


def test_the_summary_of_faults_has_the_focus_and_leads_to_the_fields(
    open_page: Callable[..., Page], signed_in: StorageState
) -> None:
    page = open_page(storage_state=signed_in)
    page.goto("/f/experiences-vecues/new?form=experience")
    page.get_by_role("button", name="Publier").click()
    expect(page.locator(".faults")).to_be_focused()
    for name, field in (("Titre", "#title"), ("Ce qui s’est passé", "#facts"), ("Comment cela s’est", "#outcome")):
        page.locator(".faults").get_by_role("link", name=name).click()
        expect(page.locator(field)).to_be_focused()


def test_quotes_gather_from_page_to_page(open_page: Callable[..., Page], signed_in: StorageState) -> None:
    page = open_page(storage_state=signed_in)
    topic = open_topic(page, "Sujet à citer", "Le **premier** message.")
    area = page.locator("#body")
    page.evaluate("window.stayed = true")
    page.locator("article.post").first.get_by_role("link", name="Citer").click()
    expect(area).to_have_value(re.compile(r"^> \[Ada\]\(/p/\d+\) :\n> Le \*\*premier\*\* message\.\n\n$"))
    expect(page.locator(".gathered")).to_contain_text("1 citation dans votre réponse")
    assert page.evaluate("window.stayed") is True
    expect(page.locator("[data-draft-status]")).to_contain_text("Brouillon")  # kept before one leaves the page
    page.goto(FORUM)
    page.goto(topic)
    expect(area).to_have_value(re.compile(r"premier"))
    area.press("ControlOrMeta+End")
    area.press_sequentially("Mon avis.")
    select(page, "premier message")
    page.get_by_role("button", name="Citer la sélection").click()
    expect(area).to_have_value(re.compile(r"Mon avis\.\n\n> \[Ada\]\(/p/\d+\) :\n> \*\*premier\*\* message\n\n$"))
    expect(page.locator(".gathered")).to_contain_text("2 citations")
    expect(page.get_by_role("button", name="Citer la sélection")).to_have_count(0)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Publier").click()
    expect(page.locator("article.post").last.locator("blockquote")).to_have_count(2)


def test_the_selection_is_quoted_by_the_keyboard(open_page: Callable[..., Page], signed_in: StorageState) -> None:
    page = open_page(storage_state=signed_in, width=360)
    open_topic(page, "Sujet au clavier", "Un message à citer en partie.")
    select(page, "à citer en partie")
    button = page.get_by_role("button", name="Citer la sélection")
    expect(button).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#body")).to_have_value(re.compile(r"> à citer en partie\n\n$"))
    assert page.evaluate("document.activeElement.textContent") == "Citer"
    assert Axe().run(page).response["violations"] == []


def test_replies_of_others_are_told_while_one_writes(open_page: Callable[..., Page], signed_in: StorageState) -> None:
    page, other = open_page(storage_state=signed_in), open_page(storage_state=signed_in)
    topic = open_topic(page, "Sujet animé", "Un message.")
    told = '{"count": 2, "text": "2 réponses sont arrivées.", "seen": 3, "url": "/t/1"}'
    asked: list[str] = []

    def answer(route: object) -> None:
        asked.append("asked")
        route.fulfill(body=told, content_type="application/json")  # type: ignore[attr-defined]

    other.goto(topic)
    assert (
        other.evaluate("fetch(document.querySelector('.arrived').dataset.url + '?after=1').then(a => a.status)") == 200
    )
    page.route("**/arrived?*", answer)
    expect(page.locator(".arrived")).to_be_hidden()
    page.locator("#body").focus()
    expect(page.locator(".arrived")).to_contain_text("2 réponses sont arrivées.")
    page.wait_for_timeout(1500)
    assert asked == ["asked"], "twice a minute at most"
    with page.context.expect_page() as opened:
        page.locator(".arrived a").click()
    opened.value.close()
    expect(page.locator(".arrived")).to_be_hidden()
    assert page.locator("form.quick [name=seen]").input_value() == "3"


def test_a_bookmark_by_one_click_and_back(open_page: Callable[..., Page], signed_in: StorageState) -> None:
    page = open_page(storage_state=signed_in)
    topic = open_topic(page, "Sujet à garder", "Un message à retrouver.")
    keep = page.locator("article.post").first.get_by_role("button", name="Favori")
    keep.click()
    expect(keep).to_have_attribute("aria-pressed", "true")
    keep.click()
    expect(keep).to_have_attribute("aria-pressed", "false")
    keep.click()
    expect(keep).to_have_attribute("aria-pressed", "true")
    page.goto(topic)
    page.locator("article.post").first.get_by_role("link", name="Favori").click()
    page.get_by_label("Note, pour vous seul").fill("À relire avant l’audience")
    page.get_by_role("button", name="Enregistrer la note").click()
    page.goto("/bookmarks?q=audience")
    expect(page.locator(".kept .note")).to_have_text("À relire avant l’audience")
    assert Axe().run(page).response["violations"] == []


def test_personal_data_are_masked_before_they_are_published(
    open_page: Callable[..., Page], signed_in: StorageState
) -> None:
    page = open_page(storage_state=signed_in, width=360, scheme="dark")
    open_topic(page, "Sujet personnel", "Un message.")
    page.locator("#body").fill("Appelez le 06 12 34 56 78 ou écrivez à a@b.fr.")
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("heading", name="Des données personnelles")).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Tout masquer").click()
    page.locator("button.primary[name=do]").click()
    expect(page.locator("article.post").last).to_contain_text(
        "Appelez le [téléphone masqué] ou écrivez à [adresse électronique masquée]."
    )


def test_that_a_draft_is_gone_is_told_in_view(open_page: Callable[..., Page], signed_in: StorageState) -> None:
    page = open_page(storage_state=signed_in, width=360)
    topic = open_topic(page, "Un brouillon à jeter", "Un texte assez long pour défiler.\n\n" * 20)
    page.goto(topic)
    page.locator(".quick textarea").fill("À jeter.")
    expect(page.locator(".quick [data-draft-status]")).to_contain_text("Brouillon enregistré", timeout=10_000)
    page.reload()
    page.get_by_role("button", name="Le supprimer").click()
    told = page.locator(".quick").get_by_text("Le brouillon est supprimé.")
    expect(told).to_be_in_viewport()
    expect(page.locator("#quick-title")).to_be_in_viewport()


def test_on_a_phone_the_way_up_names_the_topic(open_page: Callable[..., Page], signed_in: StorageState) -> None:
    page = open_page(storage_state=signed_in, width=360)
    page.goto(f"{open_topic(page, 'Un titre de taille moyenne', 'Un texte.')}")
    page.get_by_role("link", name="Répondre").first.click()
    way = page.locator(".crumbs a", has_text="Un titre de taille moyenne")
    assert way.evaluate("link => link.scrollWidth <= link.clientWidth"), "cut to its first letter"
