"""Clean HTML as a flat list of tags and texts, on which the passes work.

Only output of the sanitiser is read here: its tags are well formed and its attributes quoted. Anything that is not
such a tag is text and is escaped on the way out, so a mistake here can garble a post but not open a hole.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?: [a-z-]+=(?:\"[^\"]*\"|'[^']*'))*) ?/?>")
_ATTRIBUTE = re.compile(r" ([a-z-]+)=(?:\"([^\"]*)\"|'([^']*)')")
_VOID = frozenset({"br", "hr", "img"})
_INLINE = frozenset({"a", "cite", "code", "del", "em", "img", "small", "span", "strong", "sup"})


@dataclass(frozen=True, slots=True)
class Tag:
    """An opening tag, or a closing one."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    closing: bool = False

    def get(self, name: str) -> str:
        """The attribute's value, or an empty string."""
        return next((value for key, value in self.attributes if key == name), "")

    @property
    def inline(self) -> bool:
        """Whether the sentence goes on across this tag."""
        return self.name in _INLINE

    def __str__(self) -> str:
        if self.closing:
            return f"</{self.name}>"
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes)
        return f"<{self.name}{attributes}>"


@dataclass(frozen=True, slots=True)
class Text:
    """Characters as the reader sees them."""

    value: str
    frozen: bool = False
    """A name or an address: later passes read around it and leave it alone."""

    def __str__(self) -> str:
        return escape(self.value, quote=False)


Piece = Tag | Text


class Place:
    """Where a piece stands: how many elements of each kind are open around it."""

    def __init__(self) -> None:
        self._open: dict[str, int] = {}

    def inside(self, *names: str) -> bool:
        """Whether an element of one of these names is open."""
        return any(self._open.get(name) for name in names)

    def passes(self, tag: Tag) -> None:
        """Take note of a tag."""
        if tag.name not in _VOID:
            self._open[tag.name] = self._open.get(tag.name, 0) + (-1 if tag.closing else 1)


def read(html: str) -> list[Piece]:
    """Cut clean HTML into pieces."""
    pieces: list[Piece] = []
    done = 0
    for match in _TAG.finditer(html):
        if match.start() > done:
            pieces.append(Text(unescape(html[done : match.start()])))
        pieces.append(_tag(match))
        done = match.end()
    if done < len(html):
        pieces.append(Text(unescape(html[done:])))
    return pieces


def _tag(match: re.Match[str]) -> Tag:
    attributes = tuple(
        (name, unescape(double or single)) for name, double, single in _ATTRIBUTE.findall(match["attributes"])
    )
    return Tag(match["name"], attributes, bool(match["close"]))


def write(pieces: Iterable[Piece]) -> str:
    """Join pieces into HTML: the one place where texts and attribute values are escaped."""
    return "".join(map(str, pieces))


def placed(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Place]]:
    """Each piece with its place; the place is one object, true until the next piece is asked for."""
    place = Place()
    for piece in pieces:
        if isinstance(piece, Tag):
            place.passes(piece)
        yield piece, place
