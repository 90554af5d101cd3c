"""The suite's world: one application per database, a clean database before each test, people to act as.

Every test that takes `app` runs twice, on SQLite and on a real PostgreSQL. No application context is held around
client calls: one held open keeps the previous request's reader.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from forum import firstrun, schema
from forum.app import create_app
from forum.config import Config
from forum.db import Model, db
from forum.settings.actions import move_generation
from tests.browsing import Browser
from tests.factories import Factory
from tests.postgres_server import Server, running

_KEPT = {"generations"}


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A real PostgreSQL, for the whole run."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres_server: Server) -> str:
    return postgres_server.create_database("forum")


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def _sqlite_app(data_dir: Path) -> Iterator[Flask]:
    yield from _application(_config(data_dir / "sqlite"))


@pytest.fixture(scope="session")
def _postgres_app(data_dir: Path, postgres_url: str) -> Iterator[Flask]:
    yield from _application(_config(data_dir / "postgresql", database_url=postgres_url))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def app(request: pytest.FixtureRequest) -> Flask:
    """The site on a clean database with its built-in groups."""
    application: Flask = request.getfixturevalue("_sqlite_app" if request.param == "sqlite" else "_postgres_app")
    _empty(application)
    return application


@pytest.fixture
def sqlite_app(_sqlite_app: Flask) -> Flask:
    """The site on a clean SQLite database: for what does not depend on the database."""
    _empty(_sqlite_app)
    return _sqlite_app


@pytest.fixture
def make_app(app: Flask) -> Iterator[Callable[..., Flask]]:
    """The same site under other settings: `make_app(rate_limits="on")`."""
    made = []

    def make(**settings: object) -> Flask:
        other = create_app(_changed(app.extensions["forum"], settings))
        made.append(other)
        return other

    yield make
    for other in made:
        _close(other)


@pytest.fixture
def factory(app: Flask) -> Factory:
    """Makes people, forums, topics and posts."""
    return Factory(app)


@pytest.fixture
def visitor(app: Flask) -> Browser:
    """Somebody with no account, reading pages and sending forms."""
    return Browser(app)


def _config(folder: Path, **settings: object) -> Config:
    return Config.from_environment(
        data_dir=folder,
        testing=True,
        rate_limits="off",
        base_url="http://localhost",
        render_processes=1,
        sqlite_synchronous="OFF",  # what a crash would lose does not matter here; what a slow disk makes wait does
        registration_seconds=0,  # a test fills in forms faster than people do
        **settings,
    )


def _changed(config: Config, settings: dict[str, object]) -> Config:
    values = {name: getattr(config, name) for name in config.__dataclass_fields__}
    return Config(**{**values, **settings})  # type: ignore[arg-type]  # as many types as settings


def _application(config: Config) -> Iterator[Flask]:
    application = create_app(config)
    with application.app_context():
        schema.upgrade(db.engine)
    yield application
    _close(application)


def _close(application: Flask) -> None:
    application.extensions["renderer"].close()
    with application.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def _empty(application: Flask) -> None:
    with application.app_context(), db.write(quiet=True):
        for table in reversed(Model.metadata.sorted_tables):
            if table.name not in _KEPT:
                db.session.execute(table.delete())
        db.session.expire_all()
        move_generation()
        firstrun.make_groups()
    application.extensions["tally"].take()
    application.extensions["tally"].take_searches()
    application.extensions["tally"].take_messages()
