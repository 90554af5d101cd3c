"""Rows read past SQLAlchemy are those that SQLAlchemy reads: same columns, same values, same types."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError

from forum import clock
from forum.accounts.models import ADMINISTRATORS, User
from forum.accounts.readers import role_of, values_of
from forum.db import db
from forum.prepared import readers
from forum.topics import hot
from forum.topics.models import State, Topic
from tests.counting import statements
from tests.factories import Factory

_AT = sa.select(Topic.id, Topic.created_at, Topic.locked, Topic.source_date, Topic.deleted_at)
_LATE = _AT.where(Topic.created_at > sa.bindparam("since"))
_SOME = _AT.where(Topic.id.in_(sa.bindparam("ids", expanding=True)), Topic.state.in_((State.VISIBLE, State.PENDING)))


def _both(app: Flask, statement: sa.Select[Any], values: dict[str, Any]) -> tuple[list[Any], list[Any]]:
    """What is read straight, and what through SQLAlchemy, which is taken when somebody listens."""
    with app.app_context():
        straight = db.records(statement, values)
        with statements(app) as sent:
            listened = db.records(statement, values)
        assert len(sent) == 1
        return straight, listened


@pytest.mark.parametrize("role", ["visitor", "member", "admin"])
def test_the_statements_of_a_topic(app: Flask, factory: Factory, role: str) -> None:
    reader_id = factory.user(groups=(ADMINISTRATORS,)) if role == "admin" else factory.user()
    topic = factory.topic(factory.forum(), factory.user("alice"))
    factory.reply(topic, factory.user("bob"))
    with app.app_context():
        reader = None if role == "visitor" else db.session.get_one(User, reader_id)
        values = {**values_of(reader), "topic_id": topic}
        assert role_of(reader) == role
    for statement, more in (
        (hot.topic_statement(role), {}),
        (hot.posts_statement(role), {"first": 1, "last": 20}),
    ):
        straight, listened = _both(app, statement, {**values, **more})
        assert straight == listened
        assert straight[0]._fields == listened[0]._fields
        assert [type(cell) for cell in straight[0]] == [type(cell) for cell in listened[0]]


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        (_AT, lambda ids: {}),
        (_LATE, lambda ids: {"since": clock.now() - timedelta(days=1)}),
        (_LATE, lambda ids: {"since": clock.now() + timedelta(days=1)}),
        (_SOME, lambda ids: {"ids": ids}),
        (_SOME, lambda ids: {"ids": ids[:1]}),
        (_SOME, lambda ids: {"ids": []}),
    ],
)
def test_values_of_every_kind(
    app: Flask, factory: Factory, statement: sa.Select[Any], values: Callable[[list[int]], dict[str, Any]]
) -> None:
    forum, author = factory.forum(), factory.user()
    ids = [factory.topic(forum, author, f"Sujet {number}") for number in range(3)]
    for chosen in (ids, ids[::-1]):
        straight, listened = _both(app, statement, values(chosen))
        assert straight == listened
        assert all(row.created_at.tzinfo is not None for row in straight)


def test_a_write_reads_what_it_wrote(app: Flask, factory: Factory) -> None:
    topic = factory.topic(factory.forum(), factory.user())
    title = sa.select(Topic.title).where(Topic.id == topic)

    def rename() -> str:
        db.session.execute(sa.update(Topic).values(title="Autre"))
        return str(db.records(title)[0].title)

    assert factory.write(rename) == "Autre"


def test_errors_are_those_of_sqlalchemy(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), pytest.raises(OperationalError):
        db.records(sa.select(sa.table("nowhere", sa.column("id")).c.id))


def test_a_connection_for_reading_refuses_writes_and_is_closed_with_its_engine(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        db.records(_AT)
        kept = readers(db.engine)._idle
        held, lent = list(kept), kept[-1]
        driver = lent.dbapi_connection
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            driver.execute("DELETE FROM topics")
        db.records(_AT)
        assert kept == held, "it is given back"
        db.engine.dispose()
        assert kept == []
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            driver.execute("SELECT 1")


def test_an_object_of_a_row_is_the_sessions_own(app: Flask, factory: Factory) -> None:
    user_id = factory.user("alice")
    with app.app_context():
        held = db.held(User, {"id": user_id, "name": "alice"})
        assert held is db.session.get(User, user_id)
        assert db.held(User, {"id": user_id, "name": "x"}) is held
        with statements(app) as sent:
            assert (held.name, len(sent)) == ("alice", 0)
            assert held.email_key
            assert len(sent) == 1
        with db.write():
            held.place = "Lyon"
        assert db.session.scalar(sa.select(User.place).where(User.id == user_id)) == "Lyon"
