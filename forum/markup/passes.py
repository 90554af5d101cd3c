"""What a pass over the pieces is given and may note down.

A pass takes the whole list and returns a new one. Recognising law in the text is one more such pass: it belongs in
`pipeline.PASSES`, before typography, which must see the text last.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from forum.markup.document import RenderContext
from forum.markup.pieces import Piece


@dataclass(slots=True)
class Findings:
    """What the passes found, in order of appearance."""

    mentions: dict[str, None] = field(default_factory=dict)
    links: int = 0
    images: dict[str, None] = field(default_factory=dict)
    quotes: dict[int, None] = field(default_factory=dict)


Pass = Callable[[list[Piece], RenderContext, Findings], list[Piece]]
