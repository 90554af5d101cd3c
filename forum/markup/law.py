"""Legal references in a text: the writer's words stay and become links to the pages of the law.

The whole text is read at once, since « du même code » looks back across paragraphs. Code, links and the headers of
quoted mails are left alone. A backslash before a reference (`\\article 9 du code civil`), or before the little word
that leads to it (`\\l'article 9`), refuses it: it goes, the words stay as they are. Where the law moved since the text
was written, a small mark says where to. A number that no article can have stays as it is.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from forum import paths
from forum.legal import Citation, Standing, find_citations
from forum.legal.absence import cannot_be
from forum.legal.cited import Judged, gathered, is_told, judged, judged_ends
from forum.markup.document import RenderContext
from forum.markup.lawmarks import law_marks
from forum.markup.limits import CITATIONS
from forum.markup.passes import Findings
from forum.markup.pieces import Piece, Tag, Text, placed

# Not that of a path (« C:\article », « dossier\article »), nor one that was doubled.
_REFUSED = re.compile(r"(?<![\w\\])(?<!\b[A-Za-z]:)\\(?=\w)")
# Between them one space, or the end of a line, which is read as two characters.
_LITTLE_WORDS = re.compile(
    r"(?:(?:de|à)(?:[ ]\n|\s))?(?:l['’]|l[ae](?:[ ]\n|\s))|(?:les|du|des|de|aux?|à)(?:[ ]\n|\s)|d['’]", re.IGNORECASE
)
_LONGEST_LITTLE_WORDS = 8
_MAIL = re.compile(
    r"(?:^[ \t>]*(?:de|from|à|to|cc|cci|bcc|envoyé(?: le)?|sent|date|objet|subject|répondre à|reply-to)"
    r"[ \u00a0\u202f]?:[^\n]*(?:\n+|\Z)){2,}",
    re.IGNORECASE | re.MULTILINE,
)
_OPAQUE = "\ufffc"


@dataclass(frozen=True, slots=True)
class _Run:
    """`value[start:]` of a piece stands at `at` in the text."""

    at: int
    piece: int
    start: int
    length: int


@dataclass(slots=True)
class _Prose:
    """The text of all pieces that may hold references."""

    parts: list[str] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)
    refusals: list[tuple[int, int, int]] = field(default_factory=list)
    """Where a backslash stood: in the text, its piece, its place there."""
    quoted: list[tuple[int, int]] = field(default_factory=list)
    """What is quoted from other posts of the forum: linked, but not this writer's to answer for."""
    length: int = 0

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def add_piece(self, number: int, value: str) -> None:
        start = 0
        for mark in _REFUSED.finditer(value):
            self._add_run(number, value, start, mark.start())
            self.refusals.append((self.length, number, mark.start()))
            start = mark.end()
        self._add_run(number, value, start, len(value))

    def _add_run(self, number: int, value: str, start: int, end: int) -> None:
        if end > start:
            self.runs.append(_Run(self.length, number, start, end - start))
            self.add(value[start:end])

    @property
    def text(self) -> str:
        return _MAIL.sub(lambda header: re.sub(r"[^\n]", " ", header.group()), "".join(self.parts))


@dataclass(frozen=True, slots=True)
class _Span:
    """What becomes of `[start, end)` of a piece: a link to `key`, closed by marks; without a key it goes."""

    start: int
    end: int
    key: str = ""
    moved: tuple[Standing, ...] = ()


def link_law(pieces: list[Piece], context: RenderContext, findings: Findings) -> list[Piece]:
    """Link the references, and note each once, with what became of it since `context.written_on`."""
    prose = _read(pieces)
    text = prose.text
    found = [each for each in find_citations(text)[:CITATIONS] if text[each.start - 1 : each.start] != "#"]
    accepted, refused = _accepted(found, text, prose)
    citations = [each for each in accepted if not cannot_be(each.key)]
    if not citations and not refused:
        return pieces
    pairs: list[Judged] = [(each, None) for each in citations]
    ends: list[Judged] = []
    if context.written_on is not None:
        pairs = judged(citations, text, context.written_on)
        ends = [end for end in judged_ends(citations, text, context.written_on) if end[1] is not None]
    listed = sorted([*pairs, *ends], key=lambda pair: pair[0].start)
    findings.citations = gathered(pair for pair in listed if not _is_quoted(pair[0], prose))
    spans = _spans(pairs, _told([*pairs, *ends]), prose, refused)
    return [out for number, piece in enumerate(pieces) for out in _rewritten(piece, spans.get(number), context)]


