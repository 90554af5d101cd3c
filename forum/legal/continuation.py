"""Numbers said a few words after a reference, of the same text: « 1103 du code civil a remplacé 1134 », « ou le 49 ».

Only what the shape of the sentence makes sure of; that such an article exists in the text is for the caller to check.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from forum.legal.adjacency import speaks_of_other_paper
from forum.legal.folding import Folded
from forum.legal.numbers import ArticleList, list_at
from forum.legal.triggers import trigger

_WORDS = r"[^.;:!?\n\0\d¤]{0,50}?"
_THE = r"(?:le |l'|les )?"
_LONG = r"(?=\d{3,4}(?:\b|-))"
# « pour le faux », « en cas de vol », « (dol) »: what an article is about.
_ABOUT = r"(?: pour (?!cent\b|mille\b|\d)| en cas | sur (?:le|la|les|l'|un|une)\b| si | quand | ?\([a-z])"
_CLOSES = (
    r"(?: ?$| ?[.;:)!?]| (?:pour|sur|aussi|non|qui|plutot|est|sont|vise|prevoit|impose|concerne|parle|s'applique)\b)"
)


@dataclass(frozen=True, slots=True)
class _Shape:
    """`before` leads from the end of a reference to a number, `after` follows it; a short one has one digit or two."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    takes_short: bool = False
    takes_round: bool = True


_SHAPES = (
    _Shape(
        re.compile(
            rf"{_WORDS}\b(?:remplac(?:e|ent|ait|aient|ant)|succede(?:nt)? (?:a|aux?)|repren(?:d|nent)"
            rf"|correspond(?:ent)? a)"
            rf" (?:le |l'|les |a l'|aux? )?(?:(?:bon |bons )?(?:vieux |fameux )){{0,2}}(?=(?:anciens? )?{_LONG})"
        ),
        re.compile(""),
    ),
    _Shape(
        re.compile(
            r" ?,? ?(?:et|ou|voire|mais aussi) (?:bien |plutot |aussi |surtout |meme )?(?:le |l'|les |celui du )(?=\d)"
        ),
        re.compile(_CLOSES),
        takes_short=True,
    ),
    _Shape(re.compile(rf" ?,? puis {_THE}{_LONG}"), re.compile(_CLOSES), takes_round=False),
    _Shape(re.compile(rf"{_WORDS}[,;] {_THE}(?=\d{{3,4}}-)"), re.compile(_ABOUT)),
    _Shape(re.compile(rf"{_ABOUT}{_WORDS}[,;] {_THE}{_LONG}"), re.compile(_ABOUT), takes_round=False),
    _Shape(re.compile(r"[^\n\0\d¤]{0,80}?[ ('](?:le |au |du |l'|les |aux )(?=\d{3,4}-\d{1,2}\b)"), re.compile("")),
)


def said_later(folded: Folded, end: int) -> Iterator[tuple[ArticleList, bool]]:
    """Lists that may go on from the reference that ends at `end`, and whether a number of one or two digits may."""
    for shape in _SHAPES:
        before = shape.before.match(folded.text, end)
        found = list_at(folded, before.end()) if before else None
        if before is None or found is None or found.has_word or not shape.after.match(folded.text, found.end):
            continue
        if not shape.takes_round and _is_round(found):
            continue  # « art. 700 pour les frais, 1500 pour le préjudice »: so many euros
        if trigger().search(folded.text, end, before.end()) or speaks_of_other_paper(before.group()):
            continue
        yield found, shape.takes_short


def _is_round(found: ArticleList) -> bool:
    return found.items[0].number.isdigit() and int(found.items[0].number) % 50 == 0
