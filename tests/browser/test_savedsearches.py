"""A member keeps a search, is told of what it newly finds by the bell and by mail, and stops either."""

import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, open_topic, register, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FORUM = "contrats-et-prestataires"
_TOLD_SECONDS = 60.0  # what was written waits for the worker, on a machine that runs other things besides


@pytest.fixture
def reader(open_page: Callable[..., Page], site: Site) -> Page:
    """A new member, who keeps two searches that find nothing yet, the first with mails."""
    page = open_page()
    page.goto("/register")
    register(page, site, "Rosalie")
    _keep(page, "rossignol mécanique", "par une notification et un courriel")
    _keep(page, "hirondelle", "par une notification")
    return page


def test_told_once_by_bell_and_mail_until_one_stops(open_page: Callable[..., Page], site: Site, reader: Page) -> None:
    writer = open_page()
    sign_in(writer, "Ada")
    first = open_topic(writer, FORUM, "Le premier rossignol", "Un rossignol mécanique chante.")
    _send_what_waits(site, 1)
    mail = site.mails_to("Rosalie@example.org", saying="Le premier rossignol")[-1]
    _expect_notice(reader, "Le premier rossignol")
    reader.get_by_role("main").get_by_role("link", name="Le premier rossignol").first.click()
    expect(reader).to_have_url(re.compile(re.escape(first)))

    assert f"{site.base}/search/saved" in mail
    reader.goto(re.findall(rf"{site.base}/unsubscribe/\S+", mail)[0])
    reader.get_by_role("main").get_by_role("button").click()
    open_topic(writer, FORUM, "Le deuxième rossignol", "Un autre rossignol mécanique chante.")
    _send_what_waits(site, 2)
    _expect_notice(reader, "Le deuxième rossignol")

    reader.goto("/search/saved")
    reader.get_by_role("button", name="Mettre en pause « rossignol mécanique »").click()
    expect(reader.get_by_text("en pause", exact=True)).to_be_visible()
    open_topic(writer, FORUM, "Le troisième rossignol", "Encore un rossignol mécanique.")
    open_topic(writer, FORUM, "Une hirondelle", "Une hirondelle passe.")
    _expect_notice(reader, "Une hirondelle")  # what was written before it was looked at before
    expect(reader.get_by_text("Le troisième rossignol")).to_have_count(0)
    assert len(site.mails_to("Rosalie@example.org", saying="rossignol")) == 1


def _send_what_waits(site: Site, notices: int) -> None:
    """As if the two minutes in which a notice may still be read were over, for so many of them."""
    hers = (
        "event = 'notice.made' AND json_extract(payload, '$.notice_id') IN"
        " (SELECT notices.id FROM notices JOIN users ON users.id = user_id WHERE users.name = 'Rosalie')"
    )
    made = f"SELECT count(*), count(done_at) FROM outbox WHERE {hers}"  # noqa: S608  # our own words
    due = f"UPDATE outbox SET run_at = created_at WHERE {hers} AND done_at IS NULL"  # noqa: S608  # our own words
    end = time.monotonic() + _TOLD_SECONDS
    with closing(sqlite3.connect(site.data / "forum.db", timeout=20, isolation_level=None)) as database:
        while database.execute(made).fetchone() != (notices, notices):
            assert time.monotonic() < end, "nobody was told"
            database.execute(due)
            time.sleep(0.3)


def _keep(page: Page, words: str, alert: str) -> None:
    page.goto("/search")
    page.locator("#q").fill(words)
    page.locator("#q").press("Enter")
    page.get_by_label("Me prévenir").select_option(alert)
    page.get_by_role("button", name="Enregistrer cette recherche").click()
    expect(page.locator("main").get_by_role("link", name=words)).to_be_visible()


def _expect_notice(page: Page, title: str) -> None:
    """Among the notices, by and by."""
    notice = page.get_by_role("main").get_by_role("link", name=title).first
    for _ in range(int(_TOLD_SECONDS)):
        page.goto("/notifications")
        if notice.count():
            return
        page.wait_for_timeout(1000)
    expect(notice).to_be_visible()
