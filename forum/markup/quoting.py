"""Answering with somebody's words: the Markdown that the « Citer » button puts into the editor."""

import re

from forum import paths
from forum.markup.cleaning import clean_text
from forum.markup.fences import Fence, lift_fences
from forum.markup.marks import FENCE

_DEEPEST = 2
_PREFIX = re.compile(r"(?:>!?|[ ])*+")
_MARK = re.compile(rf"(?P<lead>[ >!]*){FENCE}(?P<number>\d+){FENCE}$")
_BACKTICKS = re.compile(r"`{3,}")
_SPECIAL = re.compile(r"([\[\]\\])")


def quote(author: str, post_id: int, text: str) -> str:
    """The post as a quote with its author and the way back. What it quoted two levels down is left out."""
    return quote_of(author, paths.post(post_id), text)


def quote_of(author: str, address: str, text: str) -> str:
    """The same for what stands at another address: a private message."""
    source, fences = lift_fences(clean_text(text))
    lines = [f"[{_escaped(author)}]({address}) :"]
    for line in source.split("\n"):
        if _depth(line) < _DEEPEST and (line.strip(" >!") or lines[-1].strip(" >!")):
            lines += _with_code(line, fences)
    return "\n".join(f"> {line}".rstrip(" ") for line in lines).rstrip("\n> ") + "\n\n"


def _escaped(author: str) -> str:
    return _SPECIAL.sub(r"\\\1", author)


def _depth(line: str) -> int:
    prefix = _PREFIX.match(line)
    return prefix.group().count(">") if prefix else 0


def _with_code(line: str, fences: tuple[Fence, ...]) -> list[str]:
    mark = _MARK.match(line)
    if mark is None:
        return [line]
    fence = fences[int(mark["number"])]
    edge = max((*_BACKTICKS.findall(fence.code), "``"), key=len) + "`"
    return [mark["lead"] + part for part in (edge + fence.language, *fence.code.split("\n"), edge)]
