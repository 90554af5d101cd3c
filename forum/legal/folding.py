"""Text as the recogniser reads it: lower case, plain letters, one kind of hyphen, apostrophe and space.

The folded text has the length of what it was made from, so that a position in it is a position in the writer's
text; only texts with combining or invisible characters need the list of `origins`. Code, addresses and quoted mail
headers are blanked: nothing in them is a citation.
"""

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, field

BLANK = "\0"

_TYPOGRAPHY = {
    "’": "'", "‘": "'", "ʼ": "'", "′": "'", "´": "'", "`": "`",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "­": "-",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‹": '"', "›": '"',
    "\u2002": " ", "\u2003": " ", "\u2004": " ", "\u2005": " ", "\u2007": " ", "\u2008": " ", "\u2009": " ",
    "\u200a": " ", "\u202f": " ", "\u205f": " ", "\u3000": " ", "…": ".", "ᵉ": "e", "ʳ": "r", "œ": "e", "Œ": "e",
    "€": "¤", "№": "n", "•": ";", "→": ">", "⇒": ">",
}  # fmt: skip


def _latin_table() -> bytes:
    """The 256 characters of Latin-1, folded."""
    table = []
    for code in range(256):
        letter = unicodedata.normalize("NFD", chr(code).lower())[0]
        table.append(letter if ord(letter) < 256 else chr(code))
    for plain, marks in ((" ", "\t\r\v\f\xa0"), ("-", "\xad"), ('"', "«»"), ("°", "º"), ("'", "´"), (BLANK, "\0")):
        for mark in marks:
            table[ord(mark)] = plain
    return "".join(table).encode("latin-1")


_LATIN = _latin_table()
_REMOVED = re.compile("[\u0300-\u036f\u200b-\u200f\u2060\ufeff\u00ad]")

_SURPLUS = re.compile("(?<= ) +")
_MAIL_WORD = r"(?:de|from|a|to|cc|date|sent|envoye|objet|subject|message-id|received|in-reply-to|references|reply-to)"
_MAIL_LINE = rf"(?:^|(?<=\n))[> ]{{0,8}}[*_]{{0,2}}{_MAIL_WORD}[*_]{{0,2}} ?:[^\n]*+"
_HIDDEN = re.compile(
    r"```.*?(?:```|\Z)"
    r"|~~~.*?(?:~~~|\Z)"
    r"|``[^`\n]{1,500}``|`[^`\n]{1,500}`"
    r"|(?:https?|ftp)://[^\s<>]*+|www\.[^\s<>]*+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
    rf"|{_MAIL_LINE}(?:\n{_MAIL_LINE})+",
    re.DOTALL,
)
_HIDDEN_SIGNS = ("`", "~~~", "://", "www.", "@", "objet", "subject", "message-id", "sent", "envoye")
_LINE_END = re.compile(r"\n(?![ >]*+(?:\n|[-*+;] |\d{1,3}[.)] |\Z))[ >]*+")
_STRONG = re.compile(r"\*\*|__|(?<![rdl.])\*(?=[a-z(])|(?<=[a-z0-9.)])\*(?![*\d])")


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded text, the same in the writer's letters, and where each character stood (None: where it stands)."""

    text: str
    cased: str
    origins: list[int] | None
    _places: dict[re.Pattern[str], list[tuple[int, int]]] = field(default_factory=dict, compare=False)

    def holds(self, pattern: re.Pattern[str], start: int, end: int) -> bool:
        """Whether `pattern` is found between `start` and `end`; the text is searched once, however often one asks."""
        places = self._places.get(pattern)
        if places is None:
            places = self._places[pattern] = [found.span() for found in pattern.finditer(self.text)]
        at = bisect_left(places, (max(start, 0), 0))
        return at < len(places) and places[at][1] <= end

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The same span in the writer's text; it must not be empty."""
        return (start, end) if self.origins is None else (self.origins[start], self.origins[end - 1] + 1)

    def is_upper(self, start: int, end: int) -> bool:
        """Whether the writer used capitals there."""
        return self.cased[start:end].isupper()


def fold(text: str) -> Folded:
    """The text as the recogniser reads it."""
    origins = None
    if not text.isascii() and _REMOVED.search(text):
        text, origins = _without(_REMOVED, text, None)
    folded = _plain(text)
    if any(sign in folded for sign in _HIDDEN_SIGNS):
        folded = _HIDDEN.sub(lambda found: BLANK * len(found.group()), folded)
    if "\n" in folded:
        folded = _LINE_END.sub(_spaces, folded)
    if "*" in folded or "__" in folded:
        folded = _STRONG.sub(_spaces, folded)
    if "  " in folded:
        text, _ = _without(_SURPLUS, text, None, folded)
        folded, origins = _without(_SURPLUS, folded, origins)
    return Folded(folded, text, origins)


def _without(pattern: re.Pattern[str], text: str, origins: list[int] | None, like: str = "") -> tuple[str, list[int]]:
    """`text` less what `pattern` finds (in `like`, of the same length), and where each character was."""
    kept: list[str] = []
    places: list[int] = []
    begin = 0
    for found in pattern.finditer(like or text):
        kept.append(text[begin : found.start()])
        places.extend(range(begin, found.start()))
        begin = found.end()
    kept.append(text[begin:])
    places.extend(range(begin, len(text)))
    return "".join(kept), places if origins is None else [origins[place] for place in places]


def _plain(text: str) -> str:
    """Lower case and plain letters, character for character."""
    if not text.isascii():
        for mark, plain in _TYPOGRAPHY.items():
            text = text.replace(mark, plain)
    return text.encode("latin-1", "replace").translate(_LATIN).decode("latin-1")


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found.group())
