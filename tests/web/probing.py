"""Asks the site anything, and insists on an answer that is no failure of ours."""

import re
from typing import Any

from tests.browsing import Browser, Form, Page
from tests.web.access_table import CASES
from tests.web.peopled import Site

_SOUND = {200, 201, 301, 302, 303, 304, 308, 400, 403, 404, 405, 409, 410, 413, 414, 415, 416, 422, 429}
_VARIABLE = re.compile(r"<(?:[^:<>]+(?:\([^)]*\))?:)?[^<>]+>")


def sound(browser: Browser, method: str, address: str, **sent: Any) -> Page:
    """The answer to a request, which must be one that the site means to give. Not followed."""
    page = Page(browser, browser.client.open(address, method=method, **sent))
    assert page.status in _SOUND, f"{method} {address[:200]} {str(sent)[:300]}: {page.status}"
    return page


def filled(rule: str, value: str) -> str:
    """A route's address with this value for each of its variables, as it is sent over the wire."""
    return _VARIABLE.sub(lambda _found: value, rule)


def rules_with_variables(method: str) -> list[str]:
    return sorted({case.rule for case in CASES if "<" in case.rule and case.method == method})


def forms_of(site: Site, browser: Browser) -> list[Form]:
    """One of each form that sends something, from every page of the table of access."""
    found: dict[tuple[str, tuple[str, ...]], Form] = {}
    for case in CASES:
        if case.method != "GET" or case.address.startswith(("/static", "/attachments", "/avatars")):
            continue
        page = browser.get(site.address(case.address))
        if page.headers["Content-Type"].startswith("text/html"):
            for form in page.forms():
                if form.method == "post" and form.action != "/logout":
                    found.setdefault((re.sub(r"\d+", "0", form.action), tuple(form.fields)), form)
    return list(found.values())


def stays(location: str) -> bool:
    """Whether a browser that follows this stays on the site."""
    return re.match(r"(/(?![/\\])|#|\?|$)", location) is not None and not re.search(r"[\x00-\x20\\]", location)
