"""French text as search sees it: words without accents, elisions, endings. Pure, and the same on every side.

Every engine, the query and the marks in excerpts take their words from here, so what one finds the other shows.
Accents are folded first, then endings are cut, since readers type « reglement interieur » as often as they write it
well. Numbers of articles, names of programs and other short signs stay whole: `L121-3`, `403`, `d3.js`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from forum.search.stemming import stem_of

LONGEST = 40  # characters of one term; what is longer is no word

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "ʼ": "'", "‘": "'", "＇": "'"})
_PATTERN = r"""
    [^\W_]+(?:[·•‧][^\W_]+)+               # coincé·e, avocat·e·s
    | (?:\b[lrda]\.?\s?\*?)?\d+(?:[-.]\d+)+ # L121-3, L. 121-3, 32-1, 3.11
    | [^\W_]+\.[^\W_\d]{1,4}(?![^\W_])      # d3.js, free.fr
    | \bc(?:\+\+|\#)                        # c++, c#
    | [^\W_]+                               # what is elided (l', jusqu'…) is a stop word of its own
"""
_WORD = re.compile(_PATTERN, re.VERBOSE)
_WORD_ANY_CASE = re.compile(_PATTERN, re.VERBOSE | re.IGNORECASE)
_INCLUSIVE = re.compile("[·•‧]")
_CODE_LETTER = re.compile(r"^([lrda])\.?\s?\*?(?=\d)")
_MARKS = re.compile("[\u0300-\u036f]")

_STOP_WORDS = """
    a ai aie ait alors apres as au aucun aucune aura aurait aussi autre autres aux avait avant avec avez avoir
    avons bien c ca car ce ceci cela celle celles celui ces cet cette ceux chez ci comme comment d dans de
    deja depuis des devoir dois doit doivent donc dont du elle elles en encore entre es est et etaient etait
    etant ete etes etre eu eux faire fait faut fois font hors i il ils j je jusqu l la le les leur leurs lors
    lorsqu lui m ma mais me meme memes mes moi mon n ne ni nos notre nous on ont or ou par parce pas pendant
    peu peut peuvent peux plus possible pour pourquoi puis puisqu qu quand que quel quelle quelles quels qui
    quoi quoiqu s sa sans savoir se sera serait ses si sinon soi soit son sont sous suis sur t ta tandis te
    tel telle tels tes toi ton tous tout toute toutes tres tu un une va vers voici voila vos votre vous y
"""
STOP = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True, slots=True)
class Token:
    """A word in a text: where it stands, its place in the order, and its terms (two where it says both genders)."""

    start: int
    end: int
    position: int
    folded: str
    stems: tuple[str, ...]

    @property
    def stop(self) -> bool:
        return self.folded in STOP


def tokens(text: str) -> Iterator[Token]:
    """The words of a text, in order, stop words too. Linear in its length."""
    for position, found in enumerate(_WORD_ANY_CASE.finditer(text)):
        forms = _forms(_named(fold(found.group())))
        yield Token(found.start(), found.end(), position, forms[0], tuple(dict.fromkeys(map(stem, forms))))


def terms(text: str) -> list[str]:
    """The terms of a text to be indexed or asked, stop words left out, in order."""
    return [each for word in words(text) for each in stems_of(word)]


@lru_cache(maxsize=20_000)
def stems_of(word: str) -> tuple[str, ...]:
    """The terms of one word as it was written; none for a stop word. Kept: a language has few words."""
    folded = _named(fold(word))
    return () if folded in STOP else tuple(dict.fromkeys(map(stem, _forms(folded))))


def words(text: str) -> list[str]:
    """The words of a text as they are written, in lower case, in order."""
    return _WORD.findall(text.lower())


def fold(text: str) -> str:
    """Lower case, without accents, ligatures undone."""
    text = text.lower().translate(_LIGATURES)
    if text.isascii():
        return text
    return _MARKS.sub("", unicodedata.normalize("NFKD", text))


@lru_cache(maxsize=20_000)
def stem(folded: str) -> str:
    """The term of a folded word. What holds a digit or a dot is a name, and stays as it is."""
    return stem_of(folded[:LONGEST]) if folded.isalpha() else folded[:LONGEST]


def _named(folded: str) -> str:
    """« L. 121-3 » and « L121-3 » are one name."""
    return _CODE_LETTER.sub(r"\1", folded)


def _forms(folded: str) -> tuple[str, ...]:
    """« coincé·e » reads coincé and coincée; « avocat·e·s » both, in the plural."""
    if not _INCLUSIVE.search(folded):
        return (folded,)
    base, *endings = _INCLUSIVE.split(folded)
    plural = "s" if endings[-1].endswith("s") else ""
    feminine = endings[0].removesuffix("s")
    return (base.removesuffix("s") + plural, _feminine(base, feminine) + plural)


def _feminine(base: str, ending: str) -> str:
    """« acteur·rice » is actrice, « avocat·e » avocate: a long ending takes the place of the masculine one."""
    if len(ending) > 2 and (at := base.rfind(ending[0])) > 0 and len(base) - at <= 3:
        return base[:at] + ending
    return base + ending
