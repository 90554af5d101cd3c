"""What ranking reads, from rows of the PostgreSQL index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from forum.search.backends.postgres_tables import quoted
from forum.search.source import NOWHERE, Columns, Facts, Postings, title_worth


@dataclass(frozen=True)
class Totals:
    """The whole index in numbers."""

    posts: int
    topics: int
    length: int


class PostgresWords:
    """Words as one scope may know them. The mask of the pure modules stands for it and is not looked at."""

    def __init__(
        self, connection: Connection, schema: str, forums: Iterable[int], vocabulary: Sequence[str], totals: Totals
    ) -> None:
        self._connection, self._schema, self.forums = connection, schema, sorted(forums)
        self.vocabulary = vocabulary
        self.totals = totals
        self._held: dict[str, int] = {}

    @property
    def size(self) -> int:
        return self.totals.posts

    def holding(self, term: str, mask: bytearray) -> int:
        if term not in self._held:
            found = self._connection.execute(
                sa.text(
                    f"SELECT coalesce(sum(posts), 0) FROM {self._schema}.frequencies"  # noqa: S608  # our own name
                    " WHERE term = :term AND forum = ANY(:forums)"
                ),
                {"term": term, "forums": self.forums},
            )
            self._held[term] = int(found.scalar() or 0)
        return self._held[term]

    def sample(self, term: str, mask: bytearray, most: int) -> list[int]:
        found = self._connection.execute(
            sa.text(
                f"SELECT post FROM {self._schema}.posts WHERE terms @@ CAST(:term AS tsquery)"  # noqa: S608  # our own name
                " AND forum = ANY(:forums) LIMIT :most"
            ),
            {"term": quoted(term), "forums": self.forums, "most": most},
        )
        return list(found.scalars())

    def frequency(self, term: str) -> int:
        return self.holding(term, bytearray())

    def beginning(self, field: str, prefix: str, limit: int) -> list[str]:
        """Terms in order of how many posts hold them."""
        found = self._connection.execute(
            sa.text(
                f"SELECT term FROM {self._schema}.frequencies WHERE term >= :prefix AND term < :after"  # noqa: S608  # our own name
                " AND forum = ANY(:forums) GROUP BY term HAVING sum(posts) > 0 ORDER BY sum(posts) DESC LIMIT :most"
            ),
            {"prefix": prefix, "after": f"{prefix}\uffff", "forums": self.forums, "most": limit},
        )
        return list(found.scalars())

    def words(self, slot: int) -> str:
        statement = sa.text(f"SELECT words FROM {self._schema}.posts WHERE post = :post")  # noqa: S608  # our own name
        return self._connection.execute(statement, {"post": slot}).scalar() or ""


class Candidates:
    """A few hundred posts, as a source of their own that knows the whole index's frequencies."""

    vocabulary: Sequence[str] = ()

    def __init__(self, connection: Connection, schema: str, rows: Iterable[Any], known: PostgresWords) -> None:
        self._connection, self._schema, self._known = connection, schema, known
        self.columns = Columns()
        self._lists: dict[tuple[str, str], tuple[list[int], list[float]]] = {}
        self._words: dict[int, str] = {}
        for slot, row in enumerate(rows):
            self.columns.add([tuple(getattr(row, name) for name in Facts._fields)])
            for term, count in (row.counts or {}).items():
                self._add("text", term, slot, count)
            worth = title_worth(row.title_length)
            for term in row.titled or ():
                self._add("title", term, slot, worth)
            for field, values in (("tag", row.tags), ("law", row.laws), ("kind", [row.kind]), ("type", row.types)):
                for value in values:
                    self._add(field, value, slot, 1.0)
        self.live = bytearray(b"\x01" * len(self.columns))
        self.topic_lengths = self._lengths()

    @property
    def size(self) -> int:
        return max(self._known.totals.posts, len(self.columns))

    @property
    def topics(self) -> int:
        return self._known.totals.topics

    @property
    def length(self) -> int:
        return self._known.totals.length

    def holding(self, term: str, mask: bytearray) -> int:
        return self._known.holding(term, mask)

    def sample(self, term: str, mask: bytearray, most: int) -> list[int]:
        return list(self.postings("text", term).slots[:most])

    def frequency(self, term: str) -> int:
        return self._known.frequency(term)

    def beginning(self, field: str, prefix: str, limit: int) -> list[str]:
        return self._known.beginning(field, prefix, limit)

    def postings(self, field: str, term: str) -> Postings:
        found = self._lists.get((field, term))
        return Postings(*found) if found else NOWHERE

    def values(self, field: str) -> list[str]:
        return [value for held, value in self._lists if held == field]

    def words(self, slot: int) -> str:
        if slot not in self._words:
            self.prefetch([slot])
        return self._words[slot]

    def prefetch(self, slots: Sequence[int]) -> None:
        posts = {self.columns.post[slot]: slot for slot in slots if slot not in self._words}
        if posts:
            statement = sa.text(f"SELECT post, words FROM {self._schema}.posts WHERE post = ANY(:posts)")  # noqa: S608  # our own name
            for post, words in self._connection.execute(statement, {"posts": list(posts)}):
                self._words[posts[post]] = words

    def _add(self, field: str, term: str, slot: int, count: float) -> None:
        slots, counts = self._lists.setdefault((field, term), ([], []))
        slots.append(slot)
        counts.append(count)

    def _lengths(self) -> dict[int, int]:
        statement = sa.text(
            f"SELECT topic, sum(length) FROM {self._schema}.posts WHERE topic = ANY(:topics) GROUP BY topic"  # noqa: S608  # our own name
        )
        found = self._connection.execute(statement, {"topics": list(set(self.columns.topic))})
        return {topic: int(length) for topic, length in found}
