"""What ranking reads of an index, whichever engine keeps it: postings, and facts of posts in columns. Pure.

Posts are numbered by *slots*, from 0; a slot is only good as long as the `Source` it came from.
"""

import struct
import sys
from abc import ABC, abstractmethod
from array import array
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import accumulate, chain, count, islice, pairwise
from typing import NamedTuple, Protocol

from forum.search.analysis import stems_of, words
from forum.search.backend import Document

FILE_MARK = "\n\n"  # stands between a post's own words and those of its files
TITLE_MARK = "\n"


class Facts(NamedTuple):
    """The facts of one post that questions and orders use."""

    post: int
    topic: int
    forum: int
    author: int
    created: int  # seconds since 1970
    active: int
    marks: int
    replies: int
    views: int
    score: int
    length: int  # terms
    stamp: int


FACTS = struct.Struct("<IIIIIIIIIiII")


class Postings(NamedTuple):
    """The slots that hold a term, and how often each does."""

    slots: Sequence[int]
    counts: Sequence[float]


_USUAL_TITLE = 6  # terms
_ROWS_AT_ONCE = 1000  # all at once would take twenty times the room of the columns themselves
NOWHERE = Postings((), ())


class Columns:
    """The facts of all posts, one column each."""

    def __init__(self) -> None:
        self.post = array("I")
        self.topic = array("I")
        self.forum = array("I")
        self.author = array("I")
        self.created = array("I")
        self.active = array("I")
        self.marks = array("I")
        self.replies = array("I")
        self.views = array("I")
        self.score = array("i")
        self.length = array("I")
        self.stamp = array("I")

    def __len__(self) -> int:
        return len(self.post)

    @cached_property
    def topics(self) -> "array[int]":
        """Each topic once. This and what follows: to be asked for when nothing is added any more."""
        return array("I", dict.fromkeys(self.topic))

    @cached_property
    def number(self) -> "array[int]":
        """For each slot, which of `topics` it belongs to."""
        numbers = dict(zip(self.topics, count()))
        return array("I", map(numbers.__getitem__, self.topic))

    @cached_property
    def _by_topic(self) -> tuple["array[int]", "array[int]"]:
        """The slots, topic by topic, and where each topic's begin."""
        of_each: list[list[int]] = [[] for _ in self.topics]
        deque(map(list.append, map(of_each.__getitem__, self.number), range(len(self))), maxlen=0)
        starts = accumulate(map(len, of_each), initial=0)
        return array("I", chain.from_iterable(of_each)), array("I", starts)

    def of_topic(self, slot: int) -> "array[int]":
        """The slots of the topic that a slot belongs to, in order."""
        slots, starts = self._by_topic
        number = self.number[slot]
        return slots[starts[number] : starts[number + 1]]

    def add(self, rows: Iterable[tuple[int, ...]]) -> None:
        """Append rows in the order of `Facts`."""
        rows = iter(rows)
        while some := list(islice(rows, _ROWS_AT_ONCE)):
            for name, values in zip(Facts._fields, zip(*some, strict=True), strict=True):
                getattr(self, name).extend(values)

    def unpack(self, rows: bytes) -> None:
        """Append rows as `FACTS` packs them, four bytes each fact."""
        facts = array("I", rows)
        if sys.byteorder == "big":
            facts.byteswap()
        for place, name in enumerate(Facts._fields):
            getattr(self, name).frombytes(memoryview(facts[place :: len(Facts._fields)]).cast("B"))

    def join(self, other: "Columns", start: int = 0, end: int | None = None) -> None:
        """Append the rows of others, or some of them."""
        for name in Facts._fields:
            getattr(self, name).frombytes(memoryview(getattr(other, name))[start:end].cast("B"))


class Words(Protocol):
    """What understanding a question reads of an index."""

    vocabulary: Sequence[str]  # words as they are written somewhere in the index

    @property
    def size(self) -> int:
        """Posts in all."""

    def holding(self, term: str, mask: bytearray, most: int | None = None) -> int:
        """How many posts of the mask hold a term; of more than `most`, where that is given, `most` may do."""

    def sample(self, term: str, mask: bytearray, most: int) -> list[int]:
        """A few of them."""

    def frequency(self, term: str) -> int:
        """How many posts hold a term, whoever may see them: for weights only."""

    def beginning(self, field: str, prefix: str, limit: int) -> list[str]:
        """Terms of a field that begin so."""

    def words(self, slot: int) -> str:
        """What was written: the title, `TITLE_MARK`, the post, `FILE_MARK`, its files; in lower case."""


