"""A watcher, from the button on the topic to the mail in a real server, and out again by one click of either kind."""

import re
import sqlite3
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, register, serving, sign_in
from tests.mailbox import Letter
from tests.smtp import MailServer

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WATCHERS = ("Vera.Veille", "Omar.Veille")
TITLE = "Qui tient les mots de passe ?"


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that sends by SMTP."""
    with MailServer() as server, serving(tmp_path_factory.mktemp("mailed"), server) as served:
        yield served


def test_a_watcher_is_mailed_once_and_one_click_ends_it(open_page: Callable[..., Page], site: Site) -> None:
    vera, omar, ada = open_page(width=360), open_page(), open_page()
    sign_in(ada, "Ada")
    topic = _opens_a_topic(ada)
    for page, name in zip((vera, omar), WATCHERS, strict=True):
        page.goto("/register")
        register(page, site, name)
        expect(page.locator(".notice.done")).to_contain_text("bienvenue")
        _follows(page, topic)

    _replies(ada, topic, "La première réponse.")
    one, his = _mailed(site, 2)
    _reads_right(one, his)
    assert "La première réponse." in one.text

    vera.goto(_link_of(one))  # in her mail program, which knows nothing of her session
    expect(vera.locator("h1")).to_have_text("Ne plus recevoir ces courriels")
    assert vera.evaluate("document.documentElement.scrollWidth") <= 360
    vera.get_by_role("button", name="Me désabonner").click()
    expect(vera.locator("main")).to_contain_text("C’est fait, Vera.Veille")

    _replies(ada, topic, "La deuxième réponse.")
    (second,) = _mailed(site, 1, saying="La deuxième réponse.")  # hers would have come first
    assert second.to == f"{WATCHERS[1]}@example.org"
    _one_click(second)

    _replies(ada, topic, "La troisième réponse.")
    for page, name in zip((vera, omar), WATCHERS, strict=True):
        _writes_to(ada, name)
        page.goto("/notifications")
        expect(page.locator("main")).to_contain_text(TITLE)  # told on the site all the same
    _mailed(site, 2, saying="Ada vous écrit en privé")  # sent after, so that what would have come has come
    assert [each for each in _letters(site) if "La troisième réponse." in each.text] == []
    assert len(_letters(site)) == 2 + 1 + 2


def _opens_a_topic(page: Page) -> str:
    page.goto("/f/contrats-et-prestataires/new")
    page.fill("#title", TITLE)
    page.fill("#body", "Le prestataire les garde, et je n’ai plus accès à rien.")
    page.get_by_role("button", name="Publier").click()
    expect(page).to_have_url(re.compile("#p"))
    return page.url


def _follows(page: Page, topic: str) -> None:
    page.goto(topic)
    page.get_by_role("link", name="Suivre").first.click()
    expect(page.get_by_label("Suivi : chaque nouveau message")).to_be_checked()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".notice.done")).to_contain_text("C’est enregistré.")


def _one_click(letter: Letter) -> None:
    """What a mail program sends at a press of its own button (RFC 8058)."""
    address = str(letter.message["List-Unsubscribe"]).strip().strip("<>")
    asked = urllib.request.Request(address, b"List-Unsubscribe=One-Click", method="POST")  # noqa: S310  # our own
    with urllib.request.urlopen(asked, timeout=20) as answered:  # noqa: S310
        assert answered.status == 200
        assert answered.headers["Set-Cookie"] is None


def _replies(page: Page, topic: str, words: str) -> None:
    page.goto(topic)
    page.fill("#body", words)
    page.get_by_role("button", name="Publier").click()
    expect(page.locator("article.post").last).to_contain_text(words)


def _writes_to(page: Page, name: str) -> None:
    page.goto(f"/messages/new/{name}")
    page.fill("#title", "Deux mots")
    page.fill("#body", "En privé.")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator(".pm").last).to_contain_text("En privé.")


def _letters(site: Site) -> list[Letter]:
    """What is told by mail, without the letters of registration."""
    assert site.server is not None
    return [letter for letter in site.server.letters() if letter.message["List-Unsubscribe"]]


def _mailed(site: Site, count: int, *, saying: str = "") -> list[Letter]:
    """Wait for as many letters, in the order of WATCHERS, as if the minutes had passed in which nobody is mailed."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with closing(sqlite3.connect(site.data / "forum.db", timeout=20)) as database:
            database.execute("UPDATE outbox SET run_at = created_at WHERE event = 'notice.made' AND done_at IS NULL")
            database.commit()
        found = [letter for letter in _letters(site) if saying in letter.text]
        if len(found) >= count:
            return sorted(found, key=lambda letter: letter.to, reverse=True)
        time.sleep(0.3)
    raise AssertionError(f"{len(found)} letters of {count}: {[each.subject for each in _letters(site)]}")


def _reads_right(*letters: Letter) -> None:
    assert [letter.to for letter in letters] == [f"{name}@example.org" for name in WATCHERS]
    for letter in letters:
        assert letter.subject == TITLE
        assert letter.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert re.fullmatch(r"<topic-\d+\.\d+@localhost>", str(letter.message["References"]))
        assert letter.message["In-Reply-To"] == letter.message["References"]
        assert letter.message["Message-ID"] != letter.message["References"]
        assert letter.message["Auto-Submitted"] == "auto-generated"
        assert "List-Unsubscribe" in letter.message
    assert len({letter.message["Message-ID"] for letter in letters}) == len(letters)


def _link_of(letter: Letter) -> str:
    link = re.search(r"http\S+/unsubscribe/\S+", letter.text)
    assert link is not None
    assert f"<{link.group()}>" == str(letter.message["List-Unsubscribe"]).strip()
    return link.group()
