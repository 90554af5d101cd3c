"""Words much like a word that nobody wrote. Pure.

security: what is offered was written in a post that the mask leaves in, to the letter. A word of a private forum is
unknown to whoever does not read it.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from itertools import chain, islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from forum.search.analysis import STOP, fold, stem, words
from forum.search.source import Words

SHORTEST = 4  # letters: shorter words are a change away from too many
_LOOKED_INTO = 30  # posts, for the word as it is written
_CANDIDATES = 24
_LONG_STOP = tuple(word for word in STOP if len(word) >= SHORTEST)


class Speller:
    """The words of one index by length, for the one-change search. Made once per state of the index."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._accented: dict[str, list[str]] = {}  # the ways of writing what has accents; most words have one way
        by_length: dict[int, set[str]] = {}
        for word in vocabulary:
            folded = fold(word)
            if not (folded.isalpha() and SHORTEST <= len(folded) <= 30):
                continue
            if folded == word:
                by_length.setdefault(len(word), set()).add(word)  # the same string, not another like it
            else:
                self._accented.setdefault(folded, []).append(word)
        for folded, ways in self._accented.items():
            same = by_length.setdefault(len(folded), set())
            ways.extend(same & {folded})
            same.add(folded)
        for word in _LONG_STOP:
            by_length.setdefault(len(word), set()).add(word)
        self._by_length = {length: list(words) for length, words in by_length.items()}

    def candidates(self, folded: str) -> list[str]:
        """Folded words one change away (a letter more, less, another, or two in the wrong order)."""
        found: list[str] = []
        for length in range(len(folded) - 1, len(folded) + 2):
            near = process.extract(
                folded, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=1, limit=_CANDIDATES
            )
            found.extend(word for word, _, _ in near if word != folded)
        return found

    def beginning(self, folded: str, limit: int) -> list[str]:
        """Folded words that begin so, in the order of the alphabet."""
        start = bisect_left(self._in_order, folded)
        return [word for word in islice(self._in_order, start, start + limit) if word.startswith(folded)]

    @cached_property
    def _in_order(self) -> list[str]:
        return sorted(chain.from_iterable(self._by_length.values()))

    def written(self, folded: str) -> list[str]:
        return self._accented.get(folded, [folded])


def is_checked(folded: str) -> bool:
    return len(folded) >= SHORTEST and folded.isalpha() and folded not in STOP


def near_words(source: Words, speller: Speller, folded: str, mask: bytearray, limit: int = 3) -> list[str]:
    """The likeliest meant words, as they are written where the mask leaves in; « » when a stop word was meant."""
    weighed = sorted(((_weight(source, word, folded, mask), word) for word in speller.candidates(folded)), reverse=True)
    found: list[str] = []
    for weight, word in weighed[: limit * 2]:
        if weight <= 0 or len(found) == limit or (found and weight * 6 < weighed[0][0]):
            break
        if word in STOP:
            return [""]
        found.extend(_seen(source, speller, word, mask)[:1])
    return found


def _weight(source: Words, word: str, typed: str, mask: bytearray) -> float:
    if word in STOP:
        return 1e9
    return source.holding(stem(word), mask) * (3.0 if word[0] == typed[0] else 1.0)


def _seen(source: Words, speller: Speller, folded: str, mask: bytearray) -> list[str]:
    """The ways of writing a word that posts of the mask show, the first with its accents."""
    ways = speller.written(folded)
    is_way: Callable[[str], bool] = partial(_among, frozenset(ways))
    seen: dict[str, int] = {}
    for slot in source.sample(stem(folded), mask, _LOOKED_INTO):
        for word in filter(is_way, words(source.words(slot))):
            seen[word] = seen.get(word, 0) + 1
    return sorted(seen, key=lambda word: (-seen[word], word))


def _among(ways: frozenset[str], word: str) -> bool:
    return word in ways
