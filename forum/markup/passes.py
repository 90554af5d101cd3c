"""What a pass over the pieces is given and may note down.

A pass takes the whole list and returns a new one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from forum.legal.cited import Cited
from forum.markup.document import RenderContext
from forum.markup.pieces import Piece


@dataclass(slots=True)
class Findings:
    """What the passes found, in order of appearance."""

    mentions: dict[str, None] = field(default_factory=dict)
    links: int = 0
    images: dict[str, None] = field(default_factory=dict)
    quotes: dict[int, None] = field(default_factory=dict)
    citations: tuple[Cited, ...] = ()


Pass = Callable[[list[Piece], RenderContext, Findings], list[Piece]]
