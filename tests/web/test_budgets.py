"""Each page states its budget of SQL statements, cold; and no GET writes."""

import pytest
from flask import Flask

from tests.browsing import Browser
from tests.counting import statements
from tests.factories import Factory
from tests.web.people import sign_in, with_password

# page, statements for a visitor, for a member. A visitor's page cache asks one more: the site's generation.
BUDGETS = (
    ("/", 3, 5),
    ("/f/droit-du-numerique", 4, 6),
    ("/t/{topic}/un-sujet", 4, 5),
    ("/t/{topic}/un-sujet?page=2", 4, 5),
    ("/lists/active", 3, 4),
    ("/lists/unread", None, 4),
    ("/tags", 2, 3),
    ("/droit", 2, 3),
    ("/droit/code-civil/1240", 4, 6),
    ("/feeds/droit/code-civil/1240", 2, 3),
    ("/members", 4, 5),
    ("/experts", 11, 12),
    ("/u/alice", 4, 5),
    ("/u/bavard", 4, 7),
    ("/outils/delais?start=2026-03-02&days=15", 2, 3),
)


@pytest.fixture
def world(factory: Factory) -> dict[str, int]:
    forum, alice = factory.forum(), factory.user("alice")
    topic = factory.topic(forum, alice)
    people = [factory.user("bavard"), *(factory.user() for _ in range(4))]
    for number in range(24):
        factory.reply(topic, people[number % 5], f"Réponse {number}")
    for number in range(30):
        factory.topic(forum, people[number % 5], f"Autre sujet {number}")
    return {"topic": topic, "alice": alice}


@pytest.mark.parametrize(("page", "for_visitor", "for_member"), BUDGETS, ids=[budget[0] for budget in BUDGETS])
def test_statements_of_a_cold_page(
    factory: Factory, world: dict[str, int], page: str, for_visitor: int | None, for_member: int | None
) -> None:
    address = page.format(**world)
    for reader, budget in ((None, for_visitor), (world["alice"], for_member)):
        if budget is None:
            continue
        browser = factory.browser(reader)
        factory.write(lambda: None)  # move the generation: nothing is cached
        browser.get("/healthz")
        with statements(factory.app) as sent:
            answer = browser.get(address)
        assert answer.status == 200
        assert len(sent) <= budget + 4, "\n".join(sent)  # the settings of a new generation
        with statements(factory.app) as again:
            browser.get(address)
        assert len(again) <= (1 if reader is None else budget), "\n".join(again)


@pytest.mark.parametrize("page", [budget[0] for budget in BUDGETS])
def test_a_get_writes_nothing(app: Flask, factory: Factory, world: dict[str, int], page: str) -> None:
    for reader in (None, world["alice"]):
        if reader is None and page == "/lists/unread":
            continue  # leads to the sign-in form, which sets the cookie of its form
        browser = Browser(app, reader)
        with statements(app) as sent:
            browser.get(page.format(**world))
        assert [each for each in sent if each.split()[0].upper() not in {"SELECT", "WITH"}] == []
        assert browser.cookies() == ([] if reader is None else ["sid"])


def test_a_long_topic_costs_no_more(factory: Factory, world: dict[str, int]) -> None:
    browser = factory.browser(world["alice"])
    counts = []
    for page in (1, 2):
        browser.get(f"/t/{world['topic']}/un-sujet?page={page}")
        with statements(factory.app) as sent:
            browser.get(f"/t/{world['topic']}/un-sujet?page={page}")
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_the_first_page_after_signing_in_writes_nothing(factory: Factory) -> None:
    with_password(factory)
    browser = factory.browser()
    sign_in(browser)
    with statements(factory.app) as sent:
        page = browser.get("/")
    assert page.find("form", action="/logout")
    assert [each for each in sent if each.split()[0].upper() not in {"SELECT", "WITH"}] == []
