"""What changed between two versions of a text, word by word, as rows for a page to show.

Bounded: comparing costs a fixed budget of steps whatever the texts are. When it is spent, whole lines are shown as
removed and added, which is always true and only less fine.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique

_BUDGET = 1_000_000
"""Comparisons of two words or two lines; about 0.1 s."""
_LARGEST_TABLE = 250_000
_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_ENOUGH_IN_COMMON = 0.3


@unique
class Change(StrEnum):
    """What happened to a line, or to words in it."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of a row that share their fate: same, added or removed."""

    kind: Change
    text: str


@dataclass(frozen=True, slots=True)
class DiffRow:
    """A line; of a changed one, the words removed and added stand where they were."""

    kind: Change
    segments: tuple[Segment, ...]


def diff_lines(old: str, new: str) -> list[DiffRow]:
    """The rows that lead from `old` to `new`."""
    before, after = old.split("\n"), new.split("\n")
    comparison = _Comparison()
    rows: list[DiffRow] = []
    for removed, added, same in comparison.steps(before, after):
        rows += comparison.changed_rows(removed, added)
        rows += (_row(Change.SAME, line) for line in same)
    return rows


def _row(kind: Change, line: str) -> DiffRow:
    return DiffRow(kind, (Segment(kind, line),))


class _Comparison:
    """One comparison and what is left of its budget."""

    def __init__(self) -> None:
        self._budget = _BUDGET

    def steps(
        self, old: Sequence[str], new: Sequence[str]
    ) -> Iterator[tuple[Sequence[str], Sequence[str], Sequence[str]]]:
        """What is removed, what is added in its place, and what follows unchanged."""
        i = j = 0
        pairs = self._pairs(old, new, 0, 0)
        at = 0
        while at < len(pairs):
            run = at
            while run + 1 < len(pairs) and pairs[run + 1] == (pairs[run][0] + 1, pairs[run][1] + 1):
                run += 1
            (next_i, next_j), length = pairs[at], run - at + 1
            yield old[i:next_i], new[j:next_j], old[next_i : next_i + length]
            i, j, at = next_i + length, next_j + length, run + 1
        yield old[i:], new[j:], ()

    def changed_rows(self, removed: Sequence[str], added: Sequence[str]) -> Iterator[DiffRow]:
        """Lines replaced one by one are compared by their words; the others come whole."""
        paired = min(len(removed), len(added))
        for old, new in zip(removed[:paired], added[:paired], strict=True):
            yield from self._changed_line(old, new)
        yield from (_row(Change.REMOVED, line) for line in removed[paired:])
        yield from (_row(Change.ADDED, line) for line in added[paired:])

    def _changed_line(self, old: str, new: str) -> Iterator[DiffRow]:
        segments: list[Segment] = []
        for removed, added, same in self.steps(_WORD.findall(old), _WORD.findall(new)):
            parts = ((Change.REMOVED, removed), (Change.ADDED, added), (Change.SAME, same))
            segments += (Segment(kind, "".join(words)) for kind, words in parts if words)
        common = sum(len(segment.text.strip()) for segment in segments if segment.kind is Change.SAME)
        if common >= _ENOUGH_IN_COMMON * max(len(old.strip()), len(new.strip()), 1):
            yield DiffRow(Change.CHANGED, tuple(segments))
        else:
            yield from (_row(Change.REMOVED, old), _row(Change.ADDED, new))

    def _pairs(self, old: Sequence[str], new: Sequence[str], i: int, j: int) -> list[tuple[int, int]]:
        """Positions of what both have, in order; `i` and `j` are where the sequences begin."""
        start = _common(old, new)
        end = _common(old[start:][::-1], new[start:][::-1])
        head = [(i + at, j + at) for at in range(start)]
        tail = [(i + len(old) - at, j + len(new) - at) for at in range(end, 0, -1)]
        middle = old[start : len(old) - end], new[start : len(new) - end]
        return head + self._between(*middle, i + start, j + start) + tail

    def _between(self, old: Sequence[str], new: Sequence[str], i: int, j: int) -> list[tuple[int, int]]:
        cost = len(old) * len(new)
        if not cost or self._budget <= 0:
            return []
        if cost <= min(_LARGEST_TABLE, self._budget):
            self._budget -= cost
            return [(i + a, j + b) for a, b in _longest(old, new)]
        self._budget -= len(old) + len(new)
        anchors = _anchors(old, new)
        return self._around(anchors, old, new, i, j) if anchors else []

    def _around(
        self, anchors: list[tuple[int, int]], old: Sequence[str], new: Sequence[str], i: int, j: int
    ) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        a = b = 0
        for next_a, next_b in [*anchors, (len(old), len(new))]:
            found += self._pairs(old[a:next_a], new[b:next_b], i + a, j + b)
            if next_a < len(old) or next_b < len(new):
                found.append((i + next_a, j + next_b))
            a, b = next_a + 1, next_b + 1
        return found


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """Length of the common beginning."""
    length = 0
    for a, b in zip(old, new, strict=False):
        if a != b:
            break
        length += 1
    return length


def _longest(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The longest common subsequence, by the usual table."""
    table = [[0] * (len(new) + 1)]
    for word in reversed(old):
        below, row = table[-1], [0]
        for at, other in enumerate(reversed(new)):
            row.append(below[at] + 1 if word == other else max(below[at + 1], row[at]))
        table.append(row)
    table.reverse()
    pairs: list[tuple[int, int]] = []
    i = j = 0
    width = len(new)
    while i < len(old) and j < width:
        if old[i] == new[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif table[i + 1][width - j] >= table[i][width - j - 1]:
            i += 1
        else:
            j += 1
    return pairs


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """What occurs once in each, in the longest order that both share (patience)."""
    once_old, once_new = Counter(old), Counter(new)
    places = {word: at for at, word in enumerate(new) if once_new[word] == 1}
    pairs = [(at, places[word]) for at, word in enumerate(old) if once_old[word] == 1 and word in places]
    tops: list[int] = []
    piles: list[int] = []
    previous: list[int] = []
    for number, (_, b) in enumerate(pairs):
        pile = bisect_left(tops, b)
        previous.append(piles[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [b]
        piles[pile : pile + 1] = [number]
    chain: list[tuple[int, int]] = []
    number = piles[-1] if piles else -1
    while number >= 0:
        chain.append(pairs[number])
        number = previous[number]
    return chain[::-1]
