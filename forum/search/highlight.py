"""An excerpt of a post with the words of a question marked. Pure.

Works on plain text: what is cut out is escaped first, and only our own marks are put in.
"""

import re
from collections.abc import Collection
from html import escape
from typing import NamedTuple

from forum.search.analysis import Token, tokens

LENGTH = 240
_SPACES = re.compile(r"\s+")
_LOOKED_AT = 20_000  # characters of a long post


class Piece(NamedTuple):
    """Text, to be marked or not."""

    text: str
    marked: bool


def excerpt(text: str, stems: Collection[str], length: int = LENGTH) -> list[Piece]:
    """The part of a text where most of these stems stand, cut at words, in pieces."""
    text = _SPACES.sub(" ", text[:_LOOKED_AT]).strip()
    found = [token for token in tokens(text) if not token.stop and any(stem in stems for stem in token.stems)]
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


def _start(text: str, found: list[Token], length: int) -> int:
    """Where the window of most different stems begins, a little before the first of them."""
    best, most = 0, 0
    for index, word in enumerate(found):
        inside = {other.stems[0] for other in found[index : index + 40] if other.end <= word.start + length * 3 // 4}
        if len(inside) > most:
            best, most = word.start, len(inside)
    if best < length // 3:
        return 0
    cut = text.rfind(" ", 0, max(0, best - length // 6))
    return cut + 1


def _end(text: str, start: int, length: int) -> int:
    if start + length >= len(text):
        return len(text)
    cut = text.rfind(" ", start + length // 2, start + length)
    return cut if cut > 0 else start + length
