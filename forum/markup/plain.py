"""Words without markup: for excerpts and descriptions, and for a text that cannot be rendered."""

import re
from collections.abc import Iterable
from html import escape, unescape

from forum.markup.cleaning import clean_text
from forum.markup.document import Rendered
from forum.markup.pieces import Piece, Tag, placed

# Ordinary white space only: the no-break spaces of French typography are part of the text.
_WHITE = re.compile(r"[ \t\n\r]+")
_TAG = re.compile(r"<[^>]*>")
_INLINE_TAG = re.compile(r"</?(?:a|abbr|b|cite|code|del|em|i|ins|kbd|mark|s|small|span|strong|sub|sup)\b[^>]*>")
# What the site adds beside a reference whose text moved.
_MARK = re.compile(r'<small class="moved[^"]*">.*?</small>')
_ELLIPSIS = "…"


def own_words(pieces: Iterable[Piece]) -> str:
    """The writer's words on one line. Quotes are left out unless nothing else is said; spoilers always are."""
    said: list[str] = []
    quoted: list[str] = []
    for piece, place in placed(pieces):
        if isinstance(piece, Tag) and piece.get("class") == "footnote":
            break  # they close the text
        words = quoted if place.inside("blockquote") else said
        if isinstance(piece, Tag):
            words.append("" if piece.inline else " ")
        elif not place.inside("details", "sup", "cite", "small"):
            words.append(piece.value)
    return fold("".join(said)) or fold("".join(quoted))


def fold(text: str) -> str:
    """`text` on one line, with single spaces."""
    return _WHITE.sub(" ", text).strip(" ")


def words_of(html: str) -> str:
    """All the words of a rendering, on one line, but for the marks of law that moved."""
    return " ".join(unescape(_TAG.sub(" ", _INLINE_TAG.sub("", _MARK.sub("", html)))).split())


def excerpt(plain: str, length: int) -> str:
    """At most `length` characters of `plain`, cut between words, with « … » when something is missing."""
    plain = fold(plain)
    if len(plain) <= length:
        return plain
    cut = plain[: max(0, length - len(_ELLIPSIS))]
    if plain[len(cut)] != " " and " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:.\u202f\u00a0") + _ELLIPSIS


def as_typed(text: str) -> Rendered:
    """The text as it was typed, escaped, flagged: what is shown when it cannot be rendered. Linear, never refuses."""
    text = clean_text(text)
    paragraphs = [escape(part, quote=False) for part in re.split(r"\n{2,}", text) if part.strip()]
    html = "\n".join(f"<p>{part.replace(chr(10), '<br>' + chr(10))}</p>" for part in paragraphs)
    return Rendered(html=html, plain=fold(text), plain_fallback=True)
