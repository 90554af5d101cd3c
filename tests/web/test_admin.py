"""The administration: who may enter, what its pages cost, and its first page."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from forum import clock
from forum.accounts.models import ADMINISTRATORS
from tests.browsing import Browser
from tests.counting import statements
from tests.factories import Factory
from tests.web.people import PASSWORD, sign_in, with_password

_PARAMETER = re.compile(r"<[^>]*>")

# page, statements. Two go for the session and the generation; none may depend on how many rows there are.
BUDGETS = (
    ("/admin", 16),
    ("/admin/forums", 6),
    ("/admin/forums/{forum}", 9),
    ("/admin/forums/{forum}/rights", 9),
    ("/admin/groups", 6),
    ("/admin/groups/3", 8),
    ("/admin/ranks", 6),
    ("/admin/tags", 8),
    ("/admin/people", 8),
    ("/admin/people/{user}", 9),
    ("/admin/settings", 7),
    ("/admin/pages", 6),
    ("/admin/state", 14),
    ("/admin/log", 7),
)


def addresses(app: Flask) -> list[tuple[str, str]]:
    """Every (method, address) below /admin, with numbers that no row has."""
    return [
        (method.lower(), _PARAMETER.sub(lambda found: "approve" if "any(" in found[0] else "999999", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
        if rule.rule.startswith("/admin")
    ]


@pytest.mark.parametrize("role", ["visitor", "member", "moderator"])
def test_nobody_else_enters(factory: Factory, role: str) -> None:
    people = {"visitor": None, "member": factory.user(), "moderator": factory.moderator()}
    browser = factory.browser(people[role])
    found = addresses(factory.app)
    assert len(found) > 40
    for method, address in found:
        sent = browser.get(address, follow=False) if method == "get" else browser.post(address, follow=False)
        if role == "visitor":
            assert sent.status == 303, address
            assert sent.location.startswith("/login"), address
        else:
            assert sent.status == 403, address


def test_a_suspended_administrator_stays_outside(factory: Factory) -> None:
    suspended = factory.user("ada", groups=(ADMINISTRATORS,), suspended_until=clock.now() + timedelta(days=1))
    page = factory.browser(suspended).get("/admin")
    assert page.status == 403
    assert "suspendu" in page.words()


def test_rows_that_do_not_exist_are_missing(factory: Factory) -> None:
    browser = factory.browser(factory.admin())
    for address in ("forums/9", "forums/99999999999999999999", "groups/99", "ranks/9", "tags/9", "people/9", "pages/x"):
        assert browser.get(f"/admin/{address}").status == 404


@pytest.mark.parametrize(("page", "budget"), BUDGETS, ids=[page for page, _ in BUDGETS])
def test_statements_of_a_page(factory: Factory, page: str, budget: int) -> None:
    admin, forum = factory.admin(), factory.forum()
    browser, counts = factory.browser(admin), []
    for _more in range(2):
        users = [factory.user(groups=(4,)) for _ in range(3)]
        topic = factory.topic(factory.forum(f"Forum {users[0]}", parent_id=forum), users[0])
        factory.reply(topic, users[1])
        address = page.format(forum=forum, user=users[0])
        browser.get(address)
        with statements(factory.app) as sent:
            assert browser.get(address).status == 200
        counts.append(len(sent))
        assert len(sent) <= budget, "\n".join(sent)
        assert {each.split()[0].upper() for each in sent} <= {
            "SELECT",
            "WITH",
            "PRAGMA",
        }  # the last asks for the schema
    assert counts[0] == counts[1]


def test_no_password_is_there_by_default(app: Flask, factory: Factory) -> None:
    """The first administrator has the one they chose; the site makes none up."""
    with_password(factory, "ada", groups=(ADMINISTRATORS,))
    for wrong in ("admin", "password", "parvis", ""):
        assert sign_in(Browser(app), "ada", wrong).status != 303
    assert sign_in(Browser(app), "ada", PASSWORD).status == 303


def test_the_overview_says_what_waits_and_what_is_left_to_do(factory: Factory) -> None:
    browser = factory.browser(factory.admin())
    factory.user("nadia", approved=False)
    forum, author = factory.forum(), factory.user()
    factory.topic(forum, author)
    page = browser.get("/admin")
    words = page.words()
    assert "1 compte attend votre accord" in words
    assert "Écrire les mentions légales" in words
    assert "FORUM_BASE_URL" in words
    assert "/admin/people?standing=waiting" in page.links()
    assert "nadia" in browser.get("/admin/people?standing=waiting").words()


def test_unfinished_pages_are_named_until_they_are_done(factory: Factory) -> None:
    browser = factory.browser(factory.admin())
    form = browser.get("/admin/pages/new").form("/admin/pages/new")
    texts = {"title_fr": "Mentions légales", "body_fr": "Éditeur : **À compléter**", "slug": "mentions-legales"}
    form.submit(button=("do", "store"), **texts)
    assert "Compléter la page « Mentions légales »" in browser.get("/admin").words()
    again = browser.get("/admin/pages/mentions-legales").form("/admin/pages/mentions-legales")
    again.submit(button=("do", "store"), body_fr="Éditeur : Parvis, à Lyon")
    assert "mentions légales" not in browser.get("/admin").words().lower().partition("derniers actes")[0]


def test_each_act_is_in_the_log(factory: Factory) -> None:
    browser = factory.browser(factory.admin())
    browser.get("/admin/ranks/new").form("/admin/ranks/new").submit(title="Plume", min_posts="10")
    words = browser.get("/admin/log").words()
    assert "ada a créé le rang" in words
    assert "Plume" in words
