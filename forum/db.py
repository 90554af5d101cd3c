"""The database: engine settings, the UTC type, and `db.write()`, the only door to a write transaction.

Reads run in a plain snapshot on a connection that refuses writes (SQLite `query_only`). A write ends that
snapshot, opens `BEGIN IMMEDIATE` at once and reloads what it touches: with plain BEGIN, 207 of 240 concurrent
read-then-write transactions failed as locked in a prototype; with IMMEDIATE, none.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, make_transient_to_detached
from sqlalchemy.orm.util import identity_key
from sqlalchemy.pool import PoolProxiedConnection

from forum.errors import Conflict
from forum.prepared import Prepared, readers, record_of
from forum.turns import TooLong, Turns
from forum.words import message

_NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA busy_timeout=5000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA secure_delete=ON",  # security: what was deleted is overwritten, not left in the file for who copies it
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-16000",
)

_UNIQUE_VIOLATION = "23505"
_SAME_MOMENT = message("Quelqu’un vient d’enregistrer la même chose : vérifiez la page, puis envoyez de nouveau.")
_TURN_SECONDS = 5.0  # as long as SQLite itself waits for another process

_writing: ContextVar[bool] = ContextVar("writing", default=False)


class Model(DeclarativeBase):
    """The base of every table."""

    metadata = sa.MetaData(naming_convention=_NAMING)


M = TypeVar("M", bound=Model)


class UTCDateTime(sa.types.TypeDecorator[datetime]):
    """An aware moment, stored and returned in UTC; a naive one is a mistake and is refused."""

    impl = sa.DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(sa.DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime reached the database")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """On SQLite the stored text is read in one step: a page shows a hundred moments."""
        return _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


_prepared: WeakKeyDictionary[Any, Prepared] = WeakKeyDictionary()


def _driver(connection: PoolProxiedConnection) -> Any:
    return connection.driver_connection


def _from_text(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(f"{stored}+00:00")


class Database(SQLAlchemy):
    """Flask-SQLAlchemy with the house's one door to writing."""

    before_commit: list[Callable[[], None]]
    turn_seconds = _TURN_SECONDS  # how long a writer waits for its turn

    def __init__(self) -> None:
        super().__init__(model_class=Model, disable_autonaming=True)
        self.before_commit = []

    def rows(self, statement: sa.Executable, values: dict[str, Any] | None = None) -> sa.CursorResult[Any]:
        """Run a statement past the ORM: for the pages read most, where it would cost as much as the database does."""
        return self.session.connection().execute(statement, values)

    def records(self, statement: sa.Select[*tuple[Any, ...]], values: dict[str, Any] | None = None) -> list[Any]:
        """The rows of a statement that is kept, as named tuples: the shortest way, for the pages read most.

        On SQLite past SQLAlchemy's execution, unless somebody listens to what it executes.
        """
        engine = self.engine
        if engine.dialect.name == "sqlite" and not engine.dispatch.before_cursor_execute:
            try:
                return self._straight(engine, statement, values or {})
            except sqlite3.Error:
                pass  # asked again below, where errors are SQLAlchemy's and become pages
        found = self.rows(statement, values)
        return list(map(record_of(tuple(found.keys())), found.all()))

    def _straight(self, engine: Engine, statement: sa.Select[*tuple[Any, ...]], values: dict[str, Any]) -> list[Any]:
        prepared = _prepared.get(statement)
        if prepared is None:
            prepared = _prepared[statement] = Prepared(statement, engine.dialect)
        if _writing.get():
            return prepared.run(_driver(self.session.connection().connection), values)
        return readers(engine).run(prepared, values)

    def held(self, model: type[M], values: Mapping[str, Any]) -> M:
        """The object of a row whose columns were read past the ORM, `id` among them; others are read when asked for."""
        present = self.session.identity_map.get(identity_key(model, values["id"]))
        if present is not None:
            return present
        made: M = model.__mapper__.class_manager.new_instance()
        made.__dict__.update(values)
        make_transient_to_detached(made)
        self.session.add(made)
        return made

    def batches(
        self, statement: sa.Select[*tuple[Any, ...]], key: InstrumentedAttribute[int], size: int
    ) -> Iterator[Sequence[Any]]:
        """The rows of a statement that holds an `id`, which is `key`, by growing id and so many at a time.

        Each batch is a statement of its own: a transaction may end between two.
        """
        last, ordered = 0, statement.order_by(key).limit(size)
        while batch := self.session.execute(ordered.where(key > last)).all():
            yield batch
            last = batch[-1].id

    def insert(self, table: type[Model]) -> sqlite.Insert | postgresql.Insert:
        """An insert that may say what happens on a conflict, which each database has a construct of its own for."""
        return sqlite.insert(table) if self.engine.dialect.name == "sqlite" else postgresql.insert(table)

    @contextmanager
    def write(self, *, quiet: bool = False) -> Iterator[None]:
        """A write transaction: ends the read snapshot, begins IMMEDIATE, commits; rolls back on any error.

        Objects loaded before are expired and so reloaded inside. `quiet` leaves out the `before_commit`
        calls (which make cached pages stale) for writes that no page shows at once, such as counted views.
        Does not nest: an action never opens one, only an edge does. Raises Conflict where somebody else wrote the
        same unique thing at the same moment, after this transaction had looked for it.
        """
        if _writing.get():
            raise RuntimeError("db.write() does not nest: only an edge opens it")
        self.session.rollback()
        with self._turn():
            token = _writing.set(True)
            try:
                yield
                self.session.flush()
                if not quiet:
                    for call in self.before_commit:
                        call()
                self.session.commit()
            except BaseException as error:
                self.session.rollback()
                if is_a_lost_race(error):
                    raise Conflict(_SAME_MOMENT) from None
                raise
            finally:
                _writing.reset(token)

    def empty_log(self) -> None:
        """On SQLite, put what was written into the database file now, where older pages may hold what was deleted.

        Whoever still reads from before delays that to a later time. Outside any transaction.
        """
        if self.engine.dialect.name == "sqlite":
            self.session.rollback()
            connection = self.engine.raw_connection()
            try:
                _driver(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """On SQLite the threads of one process write in turn.

        SQLite lets whoever asks at the right moment write first: of eight threads that wrote twenty posts each, one
        asked at the wrong ones for five seconds and was told that the database is locked.
        """
        turns = _turns_on(str(self.engine.url)) if self.engine.dialect.name == "sqlite" else None
        try:
            with turns.turn(self.turn_seconds) if turns is not None else nullcontext():
                yield
        except TooLong as error:
            raise OperationalError("BEGIN IMMEDIATE", None, error) from None


@cache
def _turns_on(database: str) -> Turns:
    return Turns()


db = Database()


def is_a_lost_race(error: BaseException) -> bool:
    """A unique constraint of PostgreSQL. SQLite has one writer: there, it is a fault of ours and stays one."""
    return isinstance(error, IntegrityError) and getattr(error.orig, "sqlstate", None) == _UNIQUE_VIOLATION


def is_writing() -> bool:
    return _writing.get()


def prepare_engine(engine: Engine, *, synchronous: str) -> None:
    """Give an engine the house's transaction rules. `synchronous`: SQLite's, NORMAL, FULL or OFF. Once per engine."""
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", partial(_prepare_sqlite, synchronous))
        sa.event.listen(engine, "begin", _begin_sqlite)
    else:
        sa.event.listen(engine, "connect", _prepare_postgresql)


def _prepare_sqlite(synchronous: str, connection: Any, record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves; the driver's own is too late
    cursor = connection.cursor()
    for pragma in (*_SQLITE_PRAGMAS, f"PRAGMA synchronous={synchronous}"):
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    raw = connection.connection.driver_connection
    assert raw is not None
    writing = _writing.get()
    if connection.info.get("writing") is not writing:
        raw.execute(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
        connection.info["writing"] = writing
    raw.execute("BEGIN IMMEDIATE" if writing else "BEGIN")


def _prepare_postgresql(connection: Any, record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '30s'")
        cursor.execute("SET lock_timeout = '5s'")
        cursor.execute("SET idle_in_transaction_session_timeout = '60s'")
    connection.commit()
