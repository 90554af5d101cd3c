"""Search answered from a streaming standby: while it is there and keeps up; from the primary when it is not."""

import time
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from forum.config import Config
from forum.search import backends
from forum.search.backend import Document, Scope
from forum.search.backends import postgres_standby
from forum.search.backends.postgres import PostgresBackend
from forum.search.backends.postgres_standby import Standby as Followed
from forum.search.query import plain
from tests.postgres_server import Server, Standby, standby_of
from tests.search.test_load import document

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
_SCOPE = Scope(frozenset({1}))


@pytest.fixture(scope="module")
def primary(postgres_server: Server) -> Iterator[Engine]:
    engine = sa.create_engine(postgres_server.create_database("followed"))
    PostgresBackend(database=engine).rebuild(document(number) for number in range(1, 60))
    yield engine
    engine.dispose()
    postgres_server.drop_database("followed")


@pytest.fixture(scope="module")
def standby(postgres_server: Server, primary: Engine) -> Iterator[Standby]:
    with standby_of(postgres_server) as server:
        yield server


@pytest.fixture
def followed(standby: Standby, primary: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostgresBackend]:
    """The site's engine, with the standby named; it looks at it before every question, to keep the tests short."""
    monkeypatch.setattr(postgres_standby, "_LOOKED_AT_SECONDS", 0.0)
    monkeypatch.setattr(postgres_standby, "_REST_SECONDS", 0.3)
    backend = PostgresBackend(database=primary, standby=Followed(standby.url("followed"), most_behind=2.0))
    yield backend
    backend.close()


def found(backend: PostgresBackend, words: str) -> int:
    return backend.search(plain(words), _SCOPE).total


def asked_of(engine: Engine, act: Callable[[], object]) -> int:
    """How many statements reach a database while something is done."""
    seen: list[object] = []

    def note(*arguments: object) -> None:
        seen.append(arguments[2])

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def wait_for(holds: Callable[[], bool], seconds: float = 10) -> float:
    started = time.monotonic()
    while not holds():
        assert time.monotonic() < started + seconds, "it took too long"
        time.sleep(0.02)
    return time.monotonic() - started


def test_questions_go_to_the_standby_and_writes_to_the_primary(followed: PostgresBackend, primary: Engine) -> None:
    wait_for(lambda: found(followed, "contrat") > 0)
    assert asked_of(primary, lambda: found(followed, "contrat résiliation")) == 0
    assert asked_of(primary, lambda: followed.similar("contrat de licence", _SCOPE)) == 0
    assert asked_of(primary, lambda: followed.near_words("contart", _SCOPE)) == 0
    fresh: Document = document(1000, "Un cryptogramme tout neuf.")
    assert asked_of(primary, lambda: followed.index([fresh])) > 0
    assert wait_for(lambda: found(followed, "cryptogramme") == 1) < 2
    followed.delete([1000])
    assert wait_for(lambda: found(followed, "cryptogramme") == 0) < 2


def test_a_new_index_is_followed(followed: PostgresBackend, primary: Engine) -> None:
    followed.rebuild(document(number) for number in range(1, 40))
    wait_for(lambda: found(followed, "unique12") == 1 and found(followed, "unique50") == 0)


def test_one_that_is_down_is_passed_over_and_found_again(
    followed: PostgresBackend, standby: Standby, primary: Engine
) -> None:
    wait_for(lambda: asked_of(primary, lambda: found(followed, "contrat")) == 0)
    standby.stop()
    assert found(followed, "contrat") > 0  # the connections held break in the middle of this
    assert asked_of(primary, lambda: found(followed, "contrat")) > 0
    standby.start()
    wait_for(lambda: asked_of(primary, lambda: found(followed, "contrat")) == 0)


def test_one_far_behind_is_passed_over(followed: PostgresBackend, standby: Standby, primary: Engine) -> None:
    wait_for(lambda: asked_of(primary, lambda: found(followed, "contrat")) == 0)
    with standby.connect() as connection:
        connection.execute("SELECT pg_wal_replay_pause()")
        followed.index([document(2000, "Un palimpseste.")])
        wait_for(lambda: found(followed, "palimpseste") == 1, 5)  # two seconds behind, it is asked no more
        assert asked_of(primary, lambda: found(followed, "palimpseste")) > 0
        connection.execute("SELECT pg_wal_replay_resume()")
    wait_for(lambda: asked_of(primary, lambda: found(followed, "palimpseste")) == 0)
    assert found(followed, "palimpseste") == 1


def test_the_setting_names_it(standby: Standby, primary: Engine) -> None:
    url = primary.url.render_as_string(hide_password=False)
    config = Config.from_environment(
        search_backend="postgres", database_url=url, database_replica_url=standby.url("followed"), testing=True
    )
    backend = backends.opened(config)
    wait_for(lambda: backend.search(plain("contrat"), _SCOPE).total > 0)  # no application, and so no primary at hand
    backend.close()
