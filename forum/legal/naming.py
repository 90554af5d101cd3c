"""A text wherever it is named, with what belongs to its name: « code civil (CCIV) », « du CPCE (ancien) »."""

import re
from dataclasses import replace

from forum.legal.abroad import end_abroad
from forum.legal.acts import act_at, specified
from forum.legal.codes import code_at
from forum.legal.facts import Facts
from forum.legal.folding import Folded
from forum.legal.texts import Nature, TextName

_TAIL = re.compile(
    r" ?[,(]? ?(?:anc(?:ien(?:ne)?|\.)?(?: (?:redaction|version|numerotation))?|dans sa (?:redaction|version)"
    r" (?:anterieure|ancienne|issue d'avant)|version anterieure|avant reforme)(?![a-z])\)?"
    r"(?!\.? ?(?:art|[lrda]?\.? ?\d))"
)
_FOREIGN = re.compile(
    r"(?:convention|conv\.|charte|traite|accords?|pacte)\b(?: [a-z'-]{1,20}){0,6}?"
    r"(?=[ ,(:]{1,3}(?:(?:en|dans|a|par|notamment|sur) )?(?:son |ses |l'|les )?art(?:icles?|s?\b\.?) ?\d)"
)
_BRACKET = re.compile(r" ?\( ?")
# What every country has; there is one RGPD and one European convention.
_NATIONAL = frozenset({Nature.CODE, Nature.LAW, Nature.ORDINANCE, Nature.DECREE})


def text_at(folded: Folded, position: int, facts: Facts) -> TextName | None:
    """The code, act or treaty named at `position`; one of another country bears no slug."""
    name = _ours_at(folded, position, facts)
    if name is None or not name.slugs or name.nature not in _NATIONAL:
        return name
    end = end_abroad(folded, name.start, name.end)
    return name if end is None else replace(name, end=end, slugs=(), stands_alone=False)


def _ours_at(folded: Folded, position: int, facts: Facts) -> TextName | None:
    name = code_at(folded, position)
    if name is not None:
        return _doubled(folded, name) if name.slugs else name
    name = act_at(folded, position, facts) or _foreign_at(folded, position)
    return specified(folded, name, facts) if name and name.stands_alone else name


def _foreign_at(folded: Folded, position: int) -> TextName | None:
    """A treaty or charter that is none of ours, before its article, which belongs to no text named earlier or later."""
    found = _FOREIGN.match(folded.text, position)
    return TextName(position, found.end(), (), is_of_code=False) if found else None


def with_tail(folded: Folded, name: TextName) -> TextName:
    """The name with « (ancien) », « dans sa rédaction antérieure » after it."""
    tail = _TAIL.match(folded.text, name.end)
    if tail is None:
        return name
    return replace(name, end=tail.end(), former=True)


def _doubled(folded: Folded, name: TextName) -> TextName:
    """« code de procédure civile (CPC) »: one naming."""
    link = _BRACKET.match(folded.text, name.end)
    again = code_at(folded, link.end()) if link else None
    if again is None or not set(again.slugs) & set(name.slugs) or folded.text[again.end : again.end + 1] != ")":
        return name
    slugs = name.slugs if len(name.slugs) == 1 else again.slugs
    return TextName(name.start, again.end + 1, slugs, former=name.former)
