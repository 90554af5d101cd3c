"""How PostgreSQL answers: by its indexes, chosen by itself. Of thirty thousand posts, reading all is dear enough."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from forum.search.backend import Scope
from forum.search.backends import postgres
from forum.search.backends import postgres_tables as tables
from forum.search.backends.postgres import PostgresBackend
from forum.search.backends.postgres_source import ONES, times_of
from forum.search.parsing import typed
from forum.search.query import Order, Query, Term, plain
from tests.postgres_server import Server

pytestmark = pytest.mark.postgres
_POSTS = 30_000
_SCHEMA = "search"
_SCOPE = Scope(frozenset(range(1, 13)))
# Words by how often they are written: m1 in every second post, m2 in every fourth … m12 in every 4096th.
_FILL = f"""
INSERT INTO {_SCHEMA}.posts
SELECT n, n / 15, 1 + n / 15 % 12, n % 500, 1600000000 + n * 60, 1600000000 + n * 60, 0, 14, 100, 0, 80, 0,
  'question', ARRAY['tag' || n / 15 % 40], ARRAY['code-civil/' || n % 2000], '{{}}',
  to_tsvector('simple', array_to_string(words, ' ')) || array_to_tsvector(ARRAY['~' || n / 1024]),
  to_tsvector('simple', array_to_string(words[1:2], ' ')),
  array_to_string(words, ' ')
FROM (SELECT n, ARRAY(SELECT 'm' || k FROM generate_series(1, 12) k WHERE n % (1 << k) = 0)
  || ARRAY(SELECT 'r' || (n * k) % 9973 FROM generate_series(1, 60) k) AS words
  FROM generate_series(1, {_POSTS}) n) made
"""  # noqa: S608  # our own names
_COUNT = f"""
INSERT INTO {_SCHEMA}.frequencies
SELECT lexeme, forum, count(*) FROM {_SCHEMA}.posts, unnest(tsvector_to_array(terms)) lexeme GROUP BY lexeme, forum
"""  # noqa: S608  # our own names
_WEIGH = f"INSERT INTO {_SCHEMA}.topics SELECT topic, count(*), sum(length) FROM {_SCHEMA}.posts GROUP BY topic"  # noqa: S608  # our own names


@pytest.fixture(scope="module")
def database(postgres_server: Server) -> Iterator[Engine]:
    engine = sa.create_engine(postgres_server.create_database("plans"))
    with engine.begin() as connection:
        tables.create(connection, _SCHEMA)
        for statement in (_FILL, _COUNT, _WEIGH):
            connection.execute(sa.text(statement))
        tables.add_indexes(connection, _SCHEMA)
        for name in ("frequencies", "topics"):
            connection.execute(sa.text(f"ANALYZE {_SCHEMA}.{name}"))
    yield engine
    engine.dispose()
    postgres_server.drop_database("plans")


def plans(engine: Engine, act: Callable[[], object]) -> list[dict[str, Any]]:
    """The plan of each statement that something runs."""
    asked: list[tuple[str, Any]] = []

    def note(connection: object, cursor: object, statement: str, parameters: Any, *_: object) -> None:
        asked.append((statement, parameters))

    sa.event.listen(engine, "before_cursor_execute", note)
    act()
    sa.event.remove(engine, "before_cursor_execute", note)
    found = []
    with engine.connect() as connection:
        for statement, parameters in asked:
            if _SCHEMA in statement:
                rows = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
                found.append(rows.scalar_one()[0]["Plan"])
    return found


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


@pytest.mark.parametrize(
    "query",
    [
        plain("m5 m7"),
        plain("m1 m2"),  # the commonest of all
        plain("r17 r4000"),
        plain("m9 r31 m4 r77 m12"),
        Query(terms=(Term("m6"), Term("m8")), tags_any=("tag3",), order=Order.LATEST),
        Query(terms=(Term("m10 r20", phrase=True),)),
        Query(terms=(Term("m4", field="title"),)),
        Query(law=("code-civil/1240",)),
        Query(terms=(Term("m7"),), topic=40),
    ],
    ids=typed,
)
def test_words_are_looked_up_and_never_read_through(database: Engine, query: Query) -> None:
    backend = PostgresBackend(database=database)
    assert backend.search(plain("m5 m7"), _SCOPE).total > 0  # totals and vocabulary are read now, and held
    backend.search(query, _SCOPE)
    found = plans(database, lambda: backend.search(query, _SCOPE))
    assert found
    read = [node for plan in found for node in nodes(plan) if node.get("Relation Name") in {"posts", "frequencies"}]
    assert read
    assert [node for node in read if node["Node Type"] == "Seq Scan"] == []
    used = {node["Index Name"] for plan in found for node in nodes(plan) if "Index Name" in node}
    assert used & {"posts_terms", "posts_title"} or query.topic or not query.terms


def test_of_the_commonest_words_the_newest_posts_are_weighed(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "_COMMON", 2000)
    monkeypatch.setattr(postgres, "_NEWEST", 1000)
    monkeypatch.setattr(tables, "_IN_A_DRAWER", 1024)
    backend = PostgresBackend(database=database)
    assert all(hit.post_id > 20_000 for hit in backend.search(plain("m1 m2"), _SCOPE).hits)
    old = backend.search(Query(terms=(Term("m1"), Term("m2")), tags_any=("tag3",)), _SCOPE, limit=400)
    assert min(hit.post_id for hit in old.hits) < 16_000  # with a filter beside, all of them


@pytest.mark.parametrize("times", [1, 2, 3, 7, 50, 200])
def test_how_often_a_word_stands_there_is_told_by_its_rank(database: Engine, times: int) -> None:
    vector = f"'mot':{','.join(map(str, range(1, times + 1)))}"
    with database.connect() as connection:
        rank = sa.text(f"SELECT ts_rank({ONES}, CAST(:vector AS tsvector), CAST('mot' AS tsquery))")  # our own
        assert times_of(connection.execute(rank, {"vector": vector}).scalar_one()) == times
