"""Sets aside what looks like inline markup and is not, and counts what remains.

Markdown parsers pay for each bracket, star or backtick that *might* open something, often by reading on to the end
of the paragraph. Honest logs, contracts and quoted decisions are full of them. One linear pass decides which can be
markup at all; the others are masked, so the parser never meets them and the gate need not count them.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from forum.markup.limits import LINK_TARGET_CHARACTERS
from forum.markup.marks import mask

_TOKEN = re.compile(
    r"""(?P<escape>\\[^\n`])
      | (?P<code>`+)
      | (?P<address>https?://[^\s<>\[\]|()`\\\ufdd0-\ufdef]+)
      | (?P<word>(?<=[^\W_])_++(?=[^\W_]))      # an underscore inside a word
      | (?P<lone>(?<=[ ])[*~]++(?=[ ]))         # a star between two spaces
      | (?P<row>\*{4,}+|_{4,}+|~{4,}+)          # a row of stars is decoration
      | (?P<emphasis>\*++|_++|~~)
      | (?P<open>\[)
      | (?P<close>\])""",
    re.VERBOSE,
)
_BOUNDARY = re.compile(r"[ ]*(?:$|\#{1,6}[ ]|[-*+][ ]|\d{1,9}[.)][ ])")
_QUOTE_PREFIX = re.compile(r"(?:>!?|[ ])*+")
_BULLET = re.compile(r"[ >!]*[*_~]")
_DEFINITION = re.compile(r"^[ >!]{0,40}\[(\^?[^\[\]\n]{1,200})\]:", re.MULTILINE)
_EDGES = "*_~"
_LABEL_CHARACTERS = 200


@dataclass(slots=True)
class Counts:
    """How much markup is left for the parser."""

    pairs: int = 0
    depth: int = 0
    links: int = 0
    images: int = 0
    footnotes: int = 0
    references: int = 0
    emphasis: int = 0
    code_spans: int = 0


@dataclass(frozen=True, slots=True)
class Masked:
    """The text with look-alikes masked, and the counts."""

    text: str
    counts: Counts


@dataclass(slots=True)
class _Scan:
    """One paragraph being read."""

    text: str
    labels: frozenset[str]
    counts: Counts
    hidden: list[tuple[int, int]] = field(default_factory=list)
    open_brackets: list[int] = field(default_factory=list)
    kept: list[tuple[int, int]] = field(default_factory=list)
    """Start and depth of the pairs kept so far that no later pair contains."""


def mask_look_alikes(text: str) -> Masked:
    """Return the text, ready for the parser, and what it holds. Linear."""
    definitions = [_label(match[1]) for match in _DEFINITION.finditer(text)]
    labels = frozenset(definitions)
    counts = Counts(references=len(definitions))
    return Masked("\n".join(_mask_paragraph(part, labels, counts) for part in _paragraphs(text)), counts)


def _paragraphs(text: str) -> Iterator[str]:
    """Cut before each line on which inline markup cannot continue."""
    part: list[str] = []
    prefix = ""
    for line in text.split("\n"):
        match = _QUOTE_PREFIX.match(line)
        quoted = match.group().replace(" ", "") if match else ""
        if part and (quoted != prefix or _BOUNDARY.match(line, match.end() if match else 0)):
            yield "\n".join(part)
            part = []
        prefix = quoted
        part.append(line)
    yield "\n".join(part)


def _mask_paragraph(text: str, labels: frozenset[str], counts: Counts) -> str:
    scan = _Scan(text, labels, counts)
    tokens = list(_TOKEN.finditer(text))
    code_ends = _code_spans(text, [token for token in tokens if token.lastgroup == "code"])
    counts.code_spans += len(code_ends)
    skip_to = 0
    for token in tokens:
        if token.start() < skip_to:
            continue
        if token.lastgroup == "code":
            skip_to = code_ends.get(token.start(), 0)
            if not skip_to and text[token.start() - 1 : token.start()] != "\\":
                scan.hidden.append(token.span())
        else:
            _read(token, scan)
    scan.hidden += [(at, at + 1) for at in scan.open_brackets]
    return _hide(text, sorted(scan.hidden))


def _code_spans(text: str, runs: list[re.Match[str]]) -> dict[int, int]:
    """Start of each opening run of backticks -> end of the run that closes it."""
    waiting: defaultdict[int, deque[re.Match[str]]] = defaultdict(deque)
    for run in runs:
        waiting[len(run.group())].append(run)
    spans: dict[int, int] = {}
    end = 0
    for run in runs:
        same = waiting[len(run.group())]
        same.popleft()
        escaped = text[run.start() - 1 : run.start()] == "\\" != text[run.start() - 2 : run.start() - 1]
        if run.start() >= end and same and not escaped:
            end = spans[run.start()] = same[0].end()
    return spans


def _read(token: re.Match[str], scan: _Scan) -> None:
    start, end = token.span()
    match token.lastgroup:
        case "escape" if token.group() == r"\\" and scan.text[end : end + 1].isalnum():
            scan.hidden.append((start + 1, end))
        case "address":
            scan.hidden.append((start, start + len(token.group().rstrip(_EDGES + ".,;:!?"))))
        case "word":
            scan.hidden.append((start, end))
        case "lone" | "row" if not _starts_line(scan.text, start):
            scan.hidden.append((start, end))
        case "emphasis":
            scan.counts.emphasis += 1
        case "open":
            scan.open_brackets.append(start)
        case "close":
            _close_bracket(start, scan)


def _starts_line(text: str, at: int) -> bool:
    # A bullet or a rule opens its line; the bound keeps a line of stars from being read again for each of them.
    line = text.rfind("\n", max(0, at - 40), at) + 1
    return at - line < 40 and _BULLET.fullmatch(text, line, at + 1) is not None


def _close_bracket(at: int, scan: _Scan) -> None:
    if not scan.open_brackets:
        scan.hidden.append((at, at + 1))
        return
    start = scan.open_brackets.pop()
    if _may_be_link(scan, start, at):
        _count_pair(scan, start, at)
    else:
        scan.hidden += [(start, start + 1), (at, at + 1)]


def _may_be_link(scan: _Scan, start: int, at: int) -> bool:
    text = scan.text
    following = text[at + 1 : at + 2]
    if following == "(":
        return text.find(")", at + 2, at + 2 + LINK_TARGET_CHARACTERS) >= 0
    if not scan.labels:
        return False
    if following == "[":
        second = _label(text[at + 2 : text.find("]", at + 2, at + 2 + _LABEL_CHARACTERS)])
        return second in scan.labels or (not second and _label(text[start + 1 : at]) in scan.labels)
    return at - start <= _LABEL_CHARACTERS and _label(text[start + 1 : at]) in scan.labels


def _label(text: str) -> str:
    return " ".join(text.split()).lower()


def _count_pair(scan: _Scan, start: int, at: int) -> None:
    counts, text = scan.counts, scan.text
    counts.pairs += 1
    counts.links += text[at + 1 : at + 2] == "("
    counts.images += start > 0 and text[start - 1] == "!"
    counts.footnotes += text[start + 1] == "^"
    depth = 1
    while scan.kept and scan.kept[-1][0] > start:
        depth = max(depth, scan.kept.pop()[1] + 1)
    scan.kept.append((start, depth))
    counts.depth = max(counts.depth, depth)


def _hide(text: str, spans: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts += (text[done:start], mask(text[start:end]))
        done = end
    return "".join(parts) + text[done:]
