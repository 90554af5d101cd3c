"""An excerpt of a post with the words of a question marked. Pure.

Works on plain text: what is cut out is escaped first, and only our own marks are put in. Long posts are the rule on a
page of results, so only words that begin as a word of the question does are looked at closely.
"""

import re
from collections import Counter, deque
from collections.abc import Collection
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import NamedTuple

from forum.search.analysis import Token, tokens
from forum.search.stemming import FORMS

LENGTH = 240
_SPACES = re.compile("[ \t\r\n]+")  # not those that French typography keeps together: « mot »
_LOOKED_AT = 20_000  # characters of a long post
_BEGINNING = 3  # letters by which a word is known to be worth a closer look
_LONGEST_WORD = 60
_BETWEEN = re.compile(r"[^,;:.!?()«»]{1,8}")  # the words of a phrase: « général sur la protection », « code d’accès »
_MARKED = 60  # words looked at closely: a text that says so many is understood from its beginning
_ACCENTED = {"a": "àâäáãå", "c": "ç", "e": "éèêë", "i": "îïíì", "n": "ñ", "o": "ôöóòõ", "u": "ùûüú", "y": "ÿý"}
Phrase = tuple[str, ...]


class Piece(NamedTuple):
    """Text, to be marked or not."""

    text: str
    marked: bool


def excerpt(text: str, stems: Collection[str], phrases: Collection[Phrase] = (), length: int = LENGTH) -> list[Piece]:
    """The part of a text where most of these stems stand, cut at words, in pieces. The stems of a phrase count where
    they stand together."""
    text = _SPACES.sub(" ", text[:_LOOKED_AT]).strip()
    found = _together(text, _found(text, frozenset(stems).union(*phrases)), frozenset(stems), phrases)
    start = _start(text, found, length)
    end = _end(text, start, length)
    pieces = [Piece("… ", marked=False)] if start else []
    done = start
    for word in found:
        if start <= word.start and word.end <= end and word.start >= done:
            pieces += [Piece(text[done : word.start], marked=False)] if word.start > done else []
            pieces.append(Piece(text[word.start : word.end], marked=True))
            done = word.end
    if done < end:
        pieces.append(Piece(text[done:end], marked=False))
    if end < len(text):
        pieces.append(Piece(" …", marked=False))
    return pieces


def as_html(pieces: Collection[Piece]) -> str:
    """The pieces with `<mark>` around those that are marked."""
    return "".join(f"<mark>{escape(text)}</mark>" if marked else escape(text) for text, marked in pieces)


def _found(text: str, stems: frozenset[str]) -> list[Token]:
    """The words of the text that say one of the stems."""
    if not stems:
        return []
    found: list[Token] = []
    done = 0
    for near in _beginnings(stems).finditer(text.lower()):
        if near.start() < done:
            continue
        if len(found) == _MARKED:
            break
        word = next(tokens(text[near.start() : near.start() + _LONGEST_WORD]), None)
        if word is not None and not word.stop and any(stem in stems for stem in word.stems):
            done = near.start() + word.end
            found.append(Token(near.start() + word.start, done, word.position, word.folded, word.stems))
    return found


def _together(text: str, found: list[Token], stems: frozenset[str], phrases: Collection[Phrase]) -> list[Token]:
    """The words found in a text without the words that say only part of a phrase."""
    whole: set[int] = set()
    for phrase in phrases:
        for place in range(len(found) - len(phrase) + 1):
            run = found[place : place + len(phrase)]
            near = all(_BETWEEN.fullmatch(text, before.end, after.start) for before, after in pairwise(run))
            if near and all(stem in word.stems for stem, word in zip(phrase, run, strict=True)):
                whole.update(word.start for word in run)
    return [word for word in found if word.start in whole or not stems.isdisjoint(word.stems)]


@lru_cache(maxsize=64)
def _beginnings(stems: frozenset[str]) -> re.Pattern[str]:
    """Where a word may begin that says one of the stems."""
    forms = {form for stem in stems for form in (stem, *FORMS.get(stem, ()))}
    return re.compile(rf"\b(?:{'|'.join(sorted({_beginning(form) for form in forms}))})")


def _beginning(stem: str) -> str:
    """The first letters of a stem as they may be written: accents, « œ », and of « L121-3 » the « L. » apart."""
    if re.match(r"[lrda]\d", stem):
        return rf"{stem[0]}[. *]{{0,3}}{stem[1]}"
    signs = "".join(
        f"[{each}{_ACCENTED[each]}]" if each in _ACCENTED else re.escape(each) for each in stem[:_BEGINNING]
    )
    ligature = {"oe": "œ", "ae": "æ"}.get(stem[:2])
    return f"(?:{signs}|{ligature})" if ligature else signs


def _start(text: str, found: list[Token], length: int) -> int:
    """Where the window of most different stems begins, a little before the first of them."""
    best, most = 0, 0
    inside: Counter[str] = Counter()
    window: deque[Token] = deque()
    for word in found:
        window.append(word)
        inside[word.stems[0]] += 1
        while word.end > window[0].start + length * 3 // 4 and len(window) > 1:
            gone = window.popleft().stems[0]
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
        if len(inside) > most:
            best, most = window[0].start, len(inside)
    if best < length // 3:
        return 0
    cut = text.rfind(" ", 0, max(0, best - length // 6))
    return cut + 1


def _end(text: str, start: int, length: int) -> int:
    if start + length >= len(text):
        return len(text)
    cut = text.rfind(" ", start + length // 2, start + length)
    return cut if cut > 0 else start + length
