"""The gate before the parser: linear checks of size and structure. Whatever passes is cheap to parse.

`check_size` looks at the whole text, `check_structure` at what is left of it once code blocks are lifted out and
look-alikes are masked. Both raise TooComplex with the first rule broken.
"""

import re
from collections.abc import Iterator

from forum.markup import limits
from forum.markup.document import TooComplex
from forum.markup.limits import Profile, Rule
from forum.markup.masking import Counts

_PREFIX = re.compile(r"(?:>!?|[ ])*+")
_MARKERS = re.compile(r"(?:(?:[-*+]|\d{1,9}[.)])[ ]+)*+")
_HEADING = re.compile(r"[ ]{0,3}\#{1,6}[ ]")
_RULE = re.compile(r"[-*_ ]++$")


def check_size(text: str, profile: Profile) -> None:
    """Refuse what is too long for its kind, before anything reads it twice."""
    _refuse_above(Rule.LENGTH, profile.characters, len(text))
    lines = text.split("\n")
    _refuse_above(Rule.LINES, profile.lines, len(lines))
    _refuse_above(Rule.LINE, limits.LINE_CHARACTERS, max(map(len, lines)))


def check_structure(text: str, counts: Counts, profile: Profile) -> None:
    """Refuse more structure than the parser can read quickly."""
    _refuse_above(Rule.WORD, limits.WORD_CHARACTERS, max(map(len, text.split()), default=0))
    for rule, limit, found in _inline_measures(counts, profile):
        _refuse_above(rule, limit, found)
    lines = text.split("\n")
    quotes, lists, headings = _line_measures(lines)
    _refuse_above(Rule.QUOTE_DEPTH, limits.QUOTE_DEPTH, quotes)
    _refuse_above(Rule.LIST_DEPTH, limits.LIST_DEPTH, lists)
    _refuse_above(Rule.HEADINGS, limits.HEADINGS, headings)
    for columns, rows in _tables(lines):
        _refuse_above(Rule.TABLE_COLUMNS, limits.TABLE_COLUMNS, columns)
        _refuse_above(Rule.TABLE_CELLS, limits.TABLE_CELLS, columns * rows)


def _refuse_above(rule: Rule, limit: int, found: int) -> None:
    if found > limit:
        raise TooComplex(rule, {"limit": limit, "found": found})


def _inline_measures(counts: Counts, profile: Profile) -> Iterator[tuple[Rule, int, int]]:
    yield Rule.LINKS, profile.links, counts.links - counts.images
    yield Rule.IMAGES, limits.IMAGES, counts.images
    yield Rule.BRACKETS, limits.BRACKET_PAIRS, counts.pairs
    yield Rule.BRACKET_DEPTH, limits.BRACKET_DEPTH, counts.depth
    yield Rule.FOOTNOTES, limits.FOOTNOTES, counts.footnotes
    yield Rule.REFERENCES, limits.REFERENCES, counts.references
    yield Rule.EMPHASIS, limits.EMPHASIS_RUNS, counts.emphasis
    yield Rule.CODE_SPANS, limits.CODE_SPANS, counts.code_spans


def _line_measures(lines: list[str]) -> tuple[int, int, int]:
    """Deepest quote, deepest list, number of lines that are or make a heading."""
    quotes = lists = headings = 0
    for line in lines:
        prefix = _PREFIX.match(line)
        start = prefix.end() if prefix else 0
        quotes = max(quotes, line.count(">", 0, start))
        lists = max(lists, _list_depth(line, start))
        headings += _HEADING.match(line) is not None
    return quotes, lists, headings


def _list_depth(line: str, start: int) -> int:
    markers = _MARKERS.match(line, start)
    if markers is None or not markers.group() or _RULE.match(line, start):
        return 0
    indent = start - line.rfind(">", 0, start) - 1
    return len(markers.group().split()) + indent // 4


def _tables(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Columns and rows of each table; a table goes on to the next blank line."""
    columns = rows = 0
    for line in [*lines, ""]:
        if columns and not line.strip(" >!"):
            yield columns, rows
            columns = rows = 0
        elif columns:
            rows += 1
        elif is_table_rule(line):
            columns, rows = line.count("|") + 1, 1


def is_table_rule(line: str) -> bool:
    """Whether `line` is the dashes between a table's head and its body."""
    return "|" in line and "-" in line and set(line) <= set("|-: >!")