def _read(pieces: list[Piece]) -> _Prose:
    prose = _Prose()
    quotes: list[tuple[bool, int]] = []
    for number, (piece, place) in enumerate(placed(pieces)):
        if isinstance(piece, Tag):
            prose.add(" " if piece.name == "br" else "" if piece.inline else "\n\n")  # a new line follows a br
            if piece.name == "blockquote":
                _note_quote(piece, quotes, prose)
        elif piece.frozen or place.inside("a", "code", "summary", "cite"):
            prose.add(_OPAQUE)
        else:
            prose.add_piece(number, piece.value)
    return prose


def _note_quote(tag: Tag, quotes: list[tuple[bool, int]], prose: _Prose) -> None:
    if not tag.closing:
        quotes.append((bool(tag.get("data-post")), prose.length))
    elif quotes:
        of_post, start = quotes.pop()
        prose.quoted += [(start, prose.length)] if of_post else []


def _accepted(found: list[Citation], text: str, prose: _Prose) -> tuple[list[Citation], list[tuple[int, int]]]:
    """The citations that the writer did not refuse, and the places of the backslashes that refused the others.

    Before the first number of a list a backslash refuses them all, before another one it refuses that one.
    """
    kept: list[Citation] = []
    used: list[tuple[int, int]] = []
    lists: set[int] = set()  # those refused as a whole, by a backslash before the first of them
    for citation in found:
        # by bisection: a text may hold as many backslashes as characters
        first, last = (bisect_left(prose.refusals, (edge,)) for edge in (citation.start, citation.end))
        against = [(piece, at) for _, piece, at in prose.refusals[first:last]] + _before(citation, text, prose)
        used += against
        if against and citation.list_start == citation.start:
            lists.add(citation.start)
        if not against and citation.list_start not in lists:
            kept.append(citation)
    return kept, used


def _before(citation: Citation, text: str, prose: _Prose) -> list[tuple[int, int]]:
    """The backslashes before the little words that lead to a citation."""
    edges = (citation.start - _LONGEST_LITTLE_WORDS, citation.start)
    first, last = (bisect_left(prose.refusals, (edge,)) for edge in edges)
    near = prose.refusals[first:last]
    return [(piece, at) for start, piece, at in near if _LITTLE_WORDS.fullmatch(text, start, citation.start)]


def _is_quoted(citation: Citation, prose: _Prose) -> bool:
    return any(start <= citation.start < end for start, end in prose.quoted)


def _told(pairs: list[Judged]) -> dict[int, tuple[Standing, ...]]:
    """What readers are told of the citation that ends there: of itself or, of a range, of its ends."""
    told: defaultdict[int, tuple[Standing, ...]] = defaultdict(tuple)
    for citation, standing in pairs:
        if standing is not None and is_told(standing):
            told[citation.end] += (standing,)
    return told


def _spans(
    pairs: list[Judged], told: dict[int, tuple[Standing, ...]], prose: _Prose, refused: list[tuple[int, int]]
) -> dict[int, list[_Span]]:
    spans: defaultdict[int, list[_Span]] = defaultdict(list)
    for piece, at in refused:
        spans[piece].append(_Span(at, at + 1))
    runs, first = prose.runs, 0
    for citation, _standing in pairs:
        while runs[first].at + runs[first].length <= citation.start:
            first += 1
        touched = _touched(runs, first, citation.end)
        for run in touched:
            start, end = max(citation.start - run.at, 0), min(citation.end - run.at, run.length)
            marks = told.get(citation.end, ()) if run is touched[-1] else ()
            spans[run.piece].append(_Span(run.start + start, run.start + end, citation.key, marks))
    return {piece: sorted(found, key=lambda span: span.start) for piece, found in spans.items()}


def _touched(runs: list[_Run], first: int, end: int) -> list[_Run]:
    """The runs from `first` that begin before `end`."""
    last = first
    while last < len(runs) and runs[last].at < end:
        last += 1
    return runs[first:last]


def _rewritten(piece: Piece, spans: list[_Span] | None, context: RenderContext) -> Iterator[Piece]:
    if spans is None or isinstance(piece, Tag):
        yield piece
        return
    done, text = 0, piece.value
    for span in spans:
        if span.start > done:
            yield Text(text[done : span.start])
        if span.key and text[span.start : span.end].strip():
            yield Tag("a", (("class", "law"), ("href", paths.law(span.key))))
            yield from (Text(text[span.start : span.end]), Tag("a", closing=True))
        yield from law_marks(span.moved, context.language, named=".." in span.key)
        done = span.end
    if done < len(text):
        yield Text(text[done:])
