"""Numbered pages: each topic on one page only, in order; past the last number, older ones by key."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from forum.db import db
from forum.topics.models import Kind, Topic
from tests.browsing import Browser, Page
from tests.factories import Factory

TITLES = re.compile(r"Sujet numéro (\d+)")


def _numbers(page: Page) -> list[int]:
    return [int(each) for each in TITLES.findall(" ".join("".join(row.itertext()) for row in page.find("h3")))]


@pytest.fixture
def small_pages(factory: Factory, make_app: Callable[..., Flask]) -> Browser:
    """A forum of 23 topics, on pages of five that go by number to the second only."""
    forum, author = factory.forum(), factory.user("alice")
    for number in range(1, 24):
        factory.topic(forum, author, f"Sujet numéro {number}")
    return Browser(make_app(topics_per_page=5, last_offset_page=2))


@pytest.mark.parametrize("sort", ["last", "created", "replies", "unanswered"])
def test_numbers_then_older_ones_reach_every_topic_once(small_pages: Browser, sort: str) -> None:
    first = small_pages.get(f"/f/droit-du-numerique?sort={sort}")
    second = small_pages.get(f"/f/droit-du-numerique?sort={sort}&page=2")
    seen = _numbers(first) + _numbers(second)
    page = second
    for _ in range(4):
        older = [link for link in page.links() if "after=" in link and "lang=" not in link]
        if older:
            page = small_pages.get(older[0])
            seen += _numbers(page)
    assert sorted(seen) == list(range(1, 24))
    assert len(seen) == 23
    assert page.links().count(f"/f/droit-du-numerique?{'' if sort == 'last' else f'sort={sort}&'}page=2") >= 1


def test_too_deep_a_page_says_so(small_pages: Browser) -> None:
    page = small_pages.get("/f/droit-du-numerique?page=3")
    assert page.status == 404
    assert "au-delà de la page 2" in page.words()


@pytest.mark.parametrize("asked", ["0", "-1", "abc", "1e3", "9999999", "", "²", "1 000"])
def test_what_is_no_page(small_pages: Browser, asked: str) -> None:
    assert small_pages.get("/f/droit-du-numerique", query_string={"page": asked}).status == 404


def test_an_unknown_beginning_is_missing(small_pages: Browser) -> None:
    assert small_pages.get("/f/droit-du-numerique?after=999999").status == 404


@pytest.mark.parametrize("path", ["/lists/unanswered", "/f/droit-du-numerique?sort=unanswered"])
def test_unanswered_are_those_that_wait_for_an_answer(factory: Factory, path: str) -> None:
    forum, author = factory.forum(), factory.moderator()
    for kind in Kind:
        factory.topic(forum, author, f"Un sujet du genre {kind}", kind=kind)
    answered = factory.topic(forum, author, "Une question répondue", kind=Kind.QUESTION)
    factory.reply(answered, factory.user())
    double = factory.topic(forum, author, "Une question en double", kind=Kind.QUESTION)
    factory.write(lambda: setattr(db.session.get_one(Topic, double), "duplicate_of_id", answered))
    titles = [each.text for each in factory.browser().get(path).find("a") if (each.text or "").startswith("Un")]
    assert {title for title in titles if "sujet du genre" in (title or "")} == {
        f"Un sujet du genre {kind}" for kind in (Kind.QUESTION, Kind.DISCUSSION, Kind.EXPERIENCE)
    }
    assert not {"Une question répondue", "Une question en double"} & set(titles)


def test_a_visitor_finds_the_way_in_and_to_an_account_on_a_phone_too(visitor: Browser) -> None:
    (menu,) = [each for each in visitor.get("/").find("details") if "Compte" in "".join(each.itertext())]
    assert [link.text for link in menu.iter("a")] == ["Connexion", "Inscription"]
