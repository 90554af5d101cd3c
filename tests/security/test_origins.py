"""Where a request comes from and where an answer leads: nobody is led away, no link is made from what was sent, and
no other site writes here.
"""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from forum.db import Model, db
from forum.web.security import local_target
from tests.browsing import Browser
from tests.factories import Factory
from tests.mailbox import Mailbox
from tests.web.access_table import CASES
from tests.web.people import sign_in, with_password
from tests.web.peopled import Site, peopled
from tests.web.probing import sound, stays

TARGETS = (
    "https://evil.example", "http://evil.example", "//evil.example", "///evil.example", "////evil.example",
    "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\\/evil.example", "/\t/evil.example",
    "/\n/evil.example", "\t//evil.example", " //evil.example", "//evil.example/%2f..", "https:evil.example",
    "https:/evil.example", "https:///evil.example", "http:\\\\evil.example", "javascript:alert(1)",
    "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "vbscript:x", "//evil.example@localhost",
    "https://localhost@evil.example", "https://localhost.evil.example", "//localhost\\@evil.example",
    "\x01//evil.example", "/%09/evil.example", "//%65vil.example", "〱evil.example", "/／evil.example",
    "//evil。example", "http://[::1]@evil.example", "//[", "http://[", "?next=//evil.example", "evil.example",
    "//evil.example:80#@localhost", "/\u2028/evil.example", "/.//evil.example", "/..//evil.example",
    "/t/..//..//evil.example", "/login?next=//evil.example", "/\r\nSet-Cookie:x=1", "mailto:x@evil.example",
)  # fmt: skip
HOSTS = ("evil.example", "localhost:80@evil.example", "evil.example:99999", "[::1", "a" * 300, "localhost.evil.example")
REDIRECTING = (
    "/t/{topic}",
    "/p/{post}",
    "/t//1",
    "/lists/unread",
    "/u/AUTHOR",
    "/t/{topic}/faux",
    "/login/",
)
FOREIGN = (
    ({}, "missing"),
    ({}, "wrong"),
    ({"Origin": "https://evil.example"}, "right"),
    ({"Origin": "null"}, "right"),
    ({"Origin": "http://localhost.evil.example"}, "right"),
    ({"Origin": "http://localhost:1"}, "right"),
    ({"Origin": "http://["}, "right"),
    ({"Sec-Fetch-Site": "cross-site"}, "right"),
    ({"Sec-Fetch-Site": "same-site"}, "right"),
)


@pytest.fixture
def site(sqlite_app: Flask) -> Site:
    return peopled(Factory(sqlite_app), replies=0)


def test_nobody_is_led_away(site: Site) -> None:
    member, moderator = site.browser("member"), site.browser("moderator")
    assert len(TARGETS) >= 45
    for target in TARGETS:
        assert stays(local_target(target, "/")), target
        assert stays(member.get("/login", follow=False, query_string={"next": target}).headers["Location"]), target
        data = {"verb": "pin", "topic": site.at["topic"], "next": target}
        answer = moderator.post("/moderation/topics", data, follow=False)
        assert stays(answer.headers["Location"]), target


def test_signing_in_leads_nowhere_else(sqlite_app: Flask) -> None:
    factory = Factory(sqlite_app)
    with_password(factory)
    for target in ("https://evil.example", "//evil.example", "/\\evil.example", "/.//evil.example"):
        answer = sign_in(factory.browser(), next=target)
        assert answer.status == 303
        assert stays(answer.headers["Location"]), target


def test_no_link_is_made_from_the_host(site: Site) -> None:
    pages = ("/", "/t/{topic}/{slug}", "/sitemap.xml", "/sitemap-1.xml", "/robots.txt", "/nulle-part", "/register")
    for host in HOSTS:
        visitor = site.browser("visitor")
        for template in (*REDIRECTING, *pages):
            page = sound(visitor, "GET", site.address(template), headers={"Host": host})
            assert stays(page.headers.get("Location", "/")), (host, template)
            assert "evil" not in page.text, (host, template)


