"""French and English typography, applied to words when they are shown and never to what was typed.

French: narrow no-break spaces before ; : ! ? and inside « », curved apostrophes, straight quotes made « », three dots
made one character, n° and amounts kept with their number. English: curved quotes and apostrophes only.
Code, addresses, names, times, smileys and `::` are left alone. Applying it twice changes nothing.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from forum.markup.document import RenderContext
from forum.markup.passes import Findings
from forum.markup.pieces import Piece, Place, Text, placed

NARROW = "\u202f"
NO_BREAK = "\u00a0"
_OPAQUE = "\ufffc"
"""Stands for what must not be touched: the characters around it still know that something is there."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `[start, end)` by `text`."""

    start: int
    end: int
    text: str


_SPACES = "[ \u00a0\u202f]"
_FRENCH = re.compile(
    rf"""
      (?P<leave> https?://\S+ | (?<!\w)\w{{1,64}}@\w[\w.]{{0,200}} | (?<!\w):[a-z0-9_+-]{{1,40}}:(?!\w)
        | (?<!\w)[:;]-?[)(DPpOo/|\\](?!\w) | :{{2,}}
        | &\#?\w{{1,32}}; )
    | (?P<opening> «{_SPACES}{{0,3}} )
    | (?P<closing> (?<=[^\s«]){_SPACES}{{0,3}}(?=») )
    | (?P<before> (?<=[^\s]){_SPACES}{{1,3}}(?=[!?]{{1,10}}(?:[\s)\]»”"’…,]|$)|[:;](?:[\s»"]|$)) )
    | (?P<missing> (?<=[\w)\]»”%€"{_OPAQUE}])(?=[!?]{{1,10}}(?:[\s)\]»”",]|$)|[:;](?:[\s»"]|$)) )
    | (?P<apostrophe> (?<=[^\W\d_])'(?=[\w«“"{_OPAQUE}]) )
    | (?P<dots> (?<![./\\])\.{{3}}(?![./\\]) )
    | (?P<number> (?<=\b[nN]°){_SPACES}?(?=[\dA-Z]) )
    | (?P<amount> (?<=\d){_SPACES}(?=[€%]) )
    """,
    re.VERBOSE,
)
_REPLACEMENTS = {
    "opening": f"«{NARROW}",
    "closing": NARROW,
    "before": NARROW,
    "missing": NARROW,
    "apostrophe": "’",
    "dots": "…",
    "number": NO_BREAK,
    "amount": NARROW,
}
_ENGLISH = re.compile(r"(?<=\w)'(?=\w)")
_BEFORE_OPENING = frozenset(" \t\n\u00a0\u202f([—–-/’'«“")
_NO_WORD = frozenset(' \t\n\u00a0\u202f"»”')
_AFTER_CLOSING = frozenset(" \t\n\u00a0\u202f)]—–-/.,;:!?…»”")


def set_type(pieces: list[Piece], context: RenderContext, findings: Findings) -> list[Piece]:
    """Apply the typography of the site's language to every sentence, across the tags inside it."""
    out = list(pieces)
    for sentence in _sentences(pieces):
        text = "".join(value for _, value in sentence)
        _apply(edits(text, context.language), sentence, out)
    return out


def typeset(text: str, language: str = "fr") -> str:
    """`text`, which holds no markup, with the typography of `language`."""
    return _edited(text, edits(text, language))


def edits(text: str, language: str) -> list[Edit]:
    """What to change in a sentence, in order and without overlap. Linear."""
    find = _french if language == "fr" else _english
    found = sorted([*find(text), *_quotes(text, language)], key=lambda edit: (edit.start, edit.end))
    kept: list[Edit] = []
    for edit in found:
        if text[edit.start : edit.end] != edit.text and (not kept or _may_follow(kept[-1], edit)):
            kept.append(edit)
    return kept


def _may_follow(before: Edit, edit: Edit) -> bool:
    """Edits do not overlap, and no space is put in twice after an opening quote."""
    repeats = edit.start == edit.end == before.end and before.text[0] in "«“"
    return edit.start >= before.end and not repeats


def _french(text: str) -> Iterator[Edit]:
    for match in _FRENCH.finditer(text):
        kind = match.lastgroup or ""
        if kind in _REPLACEMENTS:
            yield Edit(match.start(), match.end(), _REPLACEMENTS[kind])


def _english(text: str) -> Iterator[Edit]:
    for match in _ENGLISH.finditer(text):
        yield Edit(match.start(), match.end(), "’")


def _quotes(text: str, language: str) -> list[Edit]:
    """Straight double quotes, when they pair up; otherwise (inches, code) they stay as they are."""
    found: list[Edit] = []
    opened = False
    depth = 0
    for match in re.finditer('["«»]', text):
        at = match.start()
        if match.group() != '"':
            depth = max(0, depth + (1 if match.group() == "«" else -1))
            continue
        if not (_closes(text, at) if opened else _opens(text, at)):
            return []
        opened = not opened
        found.append(Edit(at, at + 1, _quote_mark(language, opening=opened, nested=depth > 0)))
    return [] if opened else found


def _opens(text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    return (not before or before in _BEFORE_OPENING) and bool(after) and after not in _NO_WORD


def _closes(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at + 1 : at + 2]
    return not before.isspace() and (not after or after in _AFTER_CLOSING)


def _quote_mark(language: str, *, opening: bool, nested: bool) -> str:
    if language != "fr" or nested:
        return "“" if opening else "”"
    return f"«{NARROW}" if opening else f"{NARROW}»"


_Sentence = list[tuple[int, str]]
"""Index of each piece, and what it shows; -1 for what is not to be touched."""


def _sentences(pieces: list[Piece]) -> Iterator[_Sentence]:
    sentence: _Sentence = []
    for at, (piece, place) in enumerate(placed(pieces)):
        if isinstance(piece, Text):
            sentence.append(_shown(at, piece, place))
        elif piece.name == "img":
            sentence.append((-1, _OPAQUE))
        elif not piece.inline and sentence:
            yield sentence
            sentence = []
    yield sentence


def _shown(at: int, text: Text, place: Place) -> tuple[int, str]:
    if text.frozen or place.inside("code", "cite", "sup"):
        return -1, _OPAQUE
    return at, text.value


def _apply(changes: list[Edit], sentence: _Sentence, out: list[Piece]) -> None:
    """Make each change in the piece that holds it; one that would cross a tag is left out."""
    pieces: list[int] = []
    spans: list[tuple[int, int]] = []
    offset = 0
    for at, value in sentence:
        if at >= 0:
            pieces.append(at)
            spans.append((offset, offset + len(value)))
        offset += len(value)
    text = "".join(value for _, value in sentence)
    for number, local in _by_piece(changes, spans).items():
        start, end = spans[number]
        out[pieces[number]] = Text(_edited(text[start:end], local, start))


def _by_piece(changes: list[Edit], spans: list[tuple[int, int]]) -> dict[int, list[Edit]]:
    starts = [start for start, _ in spans]
    found: dict[int, list[Edit]] = {}
    for edit in changes:
        number = bisect_right(starts, edit.start) - 1
        if number >= 0 and edit.end <= spans[number][1]:
            found.setdefault(number, []).append(edit)
    return found


def _edited(text: str, changes: list[Edit], offset: int = 0) -> str:
    parts: list[str] = []
    done = 0
    for edit in changes:
        parts += (text[done : edit.start - offset], edit.text)
        done = edit.end - offset
    return "".join(parts) + text[done:]
