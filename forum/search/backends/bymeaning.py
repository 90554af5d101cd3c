"""An engine whose first topics are put in order by what they mean too; all else is the engine's own."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from forum.search.backend import Document, Hit, Mark, Results, Scope, SearchBackend, Status
from forum.search.meaning import DEPTH, Meaning, asked, beginning, reordered
from forum.search.query import Query


class ByMeaning:
    """`kept` gives the vectors of topics, as far as they are made."""

    def __init__(
        self, engine: SearchBackend, meaning: Meaning, kept: Callable[[Collection[int]], Mapping[int, bytes]]
    ) -> None:
        self._engine, self._meaning, self._kept = engine, meaning, kept

    def search(self, query: Query, scope: Scope, *, offset: int = 0, limit: int = 20, facets: bool = True) -> Results:
        text = asked(query)
        if not text or offset >= DEPTH:
            return self._engine.search(query, scope, offset=offset, limit=limit, facets=facets)
        found = self._engine.search(query, scope, limit=max(DEPTH, offset + limit), facets=facets)
        first = found.hits[:DEPTH]
        if len(first) > 1:
            vectors = self._kept([hit.topic_id for hit in first])
            first = reordered(first, self._meaning.of_question(text), vectors)
        return replace(found, hits=(*first, *found.hits[DEPTH:])[offset : offset + limit])

    def index(self, documents: Iterable[Document]) -> None:
        self._engine.index(documents)

    def delete(self, post_ids: Iterable[int]) -> None:
        self._engine.delete(post_ids)

    def suggest(self, typed: str, scope: Scope, limit: int = 6) -> tuple[Hit, ...]:
        return self._engine.suggest(typed, scope, limit)

    def near_words(self, word: str, scope: Scope, limit: int = 3) -> tuple[str, ...]:
        return self._engine.near_words(word, scope, limit)

    def similar(self, text: str, scope: Scope, *, without: int = 0, limit: int = 5) -> tuple[Hit, ...]:
        return self._engine.similar(text, scope, without=without, limit=limit)

    def known_posts(self) -> dict[int, int]:
        return self._engine.known_posts()

    def rebuild(self, documents: Iterable[Document], advance: Callable[[int], object] = lambda _: None) -> None:
        self._engine.rebuild(documents, advance)

    def status(self) -> Status:
        return self._engine.status()

    def tidy(self) -> None:
        self._engine.tidy()

    def close(self) -> None:
        self._engine.close()


class ByMeaningAtOnce(ByMeaning):
    """With vectors of its own, made while it is indexed: to measure, and for tests."""

    def __init__(self, engine: SearchBackend, meaning: Meaning) -> None:
        self._vectors: dict[int, bytes] = {}
        super().__init__(engine, meaning, lambda topic_ids: {i: v for i, v in self._vectors.items() if i in topic_ids})

    def index(self, documents: Iterable[Document]) -> None:
        super().index(self._seen(documents))

    def rebuild(self, documents: Iterable[Document], advance: Callable[[int], object] = lambda _: None) -> None:
        super().rebuild(self._seen(documents), advance)

    def _seen(self, documents: Iterable[Document]) -> Iterator[Document]:
        for each in documents:
            if each.marks & Mark.FIRST and not each.marks & Mark.SECONDARY:
                self._vectors[each.topic_id] = self._meaning.of_text(beginning(each.title, each.text))
            yield each
