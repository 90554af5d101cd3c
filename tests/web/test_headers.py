"""Headers: the same walls around every answer, no cookie for who only reads, and what an observatory would score."""

from collections.abc import Callable, Mapping

import pytest
from flask import Flask

from tests.browsing import Browser, Page
from tests.factories import Factory
from tests.web.access_table import CASES
from tests.web.people import is_signed_in, sign_in, with_password
from tests.web.peopled import Site, peopled

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
REFERRER = {"strict-origin-when-cross-origin", "no-referrer"}
DIRECTIVES = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "form-action": {"'self'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "object-src": {"'none'"},
    "require-trusted-types-for": {"'script'"},
}
HTTPS = "https://forum.example.org"
# Only these have a form that a visitor signs with a cookie.
WITH_COOKIE = {"/login", "/register", "/reset"}


@pytest.fixture
def site(sqlite_app: Flask) -> Site:
    return peopled(Factory(sqlite_app), replies=0)


@pytest.mark.parametrize("role", ["visitor", "member", "admin"])
def test_every_answer_stands_behind_the_same_walls(site: Site, role: str) -> None:
    browser, wrong = site.browser(role), []
    for case in CASES:
        if case.method == "GET":
            page = browser.get(site.address(case.address), follow=False)
            wrong += [f"{case.address} ({page.status}): {fault}" for fault in _gaps(page)]
    assert wrong == []


def test_answers_to_the_unforeseen_stand_behind_them_too(make_app: Callable[..., Flask]) -> None:
    visitor = Browser(_broken(make_app()))
    answers = {
        500: visitor.get("/casse"),
        404: visitor.get("/nulle-part"),
        405: visitor.post("/members"),
        400: visitor.send("post", "/login", {"csrf_token": "faux"}),
        200: visitor.get("/static/icons/favicon.svg"),
        304: visitor.get("/static/icons/favicon.svg", headers={"If-None-Match": _etag(visitor)}),
        413: visitor.send("post", "/login", {"identity": "x" * 1_200_000}),
    }
    for status, page in answers.items():
        assert page.status == status
        assert _gaps(page) == [], status


def test_visitors_get_a_cookie_only_with_a_form_that_needs_it(site: Site) -> None:
    for case in CASES:
        if case.method == "GET":
            visitor = site.browser("visitor")
            visitor.get(site.address(case.address), follow=False)
            allowed = ["form"] if case.address in WITH_COOKIE else []
            assert visitor.cookies() == allowed, case.address


def test_pages_of_members_are_kept_by_no_cache(site: Site) -> None:
    member = site.browser("member")
    kept = {}
    for case in CASES:
        if case.method == "GET" and not case.address.startswith(("/static/", "/avatars/")):
            page = member.get(site.address(case.address), follow=False)
            kept[case.address] = page.headers.get("Cache-Control", "")
    assert {address: value for address, value in kept.items() if "private" not in value} == {}


@pytest.mark.parametrize("base_url", [HTTPS, "http://localhost"])
def test_cookies_and_transport_are_strict_exactly_under_https(make_app: Callable[..., Flask], base_url: str) -> None:
    browser = Browser(make_app(base_url=base_url, page_cache_entries=0))
    page = browser.get("/login")
    cookie, transport = page.headers["Set-Cookie"], page.headers.get("Strict-Transport-Security")
    name, _, flags = cookie.partition("=")
    flags_set = {each.strip().partition("=")[0] for each in flags.split(";")[1:]}
    if base_url == HTTPS:
        assert (name, transport) == ("__Host-form", "max-age=63072000; includeSubDomains")
        assert flags_set == {"Max-Age", "Expires", "Secure", "HttpOnly", "Path", "SameSite"}
    else:
        assert (name, transport) == ("form", None)
        assert flags_set == {"Max-Age", "Expires", "HttpOnly", "Path", "SameSite"}


