"""What ranking reads, from rows of the PostgreSQL index."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from forum.search.backends.postgres_tables import COUNTED_PLACES, Totals, quoted
from forum.search.source import NOWHERE, Columns, Facts, Postings, title_worth

ONES = "'{1,1,1,1}'"  # the weights of `ts_rank` that make it a function of how often one term stands there
_SHARES = [total / 1.64493406685 for total in accumulate(1 / (place * place) for place in range(1, COUNTED_PLACES + 1))]


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

    def holding(self, term: str, mask: bytearray, most: int | None = None) -> int:
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

    def __init__(
        self,
        connection: Connection,
        schema: str,
        rows: Iterable[Any],
        known: PostgresWords,
        terms: Sequence[str],
        sizes: dict[int, tuple[int, int]],
    ) -> None:
        """Rows: the facts, then kind, tags, laws, types, length of the title, and of each term its rank and whether
        the title has it. `sizes`: posts and terms of their topics."""
        self._connection, self._schema, self._known = connection, schema, known
        self.columns = Columns()
        self._lists: dict[tuple[str, str], tuple[list[int], list[float]]] = {}
        self._words: dict[int, str] = {}
        rows = list(rows)
        facts = len(Facts._fields)
        self.columns.add(row[:facts] for row in rows)
        for slot, row in enumerate(rows):
            kind, tags, laws, types, title_length, shares, titled = row[facts:]
            worth = title_worth(title_length)
            for term, share, in_title in zip(terms, shares, titled, strict=True):
                if share:
                    self._add("text", term, slot, times_of(share))
                if in_title:
                    self._add("title", term, slot, worth)
            self._add("kind", kind, slot, 1.0)
            for field, values in (("tag", tags), ("law", laws), ("type", types)):
                for value in values:
                    self._add(field, value, slot, 1.0)
        self.live = bytearray(b"\x01" * len(self.columns))
        self.topic_lengths = {topic: length for topic, (_, length) in sizes.items()}

    @property
    def size(self) -> int:
        return max(self._known.totals.posts, len(self.columns))

    @property
    def topics(self) -> int:
        return self._known.totals.topics

    @property
    def length(self) -> int:
        return self._known.totals.length

    def holding(self, term: str, mask: bytearray, most: int | None = None) -> int:
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


@cache
def times_of(share: float) -> int:
    """How often a term stands in a text, from its rank alone: 1 + 1/4 + 1/9 … over so many places."""
    return min(len(_SHARES), bisect_left(_SHARES, share - 1e-6) + 1)
