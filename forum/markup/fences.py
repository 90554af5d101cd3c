"""Fenced code blocks, lifted out of the text before anything else looks at it.

They may stand inside quotes, spoilers and list items. An unclosed fence runs to the end of what contains it.
"""

import re
from dataclasses import dataclass

from forum.markup.marks import FENCE

_PREFIX = re.compile(r"(?:>!?|[ ])*+")
_OPENING = re.compile(r"(?P<fence>`{3,}+|~{3,}+)[ ]*(?P<info>[^`]*)$")
_LANGUAGE = re.compile(r"\{?[ ]*\.?([A-Za-z0-9+#_-][A-Za-z0-9+#._-]{0,29})(?![^\s}])")
_LIST_ITEM = re.compile(r"[ ]*(?:[-*+]|\d{1,9}[.)])[ ]")


@dataclass(frozen=True, slots=True)
class Fence:
    """The lines between two fences, and the language named after the first."""

    code: str
    language: str


@dataclass(frozen=True, slots=True)
class _Opening:
    quotes: str
    depth: int
    indent: int
    fence: str
    language: str

    def is_closed_by(self, line: str) -> bool:
        line = line.strip(" ")
        return len(line) >= len(self.fence) and set(line) == {self.fence[0]}


def lift_fences(text: str) -> tuple[str, tuple[Fence, ...]]:
    """Return the text with each fenced block replaced by a mark on a line of its own, and the blocks. Linear."""
    lines = text.split("\n")
    kept: list[str] = []
    fences: list[Fence] = []
    in_list = False
    at = 0
    while at < len(lines):
        in_list = _still_in_list(in_list, lines, at)
        opening = _opening(lines[at], in_list)
        if opening is None:
            kept.append(lines[at])
            at += 1
            continue
        at, code = _read(lines, at + 1, opening)
        kept += _mark_lines(opening, len(fences))
        fences.append(Fence(code, opening.language))
    return "\n".join(kept), tuple(fences)


def _still_in_list(in_list: bool, lines: list[str], at: int) -> bool:
    line = lines[at]
    if _LIST_ITEM.match(line):
        return True
    ended = line[:1] not in ("", " ") and (at == 0 or not lines[at - 1].strip())
    return in_list and not ended


def _opening(line: str, in_list: bool) -> _Opening | None:
    prefix = _PREFIX.match(line)
    assert prefix is not None
    match = _OPENING.match(line, prefix.end())
    if match is None:
        return None
    depth = prefix.group().count(">")
    quotes, _, spaces = prefix.group().rpartition(">")
    if depth:
        spaces = spaces.removeprefix("!").removeprefix(" ")
        quotes += ">!" if line[len(quotes) + 1 : len(quotes) + 2] == "!" else ">"
    if len(spaces) > 3 and not in_list:
        return None
    language = _LANGUAGE.match(match["info"])
    return _Opening(quotes, depth, len(spaces), match["fence"], language[1] if language else "")


def _read(lines: list[str], at: int, opening: _Opening) -> tuple[int, str]:
    """Return the index of the line after the block, and its code."""
    code: list[str] = []
    while at < len(lines):
        line = strip_quote_marks(lines[at], opening.depth)
        if line is None:
            break
        at += 1
        if opening.is_closed_by(line):
            break
        code.append(line[min(opening.indent, len(line) - len(line.lstrip(" "))) :])
    return at, "\n".join(code)


def strip_quote_marks(line: str, depth: int) -> str | None:
    """Remove `depth` leading quote marks, each with one space after it; None if the line has fewer."""
    for _ in range(depth):
        stripped = line.lstrip(" ")
        if not stripped.startswith(">"):
            return None
        line = stripped[1:].removeprefix("!").removeprefix(" ")
    return line


def _mark_lines(opening: _Opening, number: int) -> list[str]:
    lead = f"{opening.quotes} " if opening.depth else ""
    return [opening.quotes, f"{lead}{' ' * opening.indent}{FENCE}{number}{FENCE}", opening.quotes]
