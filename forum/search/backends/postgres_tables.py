"""The tables of the PostgreSQL index, in a schema of their own: they are made from the forum's and can be made again.

Each post has a `tsvector` of our own terms with their places (PostgreSQL's dictionaries are not used, so that all
engines agree), under a GIN index. How many posts of each forum hold a term is counted in a table: PostgreSQL's own
ranks know nothing of how rare a word is.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from forum.search.analysis import LONGEST
from forum.search.backend import Document, Mark
from forum.search.source import Facts, facts_of, law_terms, text_terms, title_terms, written

_IN_A_DRAWER = 16_384  # posts
COUNTED_PLACES = 200  # of one term in one text; it keeps 256
_PLACES = [",".join(map(str, range(1, count + 1))) for count in range(COUNTED_PLACES + 1)]
_FACTS = ", ".join(f"{name} bigint NOT NULL" for name in Facts._fields if name != "post")


OPENING = f"marks & {int(Mark.FIRST)} <> 0"  # the post opens its topic


@dataclass(frozen=True)
class Totals:
    """The whole index in numbers."""

    posts: int
    topics: int
    length: int
    newest: int  # post


TABLES = (
    "CREATE TABLE {schema}.posts (post bigint PRIMARY KEY, " + _FACTS + ", kind text NOT NULL, tags text[] NOT NULL,"
    " laws text[] NOT NULL, types text[] NOT NULL, terms tsvector NOT NULL, title tsvector NOT NULL,"
    " words text NOT NULL)",
    # What is long lies apart: weighing thousands of posts reads a few hundred pages, and no text.
    (
        "ALTER TABLE {schema}.posts ALTER terms SET STORAGE EXTERNAL, ALTER title SET STORAGE EXTERNAL, ALTER kind SET"
        " STORAGE MAIN, ALTER tags SET STORAGE MAIN, ALTER laws SET STORAGE MAIN, ALTER types SET STORAGE MAIN"
    ),
    "ALTER TABLE {schema}.posts SET (toast_tuple_target = 256)",
    "CREATE TABLE {schema}.frequencies (term text, forum bigint, posts bigint NOT NULL, PRIMARY KEY (term, forum))",
    "CREATE TABLE {schema}.topics (topic bigint PRIMARY KEY, posts bigint NOT NULL, length bigint NOT NULL)",
    "CREATE TABLE {schema}.vocabulary (word text PRIMARY KEY)",
)
INDEXES = (
    "CREATE INDEX posts_terms ON {schema}.posts USING gin (terms) WITH (fastupdate = off)",
    "CREATE INDEX posts_title ON {schema}.posts USING gin (title) WITH (fastupdate = off) WHERE " + OPENING,
    "CREATE INDEX posts_tags ON {schema}.posts USING gin (tags)",
    "CREATE INDEX posts_laws ON {schema}.posts USING gin (laws)",
    "CREATE INDEX posts_topic ON {schema}.posts (topic)",
    "CREATE INDEX posts_active ON {schema}.posts (active)",
)
_COLUMNS = (*Facts._fields, "kind", "tags", "laws", "types", "terms", "title", "words")


def create(connection: Connection, schema: str) -> None:
    connection.execute(sa.text(f"CREATE SCHEMA {schema}"))
    for statement in TABLES:
        connection.execute(sa.text(statement.format(schema=schema)))


def add_indexes(connection: Connection, schema: str) -> None:
    for statement in INDEXES:
        connection.execute(sa.text(statement.format(schema=schema)))
    connection.execute(sa.text(f"ANALYZE {schema}.posts"))


def insert(connection: Connection, schema: str, documents: Sequence[Document]) -> None:
    """Add posts that are not there, and count their terms."""
    if not documents:
        return
    rows = add(connection, schema, documents)
    counts = Counter((term, document.forum_id) for document in documents for term in text_terms(document))
    _count(connection, schema, [(term, forum, posts) for (term, forum), posts in counts.items()])
    facts = [Facts._make(row[: len(Facts._fields)]) for row in rows]
    _weigh(connection, schema, [(each.topic, 1, each.length) for each in facts])


def add(connection: Connection, schema: str, documents: Sequence[Document]) -> list[tuple[Any, ...]]:
    """Add posts that are not there and their words; whoever adds many counts all their terms at the end."""
    rows = [_row(document) for document in documents]
    cursor: Any = connection.connection.cursor()
    with cursor:
        names = ", ".join(_COLUMNS)
        with cursor.copy(f"COPY {schema}.posts ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    fresh = {word for row in rows for word in row[-1].split() if word.isalpha() and len(word) < LONGEST}
    learn = f"INSERT INTO {schema}.vocabulary SELECT unnest(CAST(:words AS text[])) ON CONFLICT DO NOTHING"
    connection.execute(sa.text(learn), {"words": sorted(fresh)})
    return rows


def count_all(connection: Connection, schema: str) -> None:
    """Count the terms and topics of all posts: batch by batch, each row would be written a thousand times."""
    each_term = f"{schema}.posts, unnest(tsvector_to_array(terms)) AS term WHERE left(term, 1) <> '~'"
    for name, rows in (
        ("frequencies", f"term, forum, count(*) FROM {each_term} GROUP BY term, forum"),
        ("topics", f"topic, count(*), sum(length) FROM {schema}.posts GROUP BY topic"),
    ):
        connection.execute(sa.text(f"INSERT INTO {schema}.{name} SELECT {rows}"))
        connection.execute(sa.text(f"ANALYZE {schema}.{name}"))


def delete(connection: Connection, schema: str, post_ids: Iterable[int]) -> None:
    ids = {"ids": list(post_ids)}
    gone = connection.execute(
        sa.text(
            f"SELECT lexeme, forum, -count(*) FROM {schema}.posts, unnest(terms)"  # noqa: S608  # our own name
            " WHERE post = ANY(:ids) AND lexeme !~ '^~' GROUP BY lexeme, forum"
        ),
        ids,
    ).all()
    left = connection.execute(
        sa.text(f"DELETE FROM {schema}.posts WHERE post = ANY(:ids) RETURNING topic, -1, -length"),  # noqa: S608  # our own name
        ids,
    ).all()
    _weigh(connection, schema, [tuple(row) for row in left])
    _count(connection, schema, [tuple(row) for row in gone])


def totals(connection: Connection, schema: str) -> Totals:
    """Kept by topic, since counting a million posts takes a second."""
    found = connection.execute(
        sa.text(
            "SELECT coalesce(sum(posts), 0), count(*) FILTER (WHERE posts > 0),"  # noqa: S608  # our own name
            f" coalesce(sum(length), 0), (SELECT coalesce(max(post), 0) FROM {schema}.posts) FROM {schema}.topics"
        )
    ).one()
    return Totals(*map(int, found))


def sizes(connection: Connection, schema: str, topics: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Posts and terms of these topics."""
    statement = sa.text(f"SELECT topic, posts, length FROM {schema}.topics WHERE topic = ANY(:topics)")  # noqa: S608  # our own name
    return {topic: (posts, length) for topic, posts, length in connection.execute(statement, {"topics": list(topics)})}


