"""An index in memory: for tests, and for the few posts that another engine ranks."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from threading import Lock

from forum.search.analysis import words
from forum.search.backend import Document, Hit, Results, Scope, Status
from forum.search.engine import Engine
from forum.search.query import Query
from forum.search.source import (
    NOWHERE,
    Columns,
    Postings,
    Slots,
    facts_of,
    law_terms,
    lengths_by_topic,
    text_terms,
    title_terms,
    written,
)


class MemorySource(Slots):
    """Documents by slot, in the order given."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.columns = Columns()
        self._words: list[str] = []
        self._fields: dict[str, dict[str, tuple[list[int], list[float]]]] = {
            field: {} for field in ("text", "title", "tag", "law", "kind", "type")
        }
        vocabulary: set[str] = set()
        for slot, document in enumerate(documents):
            terms = text_terms(document)
            self._add("text", slot, terms)
            self._add("title", slot, title_terms(document))
            for field, values in (
                ("tag", document.tags),
                ("law", law_terms(document.laws)),
                ("kind", (document.kind,)),
                ("type", document.filetypes),
            ):
                self._add(field, slot, dict.fromkeys(values, 1.0))
            self.columns.add([facts_of(document, sum(terms.values()))])
            self._words.append(written(document))
            vocabulary.update(words(self._words[-1]))
        self.live = bytearray(b"\x01" * len(self.columns))
        self.topic_lengths = lengths_by_topic(self.columns)
        self.vocabulary: Sequence[str] = sorted(vocabulary)
        self._sorted = sorted(self._fields["text"])

    def postings(self, field: str, term: str) -> Postings:
        found = self._fields[field].get(term)
        return Postings(*found) if found else NOWHERE

    def beginning(self, field: str, prefix: str, limit: int) -> list[str]:
        terms = self._sorted if field == "text" else sorted(self._fields[field])
        start = bisect_left(terms, prefix)
        return [term for term in terms[start : start + limit] if term.startswith(prefix)]

    def values(self, field: str) -> list[str]:
        return list(self._fields[field])

    def words(self, slot: int) -> str:
        return self._words[slot]

    def _add(self, field: str, slot: int, terms: dict[str, float] | dict[str, int]) -> None:
        held = self._fields[field]
        for term, count in terms.items():
            slots, counts = held.setdefault(term, ([], []))
            slots.append(slot)
            counts.append(count)


class MemoryBackend:
    """The whole index in this process; lost with it."""

    def __init__(self) -> None:
        self._documents: dict[int, Document] = {}
        self._engine: Engine | None = None
        self._lock = Lock()

    def index(self, documents: Iterable[Document]) -> None:
        with self._lock:
            self._documents.update((document.post_id, document) for document in documents)
            self._engine = None

    def delete(self, post_ids: Iterable[int]) -> None:
        with self._lock:
            for post_id in post_ids:
                self._documents.pop(post_id, None)
            self._engine = None

    def search(self, query: Query, scope: Scope, *, offset: int = 0, limit: int = 20, facets: bool = True) -> Results:
        return self._now().search(query, scope, offset=offset, limit=limit, facets=facets)

    def suggest(self, typed: str, scope: Scope, limit: int = 6) -> tuple[Hit, ...]:
        return self._now().suggest(typed, scope, limit)

    def near_words(self, word: str, scope: Scope, limit: int = 3) -> tuple[str, ...]:
        return self._now().near_words(word, scope, limit)

    def similar(self, text: str, scope: Scope, *, without: int = 0, limit: int = 5) -> tuple[Hit, ...]:
        return self._now().similar(text, scope, without=without, limit=limit)

    def known_posts(self) -> dict[int, int]:
        with self._lock:
            return {post_id: document.stamp for post_id, document in self._documents.items()}

    def rebuild(self, documents: Iterable[Document], advance: Callable[[int], object] = lambda _: None) -> None:
        fresh = {}
        for document in documents:
            fresh[document.post_id] = document
            advance(1)
        with self._lock:
            self._documents, self._engine = fresh, None

    def status(self) -> Status:
        return Status("memory", len(self._documents), ready=True)

    def tidy(self) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to let go of."""

    def _now(self) -> Engine:
        with self._lock:
            if self._engine is None:
                self._engine = Engine(MemorySource(self._documents.values()))
            return self._engine