class Source(Words, Protocol):
    """An index at one moment."""

    columns: Columns
    live: bytearray  # 1 for each slot that still stands
    topic_lengths: dict[int, int]  # terms of a topic

    @property
    def topics(self) -> int:
        """Topics in all."""

    @property
    def length(self) -> int:
        """Terms in all."""

    def postings(self, field: str, term: str) -> Postings:
        """`field`: text, title, tag, law, kind or type. Slots that no longer stand may be among them."""

    def values(self, field: str) -> list[str]:
        """Every term of a field with few: tag, law, kind, type."""

    def prefetch(self, slots: Sequence[int]) -> None:
        """Say whose words will be asked for."""


class Slots(ABC):
    """The counts of a source that holds every post."""

    columns: Columns
    topic_lengths: dict[int, int]

    @abstractmethod
    def postings(self, field: str, term: str) -> Postings:
        """See `Source`."""

    @property
    def size(self) -> int:
        return len(self.columns)

    @property
    def topics(self) -> int:
        return len(self.topic_lengths)

    @cached_property
    def length(self) -> int:
        return sum(self.topic_lengths.values())

    def holding(self, term: str, mask: bytearray, most: int | None = None) -> int:
        return sum(islice(filter(None, map(mask.__getitem__, self.postings("text", term).slots)), most))

    def sample(self, term: str, mask: bytearray, most: int) -> list[int]:
        return list(islice((slot for slot in self.postings("text", term).slots if mask[slot]), most))

    def frequency(self, term: str) -> int:
        return len(self.postings("text", term).slots)

    def prefetch(self, slots: Sequence[int]) -> None:
        """Words are at hand."""
        return


def facts_of(document: Document, length: int) -> Facts:
    return Facts(
        document.post_id,
        document.topic_id,
        document.forum_id,
        document.author_id,
        _seconds(document.created_at),
        _seconds(document.active_at),
        int(document.marks),
        max(0, document.replies),
        max(0, document.views),
        document.score,
        length,
        document.stamp,
    )


def text_terms(document: Document) -> dict[str, int]:
    """Each term of a post and how often: its title, its text, its headings once more, its articles, its files."""
    counts: dict[str, int] = {}
    for text in (document.title, document.text, document.headings, document.files):
        for word in _said(text) if text else ():
            for term in stems_of(word):
                counts[term] = counts.get(term, 0) + 1
    for law in document.laws:
        term = law.rpartition("/")[2].lower()
        counts[term] = counts.get(term, 0) + 1
    return counts


def title_terms(document: Document) -> dict[str, float]:
    """Each term of the title with what it is worth there: more in a short one."""
    found = dict.fromkeys(term for word in _said(document.title) for term in stems_of(word))
    return dict.fromkeys(found, title_worth(len(found)))


def title_worth(terms: int) -> float:
    """What one term of a title of so many is worth."""
    return 2.2 / (1.6 + 0.6 * terms / _USUAL_TITLE)


def written(document: Document) -> str:
    """What `Source.words` gives back."""
    own = " ".join(_said(document.title)), " ".join(_said(document.text))
    return TITLE_MARK.join(own) + (FILE_MARK + " ".join(_said(document.files)) if document.files else "")


@lru_cache(maxsize=16)
def _said(text: str) -> tuple[str, ...]:
    """Its words. Kept for a moment: a document is asked for its terms, its title's and what was written, one by one."""
    return tuple(words(text))


def law_terms(laws: Iterable[str]) -> set[str]:
    """« code-civil/1240 », and « code-civil » for its whole code."""
    return {part for law in laws for part in (law, law.partition("/")[0])}


def lengths_by_topic(columns: Columns) -> dict[int, int]:
    found: dict[int, int] = {}
    for topic, length in zip(columns.topic, columns.length, strict=True):
        found[topic] = found.get(topic, 0) + length
    return found


def nearest(first: Sequence[int], second: Sequence[int]) -> int:
    """The least distance between two places of two sorted lists."""
    merged = sorted([(place, 0) for place in first] + [(place, 1) for place in second])
    return min((right[0] - left[0] for left, right in pairwise(merged) if left[1] != right[1]), default=1 << 30)


def _seconds(moment: datetime) -> int:
    return min(max(0, int(moment.timestamp())), 0xFFFFFFFF)