def _weigh(connection: Connection, schema: str, changes: Iterable[tuple[int, int, int]]) -> None:
    """Add posts and terms to their topics."""
    summed: dict[int, list[int]] = {}
    for topic, posts, length in changes:
        held = summed.setdefault(topic, [0, 0])
        held[0] += posts
        held[1] += length
    if summed:
        ordered = sorted(summed.items())
        connection.execute(
            sa.text(
                f"INSERT INTO {schema}.topics AS held (topic, posts, length)"  # noqa: S608  # our own name
                " SELECT * FROM unnest(CAST(:topics AS bigint[]), CAST(:posts AS bigint[]), CAST(:lengths AS bigint[]))"
                " ON CONFLICT (topic) DO UPDATE SET posts = held.posts + excluded.posts,"
                " length = held.length + excluded.length"
            ),
            {
                "topics": [topic for topic, _ in ordered],
                "posts": [posts for _, (posts, _) in ordered],
                "lengths": [length for _, (_, length) in ordered],
            },
        )


def _count(connection: Connection, schema: str, changes: list[tuple[Any, ...]]) -> None:
    if changes:
        terms, forums, posts = zip(*sorted(changes), strict=True)
        connection.execute(
            sa.text(
                f"INSERT INTO {schema}.frequencies AS held (term, forum, posts)"  # noqa: S608  # our own name
                " SELECT * FROM unnest(CAST(:terms AS text[]), CAST(:forums AS bigint[]), CAST(:posts AS bigint[]))"
                " ON CONFLICT (term, forum) DO UPDATE SET posts = held.posts + excluded.posts"
            ),
            {"terms": list(terms), "forums": list(forums), "posts": list(posts)},
        )


def _row(document: Document) -> tuple[Any, ...]:
    terms = text_terms(document)
    return (
        *facts_of(document, sum(terms.values())),
        document.kind,
        list(document.tags),
        sorted(law_terms(document.laws)),
        list(document.filetypes),
        _vector({**terms, drawer(document.post_id): 1}),
        _vector(dict.fromkeys(title_terms(document), 1)),
        written(document).replace("\x00", " "),
    )


def _vector(terms: dict[str, int]) -> str:
    """A tsvector's text. The places only say how often a term stands there."""
    return " ".join(f"{quoted(term)}:{_PLACES[min(count, COUNTED_PLACES)]}" for term, count in terms.items())


def drawer(post_id: int) -> str:
    """A term that posts written about the same time have in common, and no word looks like."""
    return f"~{post_id // _IN_A_DRAWER}"


def newest_drawers(newest: int, share: float) -> str:
    """A part of a tsquery: the posts written last, about this share of all."""
    last = newest // _IN_A_DRAWER
    how_many = max(2, math.ceil(share * (last + 1)))  # the last one is not full
    return "(" + " | ".join(quoted(f"~{number}") for number in range(max(0, last - how_many + 1), last + 1)) + ")"


def quoted(term: str) -> str:
    """A term as tsvector and tsquery read it, whatever signs it holds."""
    term = term.replace("\\", "\\\\").replace("'", "''").replace("\x00", "")
    return f"'{term}'"
