"""What goes into a rendering besides the text, and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from forum.legal.cited import Cited
from forum.markup.limits import Rule

RENDERER_VERSION = 9
"""Raised whenever the same text would give other HTML; stored beside the HTML so that old rows can be found."""


class TooComplex(Exception):
    """The text breaks `rule`; `params` holds the numbers (limit, found) that a sentence about it may show."""

    def __init__(self, rule: Rule, params: Mapping[str, int] | None = None) -> None:
        super().__init__(str(rule))
        self.rule = rule
        self.params: dict[str, int] = dict(params or {})


@dataclass(frozen=True, slots=True)
class AttachmentRef:
    """A file that the text may place with `attachment:ID`. Without a size it is a file to link, not a picture."""

    url: str
    thumb_url: str = ""
    width: int = 0
    height: int = 0
    alt: str = ""


@dataclass(frozen=True, slots=True)
class RenderContext:
    """What the renderer cannot know from the text. The empty context is valid: nothing is then resolved."""

    language: str = "fr"
    """Language of the site's content, which decides typography: `fr` or `en`."""
    base_url: str = ""
    """The site's own origin, whose links become relative."""
    post_anchor: str = ""
    """Makes footnote ids unique among the posts of a page; by default it is derived from the text."""
    known_names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Casefolded name -> name as its owner writes it, for those of `mention_candidates` that exist."""
    attachments: Mapping[str, AttachmentRef] = field(default_factory=lambda: MappingProxyType({}))
    written_on: date | None = None
    """The day from which the law is looked at; without one, nothing is said of what became of it."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """Safe HTML and what was found on the way."""

    html: str
    plain: str
    """The writer's own words on one line: no quotes (unless there is nothing else), nothing hidden by a spoiler."""
    mentions: tuple[str, ...] = ()
    """Distinct known names, in order of appearance, outside quotes; at most `limits.MENTIONS`."""
    links: int = 0
    """Links that leave the site."""
    images: tuple[str, ...] = ()
    """Ids of the attachments shown as pictures inside the text."""
    quotes: tuple[int, ...] = ()
    """Ids of the posts quoted."""
    citations: tuple[Cited, ...] = ()
    """The references of the law, each once, but for those quoted from other posts; at most `limits.CITATIONS`."""
    plain_fallback: bool = False
    """The text was too complex and is shown as it was typed."""
    version: int = RENDERER_VERSION
