"""Statements that are run again and again, past SQLAlchemy's execution, which costs twice what the database does.

SQLAlchemy still writes the SQL and says how values and columns are converted; both are asked once per statement.
For SQLite's driver, whose connections take a statement and positional values.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from sqlite3 import Connection
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.pool import PoolProxiedConnection

Values = Mapping[str, Any]


@dataclass(frozen=True)
class _Form:
    """The SQL for values of these lengths, and for each place in it what is put there."""

    sql: str
    places: tuple[Callable[[Values], Any], ...]


@cache
def record_of(columns: tuple[str, ...]) -> Callable[[Iterable[Any]], Any]:
    """Makes a named tuple of a row with these columns."""
    record: Any = namedtuple("Record", columns)  # type: ignore[misc]  # the columns are known when the statement is
    return record._make


class Prepared:
    """A SELECT, ready to be run. Its columns have different names."""

    def __init__(self, statement: sa.Select[*tuple[Any, ...]], dialect: Dialect) -> None:
        columns = statement.selected_columns
        readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._readers = [(place, read) for place, read in enumerate(readers) if read is not None]
        self._record = record_of(tuple(columns.keys()))
        self._dialect = dialect
        self._compiled: Any = statement.compile(dialect=dialect)
        self._forms: dict[tuple[int, ...], _Form] = {}

    def run(self, connection: Connection, values: Values) -> list[Any]:
        """The rows as named tuples."""
        lengths = tuple([len(value) for value in values.values() if isinstance(value, (list, tuple))])
        form = self._forms.get(lengths)
        if form is None:
            form = self._forms[lengths] = self._form(values)
        found = connection.execute(form.sql, [place(values) for place in form.places]).fetchall()
        return [self._read(row) for row in found] if self._readers else list(map(self._record, found))

    def _read(self, row: tuple[Any, ...]) -> Any:
        cells = list(row)
        for place, read in self._readers:
            if (cell := cells[place]) is not None:
                cells[place] = read(cell)
        return self._record(cells)

    def _form(self, values: Values) -> _Form:
        state = self._compiled.construct_expanded_state(dict(values))
        members = {
            each: (name, place)
            for name, expanded in state.parameter_expansion.items()
            for place, each in enumerate(expanded)
        }

        def place_of(each: str) -> Callable[[Values], Any]:
            name, place = members.get(each, (each, None))
            kind = self._compiled.binds[name].type.dialect_impl(self._dialect)
            convert = kind.bind_processor(self._dialect) or _as_it_is
            if name not in values:
                constant = convert(state.parameters[each])
                return lambda _: constant
            if place is None:
                return lambda given: convert(given[name])
            return lambda given: convert(given[name][place])

        return _Form(state.statement, tuple(place_of(each) for each in state.positiontup))


class Readers:
    """Connections of SQLite for statements that stand alone, handed from thread to thread.

    SQLAlchemy's pool looks after each one it lends for as long as the database takes to answer; here a statement has
    begun and ended when the connection comes back, so there is nothing to look after.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: list[PoolProxiedConnection] = []
        sa.event.listen(engine, "engine_disposed", self._close)

    def run(self, prepared: Prepared, values: Values) -> list[Any]:
        """The rows of a statement, asked on a connection that refuses writes."""
        try:
            lent = self._idle.pop()
        except IndexError:
            lent = self._opened()
        try:
            return prepared.run(_driver(lent), values)
        finally:
            self._idle.append(lent)

    def _opened(self) -> PoolProxiedConnection:
        lent = self._engine.raw_connection()
        lent.detach()
        _driver(lent).execute("PRAGMA query_only=ON")
        return lent

    def _close(self, engine: Engine) -> None:
        while self._idle:
            self._idle.pop().close()


_readers: WeakKeyDictionary[Engine, Readers] = WeakKeyDictionary()


def readers(engine: Engine) -> Readers:
    """Those of this engine, which is SQLite's."""
    found = _readers.get(engine)
    return found if found is not None else _readers.setdefault(engine, Readers(engine))


def _driver(lent: PoolProxiedConnection) -> Any:
    return lent.dbapi_connection


def _as_it_is(value: Any) -> Any:
    return value
