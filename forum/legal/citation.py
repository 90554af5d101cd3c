"""A citation: where it stands, what it refers to, what the words around it say."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from forum.legal.barenumbers import spans, spans_in_brackets
from forum.legal.links import official_url

# A point after a word and before a capital: « C. civ. » and « art. 9 » end nothing.
_SENTENCE_END = re.compile(r"[^\W\d_]{4}[.!?…]+\s+[«“\"]?\s?[A-ZÀ-Ý]|\n\s*\n")
# What links an old number and a new one; « mon ancien employeur » links nothing.
_LINKS_NUMBERS = re.compile(
    r"\banciens? (?:art|num|n°|\d)|\d,? (?:anciens?|nouveaux?)\b|\banciennement\b|\bnouve(?:l|aux?) (?:art|num|n°|\d)"
    r"|\b(?:devenus?|devien(?:t|nent|dra|dront)|futurs?)\b|\b(?:remplac|renum[ée]rot)|\b(?:d[ée]sormais|ex-?)\b|→|[-=]>",
    re.IGNORECASE,
)


class Mark(StrEnum):
    """What the writer says of the reference. The recogniser gives the first two, `newness` the others."""

    FORMER = "ancien"
    FOLLOWING = "suivants"
    NEW = "nouveau"
    PRESENT = "actuel"
    COMING = "futur"


@dataclass(frozen=True, slots=True)
class Citation:
    """`text[start:end]` refers to `key`, « code-civil/1240 » or « code-penal/323-1..323-8 ».

    `locator` is the part of the article, as written (« al. 2 », « 3° »); `day` the signature or decision where it is
    said: some official addresses need it. `list_start`: where the list that it was read in begins, its own start for
    the first of it; None when it stands alone.
    """

    key: str
    start: int
    end: int
    text: str
    marks: tuple[Mark, ...] = ()
    locator: str = ""
    day: date | None = None
    list_start: int | None = None

    @property
    def url(self) -> str | None:
        """The official address; None where none can be built."""
        return official_url(self.key, self.day)

    def as_json(self) -> dict[str, Any]:
        """The shape of one citation on the command line."""
        return {
            "key": self.key,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "marks": [str(mark) for mark in self.marks],
            "locator": self.locator,
            "url": self.url,
        }


@dataclass(frozen=True, slots=True)
class Sentence:
    """What else a citation's sentence says. `links`: its words link an old number and a new one.

    `keys`: what is cited in it, the citation itself too; « code-civil/1240.. » for « 1240 et suivants », and numbers by
    themselves, « 834..836 », where only brackets or such words say what they are.
    """

    keys: frozenset[str]
    links: bool


def sentences(citations: Iterable[Citation], text: str) -> list[Sentence]:
    """The sentence of each citation; in linear time."""
    found = list(citations)
    ends = [match.start() for match in _SENTENCE_END.finditer(text)]
    numbers = [bisect_left(ends, each.start) for each in found]
    cited: dict[int, list[Citation]] = {}
    for number, each in zip(numbers, found, strict=True):
        cited.setdefault(number, []).append(each)
    edges = [0, *ends, len(text)]
    shared = {number: _sentence(each, text, edges[number], edges[number + 1]) for number, each in cited.items()}
    return [shared[number] for number in numbers]


def _sentence(citations: Sequence[Citation], text: str, start: int, end: int) -> Sentence:
    says_former = any(Mark.FORMER in each.marks for each in citations)
    links = says_former or _LINKS_NUMBERS.search(text, start, end) is not None
    edges = [start, *(edge for each in citations for edge in (each.start, each.end)), end]
    between = " ; ".join(text[left:right] for left, right in zip(edges[::2], edges[1::2], strict=True))
    keys = {f"{each.key}.." if Mark.FOLLOWING in each.marks else each.key for each in citations}
    return Sentence(frozenset(keys | (spans if links else spans_in_brackets)(between)), links)


def to_json(citations: Iterable[Citation]) -> Mapping[str, Any]:
    """What `flask forum cite --json` prints of a text: each reference once, then each citation."""
    found = list(citations)
    return {
        "refs": list(dict.fromkeys(citation.key for citation in found)),
        "citations": [citation.as_json() for citation in found],
    }
