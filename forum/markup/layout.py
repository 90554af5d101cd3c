"""Where blocks begin, for writers who do not leave blank lines.

Markdown wants a blank line before a list, a table or a title, and lets a quote swallow the line after it. Members
press Enter once and expect what they see. This pass puts in the blank lines they meant, and indents nested lists
and their paragraphs by four spaces a level, which is what the parser reads. It looks at one level of quotes;
the quote parser calls it again on what a quote contains.
"""

import re
from dataclasses import dataclass, field
from enum import Enum, auto

from forum.markup.gate import is_table_rule
from forum.markup.marks import FENCE

_ITEM = re.compile(r"(?P<indent>[ ]*)(?P<marker>[-*+]|(?P<number>\d{1,9})\.)(?P<gap>[ ]+)(?=\S)")
_HR = re.compile(r"[ ]{0,3}(?:(?:-[ ]{0,2}){3,}+|(?:\*[ ]{0,2}){3,}+|(?:_[ ]{0,2}){3,}+)$")
_HEADING = re.compile(r"\#{1,6}[ ]+\S")
_PICTURE = re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)[ ]*$")
_DEFINITION = re.compile(r"[ ]{0,3}\[[^\[\]\n]+\]:")
_FENCE_MARK = re.compile(rf"[ ]*{FENCE}\d+{FENCE}$")
_CODE_INDENT = 4


class _Line(Enum):
    BLANK = auto()
    TEXT = auto()
    ITEM = auto()
    QUOTE = auto()
    SPOILER = auto()
    TABLE = auto()
    ALONE = auto()
    """A title, a picture, a rule, a code block: a block by itself."""


@dataclass(slots=True)
class _Layout:
    out: list[str] = field(default_factory=list)
    before: _Line = _Line.BLANK
    items: list[tuple[int, int, bool]] = field(default_factory=list)
    """Indent of the marker and of the text, and whether it is numbered, for each list item that is open."""


def lay_out(text: str) -> str:
    """Return the text with its blocks set apart. Linear."""
    state = _Layout()
    lines = text.split("\n")
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else ""
        _place(state, line, following)
    return "\n".join(state.out)


def _place(state: _Layout, line: str, following: str) -> None:
    kind = _kind(state, line, following)
    if kind is _Line.BLANK:
        state.out.append("")
    else:
        if _needs_blank(state, kind, line):
            state.out.append("")
        state.out.append(_indented(state, kind, line))
    state.before = kind


def _kind(state: _Layout, line: str, following: str) -> _Line:
    content = line.lstrip(" ")
    indent = len(line) - len(content)
    if not content:
        return _Line.BLANK
    if indent >= _CODE_INDENT and not state.items:
        return _Line.TEXT
    if content[0] == ">":
        return _Line.SPOILER if content[:2] == ">!" else _Line.QUOTE
    if _stands_alone(state, line, content):
        return _Line.ALONE
    if _begins_item(state, line):
        return _Line.ITEM
    if (is_table_rule(following) and "|" in line) or (state.before is _Line.TABLE and "|" in line):
        return _Line.TABLE
    return _Line.TEXT


def _stands_alone(state: _Layout, line: str, content: str) -> bool:
    if _FENCE_MARK.match(line) or _HEADING.match(content) or _PICTURE.match(content):
        return True
    under_text = state.before is _Line.TEXT and set(content) == {"-"}
    return _HR.match(line) is not None and not under_text


def _begins_item(state: _Layout, line: str) -> bool:
    item = _ITEM.match(line)
    if item is None:
        return False
    # A sentence that happens to begin a line with a number (« 2019. ») does not open a list in mid-paragraph.
    return state.before is not _Line.TEXT or bool(state.items) or item["number"] in (None, "1")


def _needs_blank(state: _Layout, kind: _Line, line: str) -> bool:
    before = state.before
    if before is _Line.BLANK:
        return False
    if _Line.ALONE in (kind, before):
        return True
    if kind is _Line.ITEM:
        return _begins_list(state, line)
    if kind is _Line.TEXT:
        return before in (_Line.QUOTE, _Line.SPOILER, _Line.TABLE) or _begins_definition(line, before)
    return kind is not before


def _begins_list(state: _Layout, line: str) -> bool:
    if state.before not in (_Line.ITEM, _Line.TEXT) or not state.items:
        return True
    item = _ITEM.match(line)
    assert item is not None
    siblings = [numbered for indent, _, numbered in state.items if indent == len(item["indent"])]
    return bool(siblings) and siblings[-1] is not (item["number"] is not None)


def _begins_definition(line: str, before: _Line) -> bool:
    return before is _Line.TEXT and _DEFINITION.match(line) is not None


def _indented(state: _Layout, kind: _Line, line: str) -> str:
    content = line.lstrip(" ")
    indent = len(line) - len(content)
    continues = state.before is _Line.ITEM or (state.before is _Line.TEXT and bool(state.items))
    if kind is _Line.TEXT and continues:
        return line
    while state.items and indent < min(state.items[-1][1], state.items[-1][0] + 2):
        state.items.pop()
    level = len(state.items)
    item = _ITEM.match(line)
    if kind is _Line.ITEM and item is not None:
        state.items.append((indent, item.end(), item["number"] is not None))
        return " " * (_CODE_INDENT * level) + content
    if not level:
        return line
    return " " * (_CODE_INDENT * level + max(0, indent - state.items[-1][1])) + content
