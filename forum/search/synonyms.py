"""The table of synonyms, read from `synonyms.txt`: what a question means besides the words it says. Pure."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from forum.search.analysis import terms

WEIGHT = 0.6  # of a synonym, beside the typed word's 1

_TABLE = Path(__file__).with_name("synonyms.txt")
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meant:
    """Terms that also answer for the terms of the question from `start` to `end`."""

    start: int
    end: int
    terms: Phrase


def meant(asked: Phrase) -> tuple[Meant, ...]:
    """What else the question's terms mean. Longest phrases first; what is part of a longer one stays."""
    table = _table()
    found: list[Meant] = []
    for start in range(len(asked)):
        for end in range(min(len(asked), start + _LONGEST), start, -1):
            found.extend(Meant(start, end, other) for other in table.get(asked[start:end], ()))
    return tuple(found)


@cache
def _table() -> dict[Phrase, tuple[Phrase, ...]]:
    table: dict[Phrase, dict[Phrase, None]] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        text = line.partition("#")[0].strip()
        left, one_way, right = text.partition(">")
        sources = [tuple(terms(part)) for part in left.split("=")]
        others = [tuple(terms(part)) for part in right.split("=")] if one_way else sources
        for source in sources:
            if source:
                kept = table.setdefault(source, {})
                kept.update(dict.fromkeys(other for other in others if other and other != source))
    return {source: tuple(kept) for source, kept in table.items()}


_LONGEST = 5
