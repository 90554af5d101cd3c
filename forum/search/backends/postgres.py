"""The index in PostgreSQL, for several machines: candidates are chosen in SQL, ranked here as every engine ranks.

The posts that hold the question's rarest words are taken, a few hundred of them with the most of its weight, and with
them what else their topics say; these go through the same ranking as a whole index does, with the whole's frequencies.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.engine import Engine as Database
from sqlalchemy.exc import SQLAlchemyError

from forum.db import db
from forum.search.analysis import fold
from forum.search.asking import Asked, understand
from forum.search.backend import Document, EngineDown, Hit, Results, Scope, Status
from forum.search.backends import postgres_tables as tables
from forum.search.backends.postgres_filters import conditions
from forum.search.backends.postgres_source import Candidates, PostgresWords, Totals
from forum.search.engine import ENOUGH, FEW_WORDS, Engine, similar_groups, suggestion
from forum.search.query import Order, Query
from forum.search.ranking import Group
from forum.search.source import Facts
from forum.search.spelling import Speller, near_words

_KEPT_SECONDS = 60.0  # how long totals and the vocabulary are held
_CANDIDATES = 400
_LOOKED_THROUGH = 20_000  # posts of one part of a question that are weighed for them
_COMMON = 20_000  # postings: beyond so many, a question's commoner words choose no candidates
_COUNTED = 10_000
_AT_ONCE = 1000
_ORDERS = {
    Order.OLDEST: "min(p.created)",
    Order.VIEWS: "max(p.views) DESC",
    Order.LIKES: "max(p.score) DESC",
}
Values = dict[str, Any]


class PostgresBackend:
    """The index beside the forum's own tables; read from a standby where one is named."""

    def __init__(self, replica_url: str = "", schema: str = "search", database: Database | None = None) -> None:
        self._replica_url, self._schema, self._database = replica_url, schema, database
        self._replica: Database | None = None
        self._lock = Lock()
        self._held: tuple[float, Totals, list[str], Speller] | None = None

    def index(self, documents: Iterable[Document]) -> None:
        made = list(documents)
        with self._written() as connection:
            tables.delete(connection, self._schema, [document.post_id for document in made])
            tables.insert(connection, self._schema, made)

    def delete(self, post_ids: Iterable[int]) -> None:
        if ids := list(post_ids):
            with self._written() as connection:
                tables.delete(connection, self._schema, ids)

    def search(self, query: Query, scope: Scope, *, offset: int = 0, limit: int = 20, facets: bool = True) -> Results:
        with self._read() as connection:
            known, speller = self._known(connection, scope)
            asked = understand(query, known, speller, bytearray())
            ids, total, relaxed = self._chosen(connection, query, scope, asked, known, offset + limit)
            source = self._candidates(connection, asked, ids, known)
            found = Engine(source).answer(query, asked, source.live, offset, limit, facets=facets)
            filtered = bool(
                asked.phrases or asked.titles or asked.without or asked.without_phrases or asked.without_titles
            )
            full = found.total if filtered or relaxed else max(total, found.total)
            return Results(full, found.hits, found.facets, relaxed or found.relaxed, found.corrected, found.words)

    def suggest(self, typed: str, scope: Scope, limit: int = 6) -> tuple[Hit, ...]:
        query = suggestion(typed)
        return self.search(query, scope, limit=limit, facets=False).hits if query.terms else ()

    def near_words(self, word: str, scope: Scope, limit: int = 3) -> tuple[str, ...]:
        with self._read() as connection:
            known, speller = self._known(connection, scope)
            return tuple(filter(None, near_words(known, speller, fold(word.strip()), bytearray(), limit)))

    def similar(self, text: str, scope: Scope, *, without: int = 0, limit: int = 5) -> tuple[Hit, ...]:
        with self._read() as connection:
            known, _ = self._known(connection, scope)
            asked = Asked(groups=list(similar_groups(text, known)))
            if not asked.groups:
                return ()
            ids, _, _ = self._chosen(connection, Query(), scope, asked, known, limit)
            source = self._candidates(connection, asked, ids, known)
            return Engine(source).answer_similar(tuple(asked.groups), source.live, without, limit)

    def known_posts(self) -> dict[int, int]:
        with self._read() as connection:
            rows = connection.execute(sa.text(f"SELECT post, stamp FROM {self._schema}.posts"))  # noqa: S608  # our own name
            return {int(post): int(stamp) for post, stamp in rows}

    def rebuild(self, documents: Iterable[Document], advance: Callable[[int], object] = lambda _: None) -> None:
        """In another schema, which takes the live one's name in the last transaction."""
        fresh = f"{self._schema}_next"
        with self._written() as connection:
            connection.execute(sa.text(f"DROP SCHEMA IF EXISTS {fresh} CASCADE"))
            tables.create(connection, fresh)
        batch: list[Document] = []
        for document in documents:
            batch.append(document)
            if len(batch) == _AT_ONCE:
                self._add(fresh, batch, advance)
                batch = []
        self._add(fresh, batch, advance)
        with self._written() as connection:
            tables.add_indexes(connection, fresh)
            connection.execute(sa.text(f"DROP SCHEMA IF EXISTS {self._schema} CASCADE"))
            connection.execute(sa.text(f"ALTER SCHEMA {fresh} RENAME TO {self._schema}"))
        self._held = None

    def status(self) -> Status:
        try:
            with self._read() as connection:
                posts = connection.execute(sa.text(f"SELECT count(*) FROM {self._schema}.posts")).scalar()  # noqa: S608  # our own name
        except EngineDown as down:
            return Status("postgres", 0, ready=False, detail=str(down))
        return Status("postgres", int(posts or 0), ready=True)

    def tidy(self) -> None:
        """PostgreSQL does it itself."""

    def close(self) -> None:
        if self._replica is not None:
            self._replica.dispose()
        self._replica = self._held = None

    def _add(self, schema: str, batch: list[Document], advance: Callable[[int], object]) -> None:
        with self._written() as connection:
            tables.insert(connection, schema, batch)
        advance(len(batch))

    def _chosen(
        self, connection: Connection, query: Query, scope: Scope, asked: Asked, known: PostgresWords, wanted: int
    ) -> tuple[list[int], int, bool]:
        """The candidates' posts, how many topics there are in all, and whether some of the words had to do."""
        where, values = conditions(query, scope, self._schema)
        if not asked.groups:
            return (*self._filtered(connection, query, where, values, wanted), False)
        if 1 < len(asked.groups) <= FEW_WORDS:
            ids, total = self._matching(connection, [" & ".join(map(_any, asked.groups))], where, values, asked, known)
            if total >= ENOUGH:
                return ids, total, False
        few = _choosers(asked.groups, known)
        ids, total = self._matching(connection, list(map(_any, few)), where, values, asked, known)
        return ids, total, len(asked.groups) > 1

    def _matching(
        self, connection: Connection, chosen: list[str], where: str, values: Values, asked: Asked, known: PostgresWords
    ) -> tuple[list[int], int]:
        """Each part of the question is one look into the GIN index, so that no text is read to weigh a post."""
        branches, weights = [], dict(values)
        rarity = [_rarity(group, known) for group in asked.groups]
        pairs = list(zip(map(_any, asked.groups), rarity, strict=True))
        by_text = dict(pairs)
        looked = [("terms", each, by_text.get(each, sum(rarity))) for each in chosen]
        looked += [("title", each, weight) for each, weight in pairs]
        for number, (column, terms, weight) in enumerate(looked):
            weights |= {f"q{number}": terms, f"w{number}": weight}
            branches.append(
                f"(SELECT p.post, p.topic, p.length, CAST(:w{number} AS float8) AS weight FROM {self._schema}.posts p"  # noqa: S608  # our own names
                f" WHERE p.{column} @@ CAST(:q{number} AS tsquery) AND {where} LIMIT {_LOOKED_THROUGH})"
            )
        average = max(1, known.totals.length // max(1, known.size))
        statement = sa.text(
            f"WITH held AS MATERIALIZED ({' UNION ALL '.join(branches)})"  # noqa: S608  # made above, of our own names
            " SELECT post, (SELECT count(DISTINCT topic) FROM held) AS topics FROM held GROUP BY post"
            f" ORDER BY sum(weight) / (1 + 0.5 * max(length) / {average}.0) DESC LIMIT {_CANDIDATES}"
        )
        rows = connection.execute(statement, weights).all()
        return [row.post for row in rows], rows[0].topics if rows else 0

    def _filtered(
        self, connection: Connection, query: Query, where: str, values: Values, wanted: int
    ) -> tuple[list[int], int]:
        order = _ORDERS.get(query.order, "max(p.active) DESC")
        statement = sa.text(
            f"SELECT max(p.post), count(*) OVER () FROM {self._schema}.posts p WHERE {where}"  # noqa: S608  # our own names
            f" GROUP BY p.topic ORDER BY {order}, p.topic DESC LIMIT :wanted"
        )
        rows = connection.execute(statement, {**values, "wanted": min(_COUNTED, wanted + _CANDIDATES)}).all()
        return [int(row[0]) for row in rows], int(rows[0][1]) if rows else 0

    def _candidates(self, connection: Connection, asked: Asked, ids: list[int], known: PostgresWords) -> Candidates:
        """Those posts, and of their topics every post of the same forums that says any of it."""
        terms = sorted(
            {term for group in asked.groups for term, _ in group.terms} | {*asked.without, *asked.without_titles}
        )
        also = (
            f"OR (p.topic IN (SELECT topic FROM {self._schema}.posts WHERE post = ANY(:ids))"  # noqa: S608  # our own name
            " AND p.forum = ANY(:forums) AND p.terms @@ CAST(:any AS tsquery))"
        )
        facts = ", ".join(f"p.{name}" for name in Facts._fields)
        statement = sa.text(
            f"SELECT {facts}, p.kind, p.tags, p.laws, p.types, length(p.title) AS title_length,"  # noqa: S608  # our own names
            " (SELECT json_object_agg(lexeme, cardinality(positions)) FROM unnest(p.terms)"
            "  WHERE lexeme = ANY(:terms)) AS counts,"
            " (SELECT array_agg(lexeme) FROM unnest(p.title) WHERE lexeme = ANY(:terms)) AS titled"
            f" FROM {self._schema}.posts p WHERE p.post = ANY(:ids) {also if terms else ''} ORDER BY p.post"
        )
        values: Values = {"ids": ids, "terms": terms}
        if terms:
            values |= {"any": " | ".join(map(tables.quoted, terms)), "forums": known.forums}
        return Candidates(connection, self._schema, connection.execute(statement, values), known)

    def _known(self, connection: Connection, scope: Scope) -> tuple[PostgresWords, Speller]:
        with self._lock:
            held = self._held
            if held is None or monotonic() - held[0] > _KEPT_SECONDS:
                held = self._held = (monotonic(), *self._read_totals(connection))
        _, totals, vocabulary, speller = held
        return PostgresWords(connection, self._schema, scope.forums, vocabulary, totals), speller

    def _read_totals(self, connection: Connection) -> tuple[Totals, list[str], Speller]:
        posts, topics, length = connection.execute(
            sa.text(f"SELECT count(*), count(DISTINCT topic), coalesce(sum(length), 0) FROM {self._schema}.posts")  # noqa: S608  # our own name
        ).one()
        words = list(connection.execute(sa.text(f"SELECT word FROM {self._schema}.vocabulary")).scalars())  # noqa: S608  # our own name
        return Totals(posts, topics, int(length)), words, Speller(words)

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        try:
            with self._reading_from().connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise EngineDown(f"the index cannot be read: {type(error).__name__}") from error

    @contextmanager
    def _written(self) -> Iterator[Connection]:
        try:
            with (self._database or db.engine).begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise EngineDown(f"the index cannot be written: {type(error).__name__}") from error

    def _reading_from(self) -> Database:
        if not self._replica_url:
            return self._database or db.engine
        with self._lock:
            if self._replica is None:
                self._replica = sa.create_engine(self._replica_url, pool_pre_ping=True)
            return self._replica


def _any(group: Group) -> str:
    return "(" + " | ".join(tables.quoted(term) for term, _ in group.terms) + ")"


def _choosers(groups: list[Group], known: PostgresWords) -> list[Group]:
    """The rarest groups, as long as their lists stay short together; three at least."""
    rarest = sorted(groups, key=lambda group: sum(known.frequency(term) for term, _ in group.terms))
    chosen: list[Group] = []
    total = 0
    for group in rarest:
        total += sum(known.frequency(term) for term, _ in group.terms)
        if len(chosen) >= 3 and total > _COMMON:
            break
        chosen.append(group)
    return chosen


def _rarity(group: Group, known: PostgresWords) -> float:
    """How much a group tells, by how few posts hold its first term."""
    holding = min(known.size, known.frequency(group.terms[0][0]))
    return math.log(1 + (known.size - holding + 0.5) / (holding + 0.5))