def test_paths_that_look_like_hosts_make_no_links_abroad(site: Site) -> None:
    visitor = site.browser("visitor")
    for path in ("//evil.example", "//evil.example/x", "///evil.example", "/\\evil.example", "/x//evil.example"):
        page = sound(visitor, "GET", "/", environ_overrides={"PATH_INFO": path, "REQUEST_URI": path, "RAW_URI": path})
        named = [each.get("href", "") for tag in ("a", "link") for each in page.find(tag)]
        assert [each for each in named if not stays(each) and not each.startswith("http://localhost")] == [], path


@pytest.mark.parametrize("name", ["Host", "X-Forwarded-Host", "Forwarded"])
def test_links_in_mails_name_the_site(sqlite_app: Flask, name: str) -> None:
    factory = Factory(sqlite_app)
    with_password(factory)
    mailbox, visitor, bare = Mailbox(sqlite_app), factory.browser(), sqlite_app.test_client(use_cookies=False)
    token = visitor.get("/reset").form("/reset").fields["csrf_token"]
    cookie = "; ".join(f"{each.key}={each.value}" for each in visitor.client._cookies.values())
    headers = {name: "evil.example" if name != "Forwarded" else "host=evil.example", "Cookie": cookie}
    data = {"csrf_token": token, "email": "alice@example.org"}
    assert bare.post("/reset", data=data, headers=headers).status_code == 303
    letter = mailbox.only()
    assert "http://localhost/reset/" in letter.text
    assert "evil" not in letter.text + letter.html


def test_a_forwarded_address_counts_for_nothing_without_a_proxy(make_app: Callable[..., Flask]) -> None:
    browser = Browser(make_app(rate_limits="on", trusted_proxies=0))
    answers = [
        browser.get("/robots.txt", headers={"X-Forwarded-For": f"10.0.0.{number}"}).status for number in range(60)
    ]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_behind_a_proxy_each_address_has_its_own_count(make_app: Callable[..., Flask]) -> None:
    browser = Browser(make_app(rate_limits="on", trusted_proxies=1))
    answers = [
        browser.get("/robots.txt", headers={"X-Forwarded-For": f"10.0.0.{number}"}).status for number in range(60)
    ]
    assert set(answers) == {200}
    spoofed = {"X-Forwarded-For": "10.9.9.{number}, 10.0.0.1"}  # only what the proxy itself added counts
    answers = [
        browser.get("/robots.txt", headers={"X-Forwarded-For": spoofed["X-Forwarded-For"].format(number=number)}).status
        for number in range(60)
    ]
    assert answers[-1] == 429


def test_no_other_site_writes_here(site: Site) -> None:
    before = _everything(site.factory)
    for role in ("visitor", "admin"):
        browser = site.browser(role)
        tokens = {"right": browser.token(), "wrong": "IjEyMyI.x.y", "missing": ""}
        for headers, token in FOREIGN:
            for case in CASES:
                if case.method == "POST":
                    data = {name: site.address(value) for name, value in case.data.items()}
                    data |= {"csrf_token": tokens[token]} if tokens[token] else {}
                    page = sound(browser, "POST", site.address(case.address), data=data, headers=headers)
                    assert 400 <= page.status < 500, (headers, case.address, page.status)
    assert _everything(site.factory) == before


def test_no_page_is_changed_by_reading_it(site: Site) -> None:
    before = _everything(site.factory)
    admin = site.browser("admin")
    for case in CASES:
        sound(admin, "GET", site.address(case.address))
        sound(admin, "HEAD", site.address(case.address))
    assert _everything(site.factory) == before


def _everything(factory: Factory) -> dict[str, list[Any]]:
    """Every row of every table but those that say who is signed in."""
    aside = {"generations", "login_sessions"}

    def read() -> dict[str, list[Any]]:
        tables = [table for table in Model.metadata.sorted_tables if table.name not in aside]
        return {table.name: sorted(map(str, db.session.execute(table.select()))) for table in tables}

    return factory.read(read)
