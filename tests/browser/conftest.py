"""A served site (the very command of `make run`) and a real Chromium, for the whole run."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, sync_playwright

from tests.mailbox import Letter
from tests.smtp import MailServer, free_port

ROOT = Path(__file__).parent.parent.parent
PASSWORD = "une phrase de passe, longue et calme"
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_QUIET = ("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync")
_START_SECONDS = 180.0  # of a machine that runs other things besides


@dataclass(frozen=True)
class Site:
    """A site that runs, with its own data folder. `server`: where its mails go, for one that does not use a folder."""

    base: str
    data: Path
    server: MailServer | None = None

    def mails_to(self, address: str, seconds: float = 15.0, *, saying: str = "") -> list[str]:
        """The text of each mail to an address that says so, oldest first; waits for the first."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = [text for to, text in self._mails() if to == address and saying in text]
            if found:
                return found
            time.sleep(0.1)
        raise AssertionError(f"no mail to {address} with « {saying} » in {seconds} s")

    def _mails(self) -> Iterator[tuple[str, str]]:
        if self.server is not None:
            yield from ((letter.to, letter.text) for letter in self.server.letters())
        for path in sorted((self.data / "mail").glob("*.eml"), key=lambda each: each.stat().st_mtime_ns):
            letter = Letter(message_from_bytes(path.read_bytes(), policy=policy.default))
            yield letter.to, letter.text

    def link_in_mail(self, address: str) -> str:
        """The first link of the newest mail to an address."""
        link = re.search(r"https?://\S+", self.mails_to(address)[-1])
        assert link is not None
        return link.group()

    def write(self, statement: str, *values: str) -> None:
        """Change its rows by hand: what would take days."""
        with closing(sqlite3.connect(self.data / "forum.db", timeout=30)) as database, database:
            database.execute(statement, values)

    def command(self, *arguments: str) -> str:
        """Run `flask forum …` on this site's data."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "forum", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=_environment(self), capture_output=True, text=True, check=True)
        return done.stdout


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The seeded site, served with its worker as a reader of the README serves it."""
    with serving(tmp_path_factory.mktemp("site")) as served:
        yield served


@contextmanager
def serving(data: Path, server: MailServer | None = None) -> Iterator[Site]:
    """A site of its own, with an administrator; its mails go to `server` where there is one."""
    served = Site(f"http://localhost:{free_port()}", data, server)
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "forum", "serve"]
    log = (served.data / "log").open("wb")
    process = subprocess.Popen(command, cwd=ROOT, env=_environment(served), stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_for(served, process)
        served.command("admin", "Ada", "ada@example.org", "--password", PASSWORD)
        yield served
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        log.close()


@pytest.fixture(scope="session")
def playwright_of() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright_of: Playwright) -> Iterator[Browser]:
    program, *arguments = program_arguments()
    browser = playwright_of.chromium.launch(executable_path=program, args=arguments)
    yield browser
    browser.close()


def program_arguments() -> list[str]:
    """Chromium and what it is started with; skips the test where there is none."""
    program = next((path for name in _CHROMIUM if (path := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium here: apt-get install chromium (make test does it where it may)")
    return [program, *_QUIET, *(() if os.geteuid() else ("--no-sandbox",))]


@pytest.fixture
def open_page(chromium: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """`open_page(width=1280, scheme="light", scripts=True)`: a page of a fresh person, whose errors fail the test."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def make(*, width: int = 1280, scheme: str = "light", scripts: bool = True, **options: object) -> Page:
        height = 800 if width > 600 else 740
        context = chromium.new_context(
            base_url=site.base,
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]  # light or dark
            java_script_enabled=scripts,
            locale="fr-FR",
            **options,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda request: _note_foreign(request.url, site.base, problems))
        page.on("console", lambda said: _note_error(said, problems))
        return page

    yield make
    for context in contexts:
        context.close()
    assert problems == []


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Through the form, as anybody does."""
    page.goto("/login")
    page.fill("#identity", name)
    page.fill("#password", password)
    page.click("main button.primary")
    page.wait_for_url(lambda url: "/login" not in url)


def open_topic(page: Page, forum: str, title: str, body: str) -> str:
    """Write a topic through the form; its address."""
    page.goto(f"/f/{forum}/new")
    page.fill("#title", title)
    page.fill("#body", body)
    page.get_by_role("button", name="Publier").click()
    page.wait_for_url(lambda url: "#p" in url)
    return page.url.split("#")[0].split("?")[0]


def register(page: Page, site: Site, name: str) -> None:
    """Through the form on the page, and the link of the mail."""
    address = f"{name}@example.org"
    page.fill("#name", name)
    page.fill("#email", address)
    page.fill("#password", PASSWORD)
    page.check("#charter")
    page.wait_for_timeout(3200)  # a form filled in faster than anybody types is taken for a robot's
    page.click("main button.primary")
    page.goto(site.link_in_mail(address))
    page.click("main button.primary")


def _note_foreign(url: str, base: str, problems: list[str]) -> None:
    if not url.startswith((base, "data:", "blob:")):
        problems.append(f"a request to {url}")


def _note_error(said: ConsoleMessage, problems: list[str]) -> None:
    """What the browser complains of, but for the answers that a test asks for (an unknown page, a refused form)."""
    expected = "Failed to load resource" in said.text and "/static/" not in said.location["url"]
    if said.type == "error" and not expected:
        problems.append(f"{said.text} ({said.location['url']})")


def _environment(site: Site) -> dict[str, str]:
    port = site.base.rsplit(":", 1)[1]
    mail = {"FORUM_MAIL_URL": site.server.url} if site.server is not None else {}
    links = {"FORUM_LINK_CHECKS": "loopback", "FORUM_LINK_ROUND_SECONDS": "1"}  # no page of the seed is asked for
    ours = {"PORT": port, "FORUM_DATA_DIR": str(site.data), "FORUM_RATE_LIMITS": "off"}
    paces = {"FORUM_POSTS_PER_HOUR": "1000"}  # in one run Ada writes what nobody writes in an hour
    return {**os.environ, **ours, **paces, "FORUM_SEARCH_ALERT_SECONDS": "1", **links, **mail}


def _wait_for(site: Site, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{site.base}/healthz", timeout=2).close()  # noqa: S310  # our own loopback
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the site did not start: {(site.data / 'log').read_text()}")
