"""References as a post keeps them: each once, with what the writer said of it and what became of it since the post.

`pack` and `unpack` are the form they are stored in: one short text, empty where nothing is cited.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from forum.legal.citation import Citation, Mark, Sentence, sentences
from forum.legal.facts import Facts, packaged
from forum.legal.freshness import Case, Standing, is_given_as_new, status
from forum.legal.links import official_url
from forum.legal.newness import with_newness
from forum.legal.routes import Hop, Loss

LONGEST_KEY = 160
"""Longer than any reference that exists; what is longer is no reference."""

Judged = tuple[Citation, Standing | None]
"""A citation and what became of it; None where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A reference of a text. `day` is the signature or decision, where the writer says it."""

    key: str
    marks: tuple[Mark, ...] = ()
    day: date | None = None
    standing: Standing | None = None

    @property
    def moved(self) -> bool:
        """Whether the law moved under the reader: since the text was written, and its words do not say so."""
        return has_moved(self.standing)

    @property
    def warns(self) -> bool:
        """Whether a reader is told where the text went: it moved since, or its number was used again shortly before."""
        return is_told(self.standing)

    @property
    def url(self) -> str | None:
        """The official address; None where none can be built."""
        return official_url(self.key, self.day)

    @property
    def keys(self) -> tuple[str, ...]:
        """The pages that it belongs on: its own and, for a range, those of both ends."""
        return (self.key, *ends_of(self.key))


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the law on which a text belongs.

    `former`: the older number under which the text cites what that page is about; empty where it cites it as such.
    `doubtful`: written when the older number named another text already, without a word that says which is meant.
    """

    key: str
    former: str = ""
    doubtful: bool = False


def places(cited: Iterable[Cited], facts: Facts | None = None) -> tuple[Place, ...]:
    """Each page once: those of the references themselves, both ends of a range, and where what they cite is today."""
    cited, facts = tuple(cited), facts or packaged()
    found = {key: Place(key) for each in cited for key in each.keys}
    for each in cited:
        standing = each.standing
        if standing is None or (standing.case is Case.REUSED and not _means_former(each, cited, facts)):
            continue
        former, doubtful = each.key.partition("/")[2], standing.case is Case.REUSED
        for key in standing.keys_now:
            held = found.get(key)
            if held is None or (held.doubtful and not doubtful):
                found[key] = Place(key, former, doubtful)
    return tuple(found.values())


def _means_former(one: Cited, beside: Iterable[Cited], facts: Facts) -> bool:
    """Whether a number that has a new owner may stand for its former text: its writer uses no number of the reform."""
    standing, code = one.standing, one.key.partition("/")[0]
    if standing is None or not standing.is_warning:
        return False
    arrived = (
        move.on
        for each in beside
        if each.standing is None and each.key.partition("/")[0] == code
        for move in facts.origins.get((code, each.key.partition("/")[2]), ())
    )
    return standing.on not in arrived


def has_moved(standing: Standing | None) -> bool:
    """Whether a reader must be told: the number is gone, or names another text, since the day it was written."""
    return standing is not None and standing.is_warning and standing.case in (Case.MOVED, Case.GONE)


def is_told(standing: Standing | None) -> bool:
    """Whether there is something to tell that the writer's own words do not say."""
    return standing is not None and standing.is_warning


def ends_of(key: str) -> tuple[str, ...]:
    """The two articles between which a range lies; nothing for a single article."""
    text, _, numbers = key.partition("/")
    first, dots, last = numbers.partition("..")
    return (f"{text}/{first}", f"{text}/{last}") if dots else ()


def judged(citations: Sequence[Citation], text: str, written_on: date) -> list[Judged]:
    """Each citation of `text`, marked as its words say, with what became of it since the day it was written."""
    marked = with_newness(citations, text)
    return [_judged(each, around, written_on) for each, around in zip(marked, sentences(marked, text), strict=True)]