def test_a_session_under_https_is_strict_too(make_app: Callable[..., Flask], factory: Factory) -> None:
    with_password(factory)
    browser = Browser(make_app(base_url=HTTPS))
    cookies = sign_in(browser).headers.getlist("Set-Cookie")
    assert any(each.startswith("__Host-sid=") for each in cookies)
    assert all("Secure" in each and "HttpOnly" in each and "SameSite=Lax" in each for each in cookies)
    assert is_signed_in(browser)


def test_an_observatory_gives_its_best_marks(make_app: Callable[..., Flask], factory: Factory) -> None:
    site, browser = peopled(factory, replies=0), Browser(_broken(make_app(base_url=HTTPS)))
    pages = ("/", "/t/{topic}/{slug}", "/login", "/attachments/{key}", "/static/css/main.css")
    expected = {**dict.fromkeys(pages, 200), "/nulle-part": 404, "/casse": 500}
    for address, status in expected.items():
        page = browser.get(site.address(address), base_url=HTTPS)
        assert page.status == status
        assert score(page.headers, page.headers.getlist("Set-Cookie"), page.text) >= 115, address


def score(headers: Mapping[str, str], cookies: list[str], text: str) -> int:
    """The mark of Mozilla's HTTP Observatory (its scoring.md): from 100, bonuses only above 90 without them."""
    policy = _directives(headers.get("Content-Security-Policy", ""))
    scripts = policy.get("script-src", policy.get("default-src", {"*"}))
    unsafe = any("unsafe-inline" in each for each in scripts | policy.get("style-src", set()))
    framed = not (policy.get("frame-ancestors") or headers.get("X-Frame-Options"))
    penalties = (
        (25, not policy or "'unsafe-inline'" in scripts),
        (20, "max-age=" not in headers.get("Strict-Transport-Security", "")),
        (20, framed),
        (5, headers.get("X-Content-Type-Options") != "nosniff"),
        (20, any("Secure" not in each for each in cookies)),
        (50, 'src="http' in text),
    )
    base = 100 - sum(points for points, holds in penalties if holds)
    if base < 90:
        return base
    strict_cookies = cookies and all("HttpOnly" in each and "SameSite" in each for each in cookies)
    bonuses = (
        (5, strict_cookies),
        (5, bool(policy) and not unsafe),
        (5, policy.get("default-src") == {"'none'"}),  # +10 with the one above
        (5, headers.get("Referrer-Policy") in REFERRER),
        (5, policy.get("frame-ancestors") == {"'none'"}),
        (10, headers.get("Cross-Origin-Resource-Policy") in {"same-origin", "same-site"}),
    )
    return base + sum(points for points, holds in bonuses if holds)


def _gaps(page: Page) -> list[str]:
    """What is missing in an answer."""
    headers = page.headers
    gaps = [f"{name}: {headers.get(name)}" for name, value in ALWAYS.items() if headers.get(name) != value]
    if headers.get("Referrer-Policy") not in REFERRER:
        gaps.append(f"Referrer-Policy: {headers.get('Referrer-Policy')}")
    policy = _directives(headers.get("Content-Security-Policy", ""))
    is_file = page.path.startswith(("/attachments/", "/avatars/", "/experts/proofs/")) and page.status == 200
    wanted = {"default-src": {"'none'"}, "sandbox": set()} if is_file else DIRECTIVES
    gaps += [f"{name}: {policy.get(name)}" for name, value in wanted.items() if policy.get(name) != value]
    if "Content-Type" in headers and headers["Content-Type"].startswith("text/"):
        gaps += [] if "charset=utf-8" in headers["Content-Type"] else [headers["Content-Type"]]
    gaps += [name for name in ("Server", "X-Powered-By", "Access-Control-Allow-Origin") if name in headers]
    return gaps


def _directives(policy: str) -> dict[str, set[str]]:
    parts = [each.split() for each in policy.split(";") if each.strip()]
    return {name: set(values) for name, *values in parts}


def _etag(browser: Browser) -> str:
    return browser.get("/static/icons/favicon.svg").headers["ETag"]


def _broken(app: Flask) -> Flask:
    """With an address that fails, as a mistake of ours would."""

    def fail() -> str:
        raise RuntimeError("on purpose")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/casse", "casse", fail)
    return app
