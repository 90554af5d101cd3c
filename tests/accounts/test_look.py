"""Of several who take names that look alike at the same moment, one has it: the database decides."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from forum import clock, schema
from forum.accounts.closed import ClosedAccount, open_closed
from forum.accounts.models import User
from forum.accounts.registration import Applicant, register, require_free_name
from forum.db import db
from forum.errors import Conflict, Invalid
from tests.factories import Factory
from tests.topics.racing import THREADS, at_once

ALIKE = ("Billy", "Bil1y", "Bi1ly", "B1lly", "Bi11y", "B111y")


def test_of_names_that_look_alike_one_is_taken(factory: Factory) -> None:
    assert len(ALIKE) == THREADS

    def take(number: int) -> None:
        applicant = Applicant(ALIKE[number], f"someone{number}@example.org", "x")
        factory.write(lambda: register(applicant, target="/"))

    got = at_once(take)
    assert got.count(None) == 1
    assert all(isinstance(each, Invalid | Conflict) for each in got if each is not None), got
    assert factory.read(lambda: db.session.query(User).count()) == 1


def test_the_database_itself_refuses_the_second(factory: Factory) -> None:
    factory.user("Billy")
    with pytest.raises((IntegrityError, Conflict)):  # Conflict on PostgreSQL: see db.write
        factory.user("Bi11y")


def test_an_author_from_elsewhere_keeps_a_name_that_looks_like_another(factory: Factory) -> None:
    factory.user("Billy")
    for name in ("Bil1y", "B1lly"):
        account = ClosedAccount(name, f"{name}@import.invalid", clock.now())
        factory.write(lambda account=account: open_closed(account))  # type: ignore[misc]
    factory.write(lambda: db.session.delete(db.session.query(User).filter_by(name="Billy").one()))
    with pytest.raises(Invalid):
        factory.write(lambda: require_free_name("Bi11y"))
    page = factory.browser(factory.admin()).get("/admin/people?standing=alike").words()
    assert "Bil1y" in page
    assert "B1lly" in page


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database as it was before the rule, with names that look alike."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'before.db'}"
    else:
        url = request.getfixturevalue("postgres_server").create_database(f"before_{tmp_path.name}")
    made = sa.create_engine(url)
    schema.upgrade(made, "0016")
    yield made
    made.dispose()


def test_the_older_keeps_the_look_and_each_keeps_their_name(engine: Engine) -> None:
    table = User.__table__
    assert isinstance(table, sa.Table)
    people = [(1, "Bi11y", 2024), (2, "Billy", 2019), (3, "Bil1y", 2025), (4, "Anne", 2020)]
    with engine.begin() as connection:
        for user_id, name, year in people:
            look = "anne" if name == "Anne" else "bllly"
            connection.execute(sa.text(_INSERT), {"id": user_id, "name": name, "look": look, "at": f"{year}-01-01"})
    schema.upgrade(engine, "0017")
    read = sa.select(table.c.id, table.c.name, table.c.name_look).order_by(table.c.id)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(read)]
    assert found == [(1, "Bi11y", "bllly~1"), (2, "Billy", "bllly"), (3, "Bil1y", "bllly~3"), (4, "Anne", "anne")]
    schema.downgrade(engine, "0016")
    with engine.connect() as connection:
        assert {row.name_look for row in connection.execute(read)} == {"bllly", "anne"}
    schema.upgrade(engine)
    assert schema.is_current(engine)


_INSERT = """
INSERT INTO users (id, name, name_key, name_look, email, email_key, fs_uniquifier, active, approved, created_at, seeded,
  erased, deletes_texts, post_count, place, website, bio, bio_html, signature, signature_html, signature_line,
  signature_note, profession, profession_title, speaks_as_expert, origin_note, contact, language, timezone, theme,
  signatures, all_read_at, suspended_reason)
VALUES (:id, :name, :name, :look, :name, :name, :name, TRUE, TRUE, :at, FALSE, FALSE, FALSE, 0, '', '', '', '', '', '',
  '', '', '', '', TRUE, '', '{}', '', '', '', '', :at, '')
"""
