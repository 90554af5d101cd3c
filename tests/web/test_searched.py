"""What was searched: counted without a name, never by the page's own transaction, shown to staff, forgotten in time."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from forum import clock
from forum.db import db
from forum.search import indexing, journal
from forum.search.models import SearchCount
from forum.search.parsing import parse
from forum.web import tally
from tests.browsing import Browser
from tests.factories import Factory

TODAY = date(2026, 11, 25)


def _counts(factory: Factory) -> dict[str, int]:
    return factory.read(lambda: dict(db.session.execute(sa.select(SearchCount.words, SearchCount.count)).all()))


def test_searches_are_counted_apart_from_the_page(app: Flask, factory: Factory) -> None:
    with app.app_context():
        indexing.repair(app.extensions["search"], app.extensions["forum"])
    visitor = Browser(app)
    for typed in ("Xylophone", "xylophone order:latest", "xylophone kind:guide"):
        assert visitor.get(f"/search?q={typed}").status == 200
    assert _counts(factory) == {}
    with app.app_context():
        tally.flush()
    assert _counts(factory) == {"xylophone": 2, "xylophone kind:guide": 1}
    page = factory.browser(factory.admin()).get("/moderation/searches")
    assert "xylophone" in page.words()
    assert "2 recherches" in page.words()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Mot de PASSÉ", "mot de passe"),
        ("contrat auteur:alice", ""),
        ("contrat topic:3", ""),
        ("contrat -bail genre:guide après:2024-03-15", "contrat -bail kind:guide after:2024-03-15"),
        ("-contrat", ""),
        ("moi@example.org perdu", ""),
        ("06 12 34 56 78", ""),
        ("article 1240", "article 1240"),
        ("tag:rgpd", ""),
        ("06/12/34/56/78", ""),
        ("é" * 300, "e" * 100),
    ],
)
def test_what_is_counted_of_a_query(typed: str, words: str) -> None:
    assert journal.words_of(parse(typed, TODAY), typed) == words


def test_what_is_old_is_forgotten(factory: Factory) -> None:
    today = clock.now().date()

    def days_ago(days: int) -> date:
        return today - timedelta(days=days)

    counts = {
        ("vieux", days_ago(400)): (9, 0),
        ("rare", days_ago(40)): (1, 0),
        ("repris", days_ago(40)): (2, 0),
        ("neuf", today): (1, 3),
    }
    factory.write(lambda: journal.write(counts))
    factory.write(lambda: journal.purge(today, 365))
    assert set(_counts(factory)) == {"repris", "neuf"}
    assert factory.read(lambda: [each.words for each in journal.most(days_ago(90))]) == ["repris", "neuf"]
    assert factory.read(lambda: [each.words for each in journal.most(days_ago(90), without_result=True)]) == ["repris"]
