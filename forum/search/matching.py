"""Which of a few new posts a kept question finds: all of its words, none of its near ones or synonyms. Pure.

A batch of posts is indexed once; a question then asks that index for its words, so that one none of whose words were
written costs next to nothing, however many posts and questions there are.
"""

from collections.abc import Iterable

from forum.search import filtering
from forum.search.analysis import fold, stems_of, words
from forum.search.asking import keys
from forum.search.backend import Document, Mark, Scope
from forum.search.backends.memory import MemorySource
from forum.search.query import Query, Term
from forum.search.source import FILE_MARK, TITLE_MARK


class News:
    """New posts, to be asked. Of an answer, its own words must say something of what is asked, not its title alone."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = tuple(documents)
        self._source = MemorySource(self._documents)
        self._forums = Scope(frozenset(self._source.columns.forum))
        self._latest = {topic: slot for slot, topic in enumerate(self._source.columns.topic)}

    def matching(self, query: Query) -> list[Document]:
        """The posts that the question finds, its forums and authors aside: whoever asks looks at these."""
        wanted = [(term, self._accepted(term)) for term in query.terms if not term.excluded]
        slots = set(range(len(self._documents)))
        for term, groups in wanted:
            slots = self._holding(slots, "title" if _in_title(term, query) else "text", groups)
            if not slots:
                return []
        slots = {slot for slot in slots if all(self._says(slot, term) for term in query.terms if term.phrase)}
        slots -= {slot for term in query.terms if term.excluded for slot in self._excluded(term)}
        mask = filtering.filtered(self._source, query, self._forums, bytearray(self._source.live), self._latest)
        return [self._documents[slot] for slot in sorted(slots) if mask[slot] and self._is_told_by(slot, query, wanted)]

    def _accepted(self, term: Term) -> list[set[str]]:
        """For each word of a term, the terms of which a post must hold one."""
        if term.prefix:
            prefix = fold(term.text).strip()
            begun = (word for word in self._source.vocabulary if prefix and fold(word).startswith(prefix))
            return [{each for word in begun for each in stems_of(word)}]
        return [set(stems) for word in words(term.text) if (stems := stems_of(word))]

    def _holding(self, slots: set[int], field: str, groups: list[set[str]]) -> set[int]:
        for group in groups:
            slots = slots & {slot for term in group for slot in self._source.postings(field, term).slots}
        return slots

    def _excluded(self, term: Term) -> set[int]:
        everywhere = set(range(len(self._documents)))
        if term.phrase:
            return {slot for slot in everywhere if self._says(slot, Term(term.text, field=term.field))}
        groups = self._accepted(term)
        return self._holding(everywhere, "title" if term.field == "title" else "text", groups) if groups else set()

    def _says(self, slot: int, term: Term) -> bool:
        if term.excluded:
            return True  # looked at apart
        said = self._source.words(slot)
        said = said.partition(TITLE_MARK)[0] if term.field == "title" else said
        return f" {' '.join(keys(term.text))} " in f" {' '.join(keys(said))} "

    def _is_told_by(self, slot: int, query: Query, wanted: list[tuple[Term, list[set[str]]]]) -> bool:
        """The words of a topic's title stand with each answer too: they alone make no answer new."""
        accepted = {each for _, groups in wanted for group in groups for each in group}
        if not accepted or self._source.columns.marks[slot] & Mark.FIRST:
            return True
        if all(_in_title(term, query) for term, _ in wanted):
            return False
        own = self._source.words(slot).partition(TITLE_MARK)[2].replace(FILE_MARK, " ")
        return any(not accepted.isdisjoint(stems_of(word)) for word in own.split())


def _in_title(term: Term, query: Query) -> bool:
    return query.in_title or term.field == "title"
