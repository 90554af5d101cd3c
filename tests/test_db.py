"""The one door to writing: immediate on SQLite, refused on reads, never nested, rolled back on any error."""

import threading

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError

from forum.db import db
from forum.settings.models import Generation, Setting
from tests.factories import Factory


def _generation() -> int:
    return db.session.scalar(sa.select(Generation.number)) or 0


def test_a_read_cannot_write(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        db.session.add(Setting(name="name", value="x"))
        with pytest.raises(OperationalError, match="readonly"):
            db.session.flush()
        db.session.rollback()


def test_a_write_moves_the_generation_and_a_quiet_one_does_not(factory: Factory) -> None:
    before = factory.read(_generation)
    factory.write(lambda: db.session.add(Setting(name="name", value="x")))
    assert factory.read(_generation) == before + 1
    with factory.app.app_context(), db.write(quiet=True):
        db.session.add(Setting(name="tagline", value="y"))
    assert factory.read(_generation) == before + 1


def test_an_error_leaves_nothing(factory: Factory) -> None:
    def fail() -> None:
        db.session.add(Setting(name="name", value="x"))
        db.session.flush()
        raise ValueError("no")

    before = factory.read(_generation)
    with pytest.raises(ValueError, match="no"):
        factory.write(fail)
    assert factory.read(lambda: db.session.get(Setting, "name")) is None
    assert factory.read(_generation) == before


def test_it_does_not_nest(app: Flask) -> None:
    with app.app_context(), pytest.raises(RuntimeError, match="does not nest"), db.write(), db.write():
        pass


def test_readers_that_become_writers_all_succeed(factory: Factory) -> None:
    """Read, then write, in 12 threads at once: with plain BEGIN most would fail as locked."""
    factory.write(lambda: db.session.add(Setting(name="count", value=0)))
    problems: list[Exception] = []

    def add_one() -> None:
        try:
            for _ in range(10):
                with factory.app.app_context():
                    db.session.get(Setting, "count")
                    with db.write():
                        row = db.session.get(Setting, "count", with_for_update=True)
                        assert row is not None
                        row.value = int(str(row.value)) + 1
        except Exception as error:  # noqa: BLE001  # carried to the test's own thread
            problems.append(error)

    threads = [threading.Thread(target=add_one) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    counted = factory.read(lambda: db.session.get_one(Setting, "count").value)
    assert counted == 120
