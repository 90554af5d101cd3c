"""Python-Markdown, put together for each kind of text. Building one costs milliseconds: each thread keeps its own."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.nl2br import Nl2BrExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension

from forum.markup.blocks import FenceProcessor, HeadingProcessor, NoteProcessor, QuoteProcessor
from forum.markup.document import RenderContext
from forum.markup.fences import Fence
from forum.markup.limits import PROFILES, Feature, Kind, Profile
from forum.markup.tree import Finishing

# security: raw HTML is off. `<` is text, so the sanitiser is a second wall and not the only one.
_NEVER_INLINE = ("html", "entity", "autolink", "automail")
_BLOCKS_OF = {
    Feature.LISTS: ("indent", "olist", "ulist"),
    Feature.CODE_BLOCKS: ("code",),
    Feature.HEADINGS: ("hashheader", "setextheader", "hr"),
    Feature.QUOTES: ("quote",),
    Feature.FOOTNOTES: ("reference",),
}
_IMAGES = ("image_link", "image_reference", "short_image_ref")
_AFTER_FOOTNOTES = 12


@dataclass(slots=True)
class _Parser:
    markdown: Markdown
    fences: FenceProcessor
    quotes: QuoteProcessor
    finishing: Finishing


class _Parsers(threading.local):
    """The parsers of one thread, made when first asked for."""

    def __init__(self) -> None:
        self.made: dict[Kind, _Parser] = {}


_parsers = _Parsers()


def to_html(source: str, fences: Sequence[Fence], kind: Kind, context: RenderContext) -> str:
    """Parse Markdown whose fences are lifted and whose look-alikes are masked; the HTML is not yet cleaned."""
    parser = _parsers.made.get(kind) or _parsers.made.setdefault(kind, _build(PROFILES[kind]))
    parser.fences.fences = fences
    parser.quotes.language = context.language
    parser.finishing.context = context
    parser.finishing.anchor = _anchor(source, context)
    return parser.markdown.reset().convert(source)


def _anchor(source: str, context: RenderContext) -> str:
    given = "".join(character for character in context.post_anchor.lower() if character.isascii())
    given = "".join(character for character in given if character.isalnum() or character == "-")[:40]
    return given or blake2b(source.encode(), digest_size=4).hexdigest()


def _build(profile: Profile) -> _Parser:
    markdown = Markdown(extensions=[SaneListExtension(), Nl2BrExtension()], tab_length=4)
    markdown.preprocessors.deregister("html_block")
    for name in _NEVER_INLINE:
        markdown.inlinePatterns.deregister(name)
    _leave_out(markdown, profile)
    assert markdown.delimiters is not None
    markdown.delimiters.add("~", "del", double=True)
    markdown.ESCAPED_CHARS.append("~")
    if Feature.TABLES in profile.features:
        TableExtension(use_align_attribute=True).extendMarkdown(markdown)
    if Feature.FOOTNOTES in profile.features:
        # The arrow alone: a sentence here would be interface language stored with the post.
        FootnoteExtension(BACKLINK_TEXT="↩\ufe0e", BACKLINK_TITLE="").extendMarkdown(markdown)
    return _add_own_blocks(markdown, profile)


def _leave_out(markdown: Markdown, profile: Profile) -> None:
    for feature, names in _BLOCKS_OF.items():
        for name in names if feature not in profile.features else ():
            markdown.parser.blockprocessors.deregister(name)
    for name in _IMAGES if Feature.IMAGES not in profile.features else ():
        markdown.inlinePatterns.deregister(name)


def _add_own_blocks(markdown: Markdown, profile: Profile) -> _Parser:
    blocks = markdown.parser.blockprocessors
    parser = _Parser(
        markdown,
        FenceProcessor(markdown.parser),
        QuoteProcessor(markdown.parser),
        Finishing(markdown),
    )
    if Feature.CODE_BLOCKS in profile.features:
        blocks.register(parser.fences, "fence", 85)
    if Feature.HEADINGS in profile.features:
        blocks.register(HeadingProcessor(markdown.parser), "hashheader", 70)
    if Feature.QUOTES in profile.features:
        blocks.register(parser.quotes, "quote", 20)
        blocks.register(NoteProcessor(markdown.parser), "note", 12)
    markdown.treeprocessors.register(parser.finishing, "finishing", _AFTER_FOOTNOTES)
    return parser
