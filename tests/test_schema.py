"""Migrations: up, down and up again on both databases with data in them; models and migrations agree."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from forum import schema
from forum.db import Model


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        url = request.getfixturevalue("postgres_server").create_database(f"empty_{tmp_path.name}")
    made = sa.create_engine(url)
    yield made
    made.dispose()


def _fill(engine: Engine) -> None:
    """A row in a few tables that refer to one another."""
    moment = "2026-05-02 10:00:00"
    with engine.begin() as connection:
        for table in ("users", "forums", "topics", "posts", "tags", "topic_tags"):
            wanted = [each for each in Model.metadata.tables[table].columns if not each.nullable]
            columns = {each.name: _value(each, moment) for each in wanted}
            names, marks = ", ".join(columns), ", ".join(f":{name}" for name in columns)
            connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), columns)  # noqa: S608  # our own names


def _value(column: sa.Column[object], moment: str) -> object:
    kind = column.type
    if isinstance(kind, sa.Boolean):
        return True
    if isinstance(kind, sa.Integer):
        return 1
    if isinstance(kind, sa.JSON):
        return "{}"
    return moment if column.name.endswith("_at") else "x"


def _tables(engine: Engine) -> set[str]:
    return set(sa.inspect(engine).get_table_names()) - {"alembic_version"}


def test_up_down_and_up_with_data(engine: Engine) -> None:
    schema.upgrade(engine)
    assert schema.is_current(engine)
    _fill(engine)
    schema.upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM topic_tags")).scalar() == 1
    schema.downgrade(engine, "base")
    assert _tables(engine) == set()
    schema.upgrade(engine)
    assert _tables(engine) == set(Model.metadata.tables)


def test_what_readers_were_told_all_along_is_marked_so(engine: Engine) -> None:
    schema.upgrade(engine, "0024")
    _fill(engine)
    posts = sa.table("posts", sa.column("id"), sa.column("law"), sa.column("law_moved"))
    # Since the post; before it; before it, and its writer says so; nothing.
    laws = {
        1: '[["code-civil/1382","","","moved","2016-10-01",[],"",1]]',
        2: '[["code-civil/1240"],["code-civil/1382","","","reused","2016-10-01",[],"",1]]',
        3: '[["code-civil/1382","","","reused","2016-10-01",[],"",0]]',
        4: "",
    }
    with engine.begin() as connection:
        post = dict(connection.execute(sa.text("SELECT * FROM posts")).mappings().one())
        connection.execute(sa.delete(posts))
        names, marks = ", ".join(post), ", ".join(f":{name}" for name in post)
        for each, law in laws.items():
            values = post | {"id": each, "position": each, "law": law, "law_moved": each == 1}
            connection.execute(sa.text(f"INSERT INTO posts ({names}) VALUES ({marks})"), values)  # noqa: S608  # our own names

    def marked() -> list[int]:
        with engine.connect() as connection:
            return list(connection.scalars(sa.select(posts.c.id).where(posts.c.law_moved).order_by(posts.c.id)))

    schema.upgrade(engine, "0025")
    assert marked() == [1, 2]
    schema.downgrade(engine, "0024")
    assert marked() == [1]


def test_models_and_migrations_agree(engine: Engine) -> None:
    schema.upgrade(engine)
    assert schema.differences(engine) == []
