"""Legal references in French prose: fold the text, look where something may be cited, read there, keep what is sure.

Each position is read once and each pattern looks a bounded way ahead, so that the time grows with the length only.
"""

import re
from dataclasses import replace

from forum.legal.acts import more_acts
from forum.legal.cassation import cassation_at
from forum.legal.citation import Citation
from forum.legal.councils import council_at
from forum.legal.courts import court_at
from forum.legal.facts import Facts, packaged
from forum.legal.folding import Folded, fold
from forum.legal.reference import Reference
from forum.legal.resolution import Resolver
from forum.legal.triggers import Family, family_of, trigger

# Beginnings read in a text: so many, and one more for so many characters. Law journals stay far below; it bounds
# what a hostile text costs.
FEWEST_READINGS = 500
CHARACTERS_PER_READING = 80


def find_citations(text: str, facts: Facts | None = None) -> list[Citation]:
    """The references of `text`, in order, without overlap; spans are offsets in `text`."""
    folded = fold(text)
    known = facts or packaged()
    reading = _Reading(folded, known)
    position = 0
    for _ in range(FEWEST_READINGS + len(text) // CHARACTERS_PER_READING):
        found = trigger().search(folded.text, position)
        if found is None:
            break
        position = max(reading.read(found), found.start() + 1)
    return [_citation(text, folded, reference) for reference in reading.finish()]


class _Reading:
    """One pass over a folded text."""

    def __init__(self, folded: Folded, facts: Facts) -> None:
        self._folded = folded
        self._facts = facts
        self._resolver = Resolver(folded, facts)
        self._rulings: list[Reference] = []

    def read(self, found: re.Match[str]) -> int:
        """Read what the trigger announces; returns where to look next."""
        position, family = found.start(), family_of(found)
        rulings = self._read_rulings(position) if family is Family.RULING else []
        if rulings:
            first = rulings[0].start if len(rulings) > 1 else None
            self._rulings += [replace(ruling, list_start=first) for ruling in rulings]
            return rulings[-1].end
        end = self._resolver.read_list(position) if family is Family.LIST else self._resolver.read_text(position)
        return found.end() if end is None else max(self._read_more(end), position + 1)

    def _read_rulings(self, position: int) -> list[Reference]:
        folded = self._folded
        return council_at(folded, position) or cassation_at(folded, position) or court_at(folded, position)

    def _read_more(self, end: int) -> int:
        """The other numbers of « lois n° … et n° … »."""
        pending = self._resolver.pending
        if pending is None:
            return end
        for act in more_acts(self._folded, pending, self._facts):
            self._resolver.read_named(act, pending.start)
            end = act.end
        return end

    def finish(self) -> list[Reference]:
        """What was found, in order; where two overlap, the one that starts first, or the longer."""
        found = sorted([*self._resolver.finish(), *self._rulings], key=lambda one: (one.start, -one.end))
        kept: list[Reference] = []
        for one in found:
            if not kept or one.start >= kept[-1].end:
                kept.append(one)
        return kept


def _citation(text: str, folded: Folded, found: Reference) -> Citation:
    inside, after = folded.text[found.start : found.end], folded.text[found.end : found.end + 1]
    closes = after == ")" and inside.count("(") > inside.count(")")
    # « … (anc. art. 1382) »: the bracket that was opened before it is not the last number's.
    strays = not found.locator and inside.endswith(")") and inside.count(")") > inside.count("(")
    start, end = folded.span(found.start, found.end + closes - strays)
    first = None if found.list_start is None else folded.span(found.list_start, found.list_start + 1)[0]
    return Citation(found.key, start, end, text[start:end], found.marks, found.locator, found.day, first)