def judged_ends(citations: Sequence[Citation], text: str, written_on: date) -> list[Judged]:
    """The ends of ranges, as if cited alone; of what lies between, nothing. Who needs no word of one needs none of the
    other."""
    found: list[Judged] = []
    if not any(".." in each.key for each in citations):
        return found
    marked = with_newness(citations, text)
    for each, around in zip(marked, sentences(marked, text), strict=True):
        ends = [_judged(replace(each, key=end), around, written_on) for end in ends_of(each.key)]
        if any(standing is not None and not standing.is_warning for _, standing in ends):
            ends = [(end, standing and replace(standing, is_warning=False)) for end, standing in ends]
        found += ends
    return found


def _judged(citation: Citation, around: Sentence, written_on: date) -> Judged:
    standing = status(citation.key, written_on, citation.marks, around.keys, linked=around.links)
    if standing is None and around.links and not citation.marks:
        keys = ends_of(citation.key) or (citation.key,)
        if all(is_given_as_new(key, around.keys) for key in keys):
            citation = replace(citation, marks=(Mark.NEW,))
    return citation, standing


def gathered(pairs: Iterable[Judged]) -> tuple[Cited, ...]:
    """Each reference once, in order of appearance; of several mentions, one that warns counts."""
    found: dict[str, Cited] = {}
    for citation, standing in pairs:
        one = Cited(citation.key, citation.marks, citation.day, standing)
        held = found.get(one.key)
        if len(one.key) <= LONGEST_KEY and (held is None or (one.warns and not held.warns)):
            found[one.key] = one
    return tuple(found.values())


def chosen(key: str, written_on: date) -> Cited:
    """A reference that somebody chose by hand that day."""
    return Cited(key, standing=status(key, written_on))


def tells(cited: Iterable[Cited]) -> bool:
    """Whether a reader of the text is told of any of its references where the law went."""
    return any(each.warns for each in cited)


def pack(cited: Iterable[Cited]) -> str:
    """The references as one text."""
    rows = [_row(each) for each in cited]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")) if rows else ""


@lru_cache(maxsize=4096)
def unpack(packed: str) -> tuple[Cited, ...]:
    """The other end of `pack`."""
    return tuple(_cited(row) for row in json.loads(packed)) if packed else ()


def _row(cited: Cited) -> list[Any]:
    standing = cited.standing
    row: list[Any] = [cited.key, ",".join(cited.marks), cited.day.isoformat() if cited.day else ""]
    if standing is None:
        while row[-1] == "":
            row.pop()
    else:
        hops = list(map(_hop_row, standing.hops))
        row += [str(standing.case), standing.on.isoformat(), hops, standing.act or "", int(standing.is_warning)]
    return row


def _cited(row: list[Any]) -> Cited:
    (key, marks, day), rest = [*row, "", ""][:3], row[3:]
    return Cited(
        key,
        tuple(Mark(mark) for mark in marks.split(",") if mark),
        date.fromisoformat(day) if day else None,
        _standing(key, *rest) if rest else None,
    )


def _standing(key: str, case: str, on: str, hops: list[list[Any]], act: str, warns: int) -> Standing:
    return Standing(
        key,
        Case(case),
        date.fromisoformat(on),
        tuple(map(_hop, hops)),
        act or None,
        bool(warns),
    )


def _hop_row(hop: Hop) -> list[Any]:
    """Its day and numbers; then, where the last lost the text, a list of the day and whether it is gone."""
    lost = [[hop.lost.on.isoformat(), int(hop.lost.gone)]] if hop.lost and hop.lost.on else []
    return [hop.on.isoformat(), *hop.numbers, *lost]


def _hop(row: list[Any]) -> Hop:
    day, *numbers = row
    lost = numbers.pop() if isinstance(numbers[-1], list) else None
    return Hop(
        date.fromisoformat(day), tuple(numbers), Loss(date.fromisoformat(lost[0]), bool(lost[1])) if lost else None
    )
