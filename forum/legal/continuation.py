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

_NEXT_NUMBER = re.compile(r"(?P<words>[^\n\0\d¤]{1,90}?)(?=(?:anciens? )?\d)")
_WORDS = r"[^.;:!?]{0,50}?"
_THE = r"(?:le |l'|les )?"
_ANY = re.compile("")
_LONG = re.compile(r"(?:anciens? )?\d{3,4}(?:\b|-)")
_HYPHENED = re.compile(r"\d{3,4}-\d{1,2}\b")
# « pour le faux », « en cas de vol », « (dol) »: what an article is about.
_ABOUT = r"(?: pour (?!cent\b|mille\b|\d)| en cas | sur (?:le|la|les|l'|un|une)\b| si | quand | ?\([a-z])"
_TOLD = rf"\d{{3,4}}(?:-\d{{1,3}}){{0,3}}(?:(?:, | et | ou )\d[\d-]{{0,8}}){{0,3}}{_ABOUT}"
_CLOSES = (
    r"(?: ?$| ?[.;:)!?]| (?:pour|sur|aussi|non|qui|plutot|est|sont|vise|prevoit|impose|concerne|parle|s'applique)\b)"
)


@dataclass(frozen=True, slots=True)
class _Shape:
    """The words from a reference to a number, the number, and what follows it."""

    hints: tuple[str, ...]
    """One of them is among the words: spares matching most of them."""
    words: re.Pattern[str]
    number: re.Pattern[str]
    after: re.Pattern[str]
    takes_short: bool = False
    """Numbers of one or two digits too."""
    takes_round: bool = True


_SHAPES = (
    _Shape(
        ("remplac", "succede", "repren", "correspond"),
        re.compile(
            rf"{_WORDS}\b(?:remplac(?:e|ent|ait|aient|ant)|succede(?:nt)? (?:a|aux?)|repren(?:d|nent)"
            r"|correspond(?:ent)? a) (?:le |l'|les |a l'|aux? )?(?:(?:bon |bons )?(?:vieux |fameux )){0,2}"
        ),
        _LONG,
        _ANY,
    ),
    _Shape(
        ("et ", "ou ", "voire ", "mais "),
        re.compile(
            r" ?,? ?(?:et|ou|voire|mais aussi) (?:bien |plutot |aussi |surtout |meme )?"
            r"(?:le |l'|les |celui du |du (?=\d+-))"
        ),
        _ANY,
        re.compile(_CLOSES),
        takes_short=True,
    ),
    _Shape((" puis ",), re.compile(rf" ?,? puis {_THE}"), _LONG, re.compile(_CLOSES), takes_round=False),
    _Shape((", ", "; "), re.compile(rf"{_WORDS}[,;] {_THE}"), re.compile(rf"(?=\d+-){_TOLD}"), _ANY),
    _Shape((", ", "; "), re.compile(rf"{_ABOUT}{_WORDS}[,;] {_THE}"), re.compile(_TOLD), _ANY, takes_round=False),
    _Shape(
        ("le ", "au ", "du ", "l'", "les ", "aux "),
        re.compile(r".{0,80}?[ ('](?:le |au |du |l'|les |aux )"),
        _HYPHENED,
        _ANY,
    ),
)


def said_later(folded: Folded, end: int) -> Iterator[tuple[ArticleList, bool]]:
    """Lists that may go on from the reference that ends at `end`, and whether a number of one or two digits may."""
    near = _NEXT_NUMBER.match(folded.text, end)
    for shape in _SHAPES if near else ():
        if near is None or not _leads(shape, near):
            continue
        found = list_at(folded, near.end())
        if found is None or found.has_word or not shape.after.match(folded.text, found.end):
            continue
        if not shape.takes_round and _is_round(found):
            continue  # « art. 700 pour les frais, 1500 pour le préjudice »: so many euros
        if trigger().search(folded.text, end, near.end()) or speaks_of_other_paper(near["words"]):
            return
        yield found, shape.takes_short


def _leads(shape: _Shape, near: re.Match[str]) -> bool:
    words = near["words"]
    if not any(hint in words for hint in shape.hints):
        return False
    return shape.words.fullmatch(words) is not None and shape.number.match(near.string, near.end()) is not None


def _is_round(found: ArticleList) -> bool:
    return found.items[0].number.isdigit() and int(found.items[0].number) % 50 == 0
