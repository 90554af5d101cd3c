"""What a message says, for the lists and the search of those who may read it. Pure.

The public index knows nothing of these words: a search of one's own messages asks the database.
"""

import re
import unicodedata

from forum.markup.pieces import read
from forum.markup.plain import own_words, words_of

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'"})
_AROUND = 70  # characters before the first word found
_LENGTH = 180
_MOST_TERMS = 8


def folded(text: str) -> str:
    """As it is searched: small letters without accents, one space between words."""
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return " ".join("".join(char for char in parts if not unicodedata.combining(char)).split())


def sought(subject: str, html: str) -> str:
    """What a message is found by. `subject`: its conversation's, where the message opens it."""
    return folded(f"{subject} {words_of(html)}")


def sought_again(words: str, subject: str, html: str) -> str:
    """The same, for a text that takes the place of the one found by `words`; by nothing if that was emptied."""
    return sought(subject if words.startswith(folded(subject)) else "", html) if words else ""


def terms(text: str) -> list[str]:
    """The words that are asked for, folded; each must be in a message."""
    return list(dict.fromkeys(folded(text[:200]).split()))[:_MOST_TERMS]


def beginning(html: str, length: int = _LENGTH) -> str:
    """The first words of a rendering that are its writer's own, where it says more than it quotes."""
    return _cut(own_words(read(html)), 0, length)


def around(html: str, wanted: list[str]) -> list[tuple[str, bool]]:
    """The words around the first found, as pieces; True for those that were asked for."""
    text = words_of(html)
    marks = _marks(text, wanted)
    start = max(0, (marks[0][0] if marks else 0) - _AROUND)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = min(len(text), start + _LENGTH)
    pieces, at = [("… ", False)] if start else [], start
    for begin, stop in marks:
        if begin >= at and stop <= end:
            pieces += [(text[at:begin], False), (text[begin:stop], True)]
            at = stop
    pieces.append((_cut(text, at, end - at), False))
    return [piece for piece in pieces if piece[0]]


def _marks(text: str, wanted: list[str]) -> list[tuple[int, int]]:
    """Where the words stand in the text as it is written."""
    letters = [(letter, place) for place, char in enumerate(text) for letter in folded(char) or " "]
    flat = "".join(letter for letter, _ in letters)
    found = [
        (letters[at][1], letters[at + len(term) - 1][1] + 1)
        for term in wanted
        for at in (match.start() for match in re.finditer(re.escape(term), flat))
    ]
    return sorted(found)


def _cut(text: str, start: int, length: int) -> str:
    if len(text) - start <= length:
        return text[start:]
    return text[start : start + length].rsplit(" ", 1)[0] + "…"
