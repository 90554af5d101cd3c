"""Every route, as every role: what each is answered. A route that the table does not know fails the test."""

import pytest
from flask import Flask

from tests.browsing import Browser
from tests.factories import Factory
from tests.web.access_table import CASES, MEANINGS, Case
from tests.web.peopled import ROLES, Site, peopled

_LETTERS = {400: "B", 403: "F", 404: "M", 410: "G", 422: "I"}
# What a role may see is asked in SQL: one of each kind of reader is enough to know that both databases answer alike.
ON_POSTGRESQL = [
    pytest.param(role, "postgresql", marks=pytest.mark.postgres) for role in ("visitor", "elsewhere", "admin")
]
_IGNORED = {"HEAD", "OPTIONS"}


def test_the_table_knows_every_route(sqlite_app: Flask) -> None:
    known = {(case.method, case.rule) for case in CASES}
    present = {
        (method, rule.rule) for rule in sqlite_app.url_map.iter_rules() for method in (rule.methods or set()) - _IGNORED
    }
    assert not present - known, f"say in tests/web/access_table.py who may open: {sorted(present - known)}"
    assert not known - present, f"take out of tests/web/access_table.py what is no longer: {sorted(known - present)}"


@pytest.mark.parametrize(("role", "app"), [*((role, "sqlite") for role in ROLES), *ON_POSTGRESQL], indirect=["app"])
def test_what_each_role_is_answered(factory: Factory, role: str) -> None:
    site = peopled(factory, replies=0)
    wrong = []
    for method in ("GET", "POST"):
        browser = site.browser(role)
        token = browser.token() if method == "POST" else ""
        for case in CASES:
            if case.method != method:
                continue
            expected, found = case.answers[ROLES.index(role)], _answer(site, browser, case, token)
            if found != expected:
                wrong.append(f"{method} {site.address(case.address)}: {found}, not {expected} ({MEANINGS[expected]})")
    assert not wrong, f"as {role}:\n" + "\n".join(wrong)


def _answer(site: Site, browser: Browser, case: Case, token: str) -> str:
    data = {name: site.address(value) for name, value in case.data.items()}
    sent = {"csrf_token": token, **data} if case.method == "POST" else None
    page = browser.send(case.method.lower(), site.address(case.address), sent, follow=False)
    if 300 <= page.status < 400:
        return "L" if page.location.startswith("/login") else "3"
    if page.status == 403 and page.find("form", action="/login"):
        return "L"
    return "2" if page.status == 200 else _LETTERS.get(page.status, str(page.status))
