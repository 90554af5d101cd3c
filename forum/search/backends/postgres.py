"""The index in PostgreSQL, for several machines: candidates are chosen in SQL, ranked here as every engine ranks.

The posts that hold the question's rarest words are taken, a few hundred of them with the most of its weight, and with
them what else their topics say; these go through the same ranking as a whole index does, with the whole's frequencies.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.engine import Engine as Database
from sqlalchemy.exc import SQLAlchemyError

from forum.db import db
from forum.search.analysis import fold
from forum.search.asking import Asked, understand
from forum.search.backend import Document, EngineDown, Hit, Results, Scope, Status
from forum.search.backends import postgres_tables as tables
from forum.search.backends.postgres_filters import FORUMS_ALONE, conditions
from forum.search.backends.postgres_source import ONES, Candidates, PostgresWords
from forum.search.backends.postgres_standby import Standby
from forum.search.engine import ENOUGH, FEW_WORDS, Engine, similar_groups, suggestion
from forum.search.query import Order, Query
from forum.search.ranking import Group
from forum.search.source import Facts
from forum.search.spelling import Speller, near_words

_KEPT_SECONDS = 60.0  # how long totals are held
_MORE_POSTS = 0.01  # so many more, or fewer, before the vocabulary is read again
_CANDIDATES = 400
_CANDIDATES_OF_FEW = 200  # for a question of few words: each that holds all of them is a good one
_LOOKED_THROUGH = 8_000  # posts of one part of a question that are weighed for them
_NEWEST = 6_000  # of those that hold what more than _COMMON posts hold
_ALSO, _ALSO_OF_FEW = 4, 2  # other posts of their topics that are read, for each candidate on the average at most
_COMMON = 20_000  # posts: of what more of them say, the newest are weighed; a question's commoner words choose none
_COUNTED = 10_000
_AT_ONCE = 1000
_ORDERS = {
    Order.OLDEST: "min(p.created)",
    Order.VIEWS: "max(p.views) DESC",
    Order.LIKES: "max(p.score) DESC",
}
_STEADY = sa.text(
    "SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true),"
    " set_config('work_mem', '32MB', true), set_config('max_parallel_workers_per_gather', '0', true)"
)
# A million posts take minutes to count and to put in order.
_UNHURRIED = sa.text(
    "SELECT set_config('statement_timeout', '0', true), set_config('work_mem', '64MB', true),"
    " set_config('maintenance_work_mem', '256MB', true)"
)
Values = dict[str, Any]
Place = tuple[int, int]  # a post, its topic
T = TypeVar("T")


@dataclass(frozen=True)
class _Part:
    """One look into the index: what is asked, what it tells, and how many posts at most there are."""

    terms: str
    weight: float
    most: int

    @classmethod
    def of(cls, group: Group, known: PostgresWords) -> "_Part":
        return cls(_any(group), _rarity(group, known), _holding(group, known))

    @classmethod
    def all_of(cls, groups: list[Group], known: PostgresWords) -> "_Part":
        parts = [cls.of(group, known) for group in groups]
        terms = " & ".join(part.terms for part in parts)
        return cls(terms, sum(part.weight for part in parts), min(part.most for part in parts))

    def among(self, known: PostgresWords) -> str:
        """What is asked, of so many of the newest posts as are weighed."""
        if self.most <= _COMMON:
            return self.terms
        return f"({self.terms}) & {tables.newest_drawers(known.totals.newest, _NEWEST / self.most)}"


@dataclass(frozen=True)
class _Held:
    """What a process holds of the index: its totals, and its words as they were when it had `of_posts` posts."""

    read_at: float
    totals: tables.Totals
    vocabulary: list[str]
    speller: Speller
    of_posts: int


class PostgresBackend:
    """The index beside the forum's own tables; read from a standby where one is named."""

    def __init__(
        self, schema: str = "search", database: Database | None = None, standby: Standby | None = None
    ) -> None:
        self._schema, self._database, self._standby = schema, database, standby
        self._lock = Lock()
        self._held: _Held | None = None

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
        def answer(connection: Connection) -> Results:
            known, speller = self._known(connection, scope)
            asked = understand(query, known, speller, bytearray())
            chosen, total, relaxed = self._chosen(connection, query, scope, asked, known, offset + limit)
            source = self._candidates(connection, query, scope, asked, chosen, known)
            engine = Engine(source)
            found = engine.answer(query, asked, engine.reading(source.live), offset, limit, facets=facets)
            filtered = bool(
                asked.phrases or asked.titles or asked.without or asked.without_phrases or asked.without_titles
            )
            full = found.total if filtered or relaxed else max(total, found.total)
            return replace(found, total=full, relaxed=relaxed or found.relaxed)

        return self._ask(answer)

    def suggest(self, typed: str, scope: Scope, limit: int = 6) -> tuple[Hit, ...]:
        query = suggestion(typed)
        return self.search(query, scope, limit=limit, facets=False).hits if query.terms else ()

    def near_words(self, word: str, scope: Scope, limit: int = 3) -> tuple[str, ...]:
        def answer(connection: Connection) -> tuple[str, ...]:
            known, speller = self._known(connection, scope)
            return tuple(filter(None, near_words(known, speller, fold(word.strip()), bytearray(), limit)))

        return self._ask(answer)

    def similar(self, text: str, scope: Scope, *, without: int = 0, limit: int = 5) -> tuple[Hit, ...]:
        def answer(connection: Connection) -> tuple[Hit, ...]:
            known, _ = self._known(connection, scope)
            asked = Asked(groups=list(similar_groups(text, known)))
            if not asked.groups:
                return ()
            chosen, _, _ = self._chosen(connection, Query(), scope, asked, known, limit)
            source = self._candidates(connection, Query(), scope, asked, chosen, known)
            return Engine(source).answer_similar(tuple(asked.groups), source.live, without, limit)

        return self._ask(answer)

    def known_posts(self) -> dict[int, int]:
        """From the primary: what a standby does not know yet need not be indexed again."""
        with self._read() as connection:
            tables.totals(connection, self._schema)  # an index of an older shape is made anew
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
            connection.execute(_UNHURRIED)
            tables.count_all(connection, fresh)
            tables.add_indexes(connection, fresh)
        with self._written() as connection:
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
        """PostgreSQL does it itself; whether the index is still there is asked."""
        with self._read() as connection:
            connection.execute(sa.text(f"SELECT topic FROM {self._schema}.topics LIMIT 1"))  # noqa: S608  # our own name

    def close(self) -> None:
        if self._standby is not None:
            self._standby.close()
        self._held = None

    def _add(self, schema: str, batch: list[Document], advance: Callable[[int], object]) -> None:
        if not batch:
            return
        with self._written() as connection:
            tables.add(connection, schema, batch)
        advance(len(batch))

    def _chosen(
        self, connection: Connection, query: Query, scope: Scope, asked: Asked, known: PostgresWords, wanted: int
    ) -> tuple[list[Place], int, bool]:
        """The candidates, the best first, how many topics there are in all, and whether some of the words had to do."""
        where, values = conditions(query, scope, self._schema)
        if not asked.groups:
            return (*self._filtered(connection, query, where, values, wanted), False)
        if 1 < len(asked.groups) <= FEW_WORDS:
            ids, total = self._matching(connection, [_Part.all_of(asked.groups, known)], where, values, asked, known)
            if total >= ENOUGH:
                return ids, total, False
        few = [_Part.of(group, known) for group in _choosers(asked.groups, known)]
        ids, total = self._matching(connection, few, where, values, asked, known)
        return ids, total, len(asked.groups) > 1

    def _matching(
        self,
        connection: Connection,
        chosen: list[_Part],
        where: str,
        values: Values,
        asked: Asked,
        known: PostgresWords,
    ) -> tuple[list[Place], int]:
        """Each part of the question is one look into the GIN index, so that no text is read to weigh a post.

        Of what tens of thousands of posts say, with no filter beside, the newest are weighed, and every title.
        """
        branches, weights = [], dict(values)
        looked = [("terms", each.among(known) if where == FORUMS_ALONE else each.terms, each.weight) for each in chosen]
        looked += [("title", part.terms, part.weight) for part in (_Part.of(each, known) for each in asked.groups)]
        for number, (column, terms, weight) in enumerate(looked):
            weights |= {f"q{number}": terms, f"w{number}": weight}
            opening = f" AND {tables.OPENING}" if column == "title" else ""  # answers hold the title among their terms
            branches.append(
                f"(SELECT p.post, p.topic, p.length, CAST(:w{number} AS float8) AS weight FROM {self._schema}.posts p"  # noqa: S608  # our own names
                f" WHERE p.{column} @@ CAST(:q{number} AS tsquery){opening} AND {where} LIMIT {_LOOKED_THROUGH})"
            )
        most = _CANDIDATES_OF_FEW if len(asked.groups) <= FEW_WORDS and len(chosen) == 1 else _CANDIDATES
        average = max(1, known.totals.length // max(1, known.size))
        statement = sa.text(
            f"WITH held AS MATERIALIZED ({' UNION ALL '.join(branches)})"  # noqa: S608  # made above, of our own names
            " SELECT post, topic, (SELECT count(*) FROM (SELECT DISTINCT topic FROM held) AS apart) AS topics FROM held"
            " GROUP BY post, topic"
            f" ORDER BY sum(weight) / (1 + CAST(max(length) AS float8) / {2 * average}) DESC LIMIT {most}"
        )
        rows = connection.execute(statement, weights).all()
        return [(row.post, row.topic) for row in rows], rows[0].topics if rows else 0

    def _filtered(
        self, connection: Connection, query: Query, where: str, values: Values, wanted: int
    ) -> tuple[list[Place], int]:
        order = _ORDERS.get(query.order, "max(p.active) DESC")
        statement = sa.text(
            f"SELECT max(p.post), p.topic, count(*) OVER () FROM {self._schema}.posts p WHERE {where}"  # noqa: S608  # our own names
            f" GROUP BY p.topic ORDER BY {order}, p.topic DESC LIMIT :wanted"
        )
        rows = connection.execute(statement, {**values, "wanted": min(_COUNTED, wanted + _CANDIDATES)}).all()
        return [(int(row[0]), int(row[1])) for row in rows], int(rows[0][2]) if rows else 0

    def _candidates(
        self,
        connection: Connection,
        query: Query,
        scope: Scope,
        asked: Asked,
        chosen: list[Place],
        known: PostgresWords,
    ) -> Candidates:
        """Those posts, and of their topics, the best first, what else says any of it and passes the same filters."""
        terms = sorted(
            {term for group in asked.groups for term, _ in group.terms} | {*asked.without, *asked.without_titles}
        )
        sizes = tables.sizes(connection, self._schema, {topic for _, topic in chosen})
        topics = list(dict.fromkeys(topic for _, topic in chosen))
        each_has = _ALSO_OF_FEW if len(asked.groups) <= FEW_WORDS else _ALSO
        also = _within(sizes, topics, each_has * len(chosen)) if terms else []
        where, values = conditions(query, scope, self._schema)
        facts = ", ".join(f"p.{name}" for name in Facts._fields)
        each = [f"CAST(:t{number} AS tsquery)" for number in range(len(terms))]
        columns = (
            f"SELECT {facts}, p.kind, p.tags, p.laws, p.types, length(p.title) AS title_length,"  # noqa: S608  # our own names
            f" ARRAY[{', '.join(f'ts_rank({ONES}, p.terms, {term})' for term in each)}]::real[] AS shares,"
            f" ARRAY[{', '.join(f'p.title @@ {term}' for term in each)}]::boolean[] AS titled"
            f" FROM {self._schema}.posts p WHERE"
        )
        # Whether one says anything is seen from its row: asking the index too would read its longest lists.
        more = f" UNION ALL {columns} p.topic = ANY(:also) AND p.post <> ALL(:ids) AND {where}"
        statement = f"{columns} p.post = ANY(:ids){more if also else ''} ORDER BY post"
        values |= {f"t{number}": tables.quoted(term) for number, term in enumerate(terms)}
        values |= {"ids": [post for post, _ in chosen], "also": also}
        rows = [row for row in connection.execute(sa.text(statement), values) if not terms or any(row.shares)]
        return Candidates(connection, self._schema, rows, known, tuple(terms), sizes)

    def _known(self, connection: Connection, scope: Scope) -> tuple[PostgresWords, Speller]:
        with self._lock:
            held = self._held
            if held is None or monotonic() - held.read_at > _KEPT_SECONDS:
                held = self._held = self._read_totals(connection, held)
        return PostgresWords(connection, self._schema, scope.forums, held.vocabulary, held.totals), held.speller

    def _read_totals(self, connection: Connection, before: _Held | None) -> _Held:
        """Words are read again once there may be new ones: all of a million posts' take a while to put in order."""
        totals = tables.totals(connection, self._schema)
        if before is not None and abs(totals.posts - before.of_posts) <= before.of_posts * _MORE_POSTS:
            return replace(before, read_at=monotonic(), totals=totals)
        words = list(connection.execute(sa.text(f"SELECT word FROM {self._schema}.vocabulary")).scalars())  # noqa: S608  # our own name
        return _Held(monotonic(), totals, words, Speller(words), totals.posts)

    def _ask(self, question: Callable[[Connection], T]) -> T:
        """Put a question to the standby where there is one, to the primary where it cannot answer."""
        standby = self._standby
        if standby is not None and standby.is_fit():
            try:
                with standby.connect() as connection:
                    return question(_steady(connection))
            except SQLAlchemyError as error:
                standby.rest(error)
        with self._read() as connection:
            return question(_steady(connection))

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        try:
            with (self._database or db.engine).connect() as connection:
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


def _steady(connection: Connection) -> Connection:
    """Each question is planned for its own words: a plan for any words at all would read everything.

    Long lists of posts are kept exact, since a page of them looked through again costs more than the memory.
    """
    connection.execute(_STEADY)
    return connection


def _within(sizes: dict[int, tuple[int, int]], topics: list[int], most: int) -> list[int]:
    """The first of these topics, so many that their posts together stay few."""
    chosen, total = [], 0
    for topic in topics:
        posts = sizes[topic][0] if topic in sizes else 0
        if 1 < posts <= most - total:
            chosen.append(topic)
            total += posts
    return chosen


def _any(group: Group) -> str:
    return "(" + " | ".join(tables.quoted(term) for term, _ in group.terms) + ")"


def _choosers(groups: list[Group], known: PostgresWords) -> list[Group]:
    """The rarest groups, as long as their lists stay short together; three at least."""
    chosen: list[Group] = []
    total = 0
    for group in sorted(groups, key=lambda group: _holding(group, known)):
        total += _holding(group, known)
        if len(chosen) >= 3 and total > _COMMON:
            break
        chosen.append(group)
    return chosen


def _holding(group: Group, known: PostgresWords) -> int:
    """How many posts hold any of a group's terms, at most."""
    return sum(known.frequency(term) for term, _ in group.terms)


def _rarity(group: Group, known: PostgresWords) -> float:
    """How much a group tells, by how few posts hold its first term."""
    holding = min(known.size, known.frequency(group.terms[0][0]))
    return math.log(1 + (known.size - holding + 0.5) / (holding + 0.5))
