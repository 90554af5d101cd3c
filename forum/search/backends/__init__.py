"""The engines behind `forum.search.backend`: Whoosh (the default), PostgreSQL, and one in memory for tests."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from forum.config import Config
from forum.db import db
from forum.search.backend import SearchBackend
from forum.search.backends.bymeaning import ByMeaning, ByMeaningAtOnce
from forum.search.backends.e5 import E5
from forum.search.backends.memory import MemoryBackend
from forum.search.backends.postgres import PostgresBackend
from forum.search.backends.postgres_standby import Standby
from forum.search.backends.whoosh import WhooshBackend
from forum.search.meaning import Meaning
from forum.search.meanings import kept


def meaning_of(config: Config) -> Meaning | None:
    """The model of vectors that the settings name. Loads nothing yet."""
    return E5() if config.search_semantic else None


def opened(config: Config, meaning: Meaning | None = None) -> SearchBackend:
    """The engine that the settings name. Opens nothing yet."""
    engine = _engine(config)
    return engine if meaning is None else ByMeaning(engine, meaning, kept)


def _engine(config: Config) -> SearchBackend:
    if config.search_backend == "postgres":
        url = config.database_replica_url
        return PostgresBackend(standby=Standby(url, config.search_replica_seconds) if url else None)
    return MemoryBackend() if config.search_backend == "memory" else WhooshBackend(config.search_dir)


@contextmanager
def apart(config: Config) -> Iterator[SearchBackend]:
    """An engine of the same kind with an index of its own, gone afterwards: to measure without touching the site's."""
    meaning = meaning_of(config)
    with _engine_apart(config) as engine:
        yield engine if meaning is None else ByMeaningAtOnce(engine, meaning)


@contextmanager
def _engine_apart(config: Config) -> Iterator[SearchBackend]:
    if config.search_backend == "memory":
        yield MemoryBackend()
        return
    if config.search_backend == "postgres":
        schema = f"search_apart_{secrets.token_hex(4)}"
        yield PostgresBackend(schema=schema)
        with db.engine.begin() as connection:
            connection.execute(sa.text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
        return
    with TemporaryDirectory(prefix="search-") as folder:
        backend = WhooshBackend(Path(folder))
        yield backend
        backend.close()
