"""The parser's own blocks: code lifted by `fences`, titles, quotes, spoilers and « Nota bene » notes.

Forms, each readable as ordinary Markdown elsewhere:

    > [author](/p/123) :          a quote, with its author and the way back (/messages/m/123: of a private message)
    > text

    > [!spoiler] Optional title   hidden until asked for; `>! text` is the short form
    > text

    > [!nota] text                a note, under « Nota bene » or the bold words it begins with;
                                  a paragraph that begins with `Nota bene :` is one too
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Sequence

from markdown.blockprocessors import BlockProcessor
from markdown.util import AtomicString, code_escape

from forum import paths
from forum.markup.fences import Fence
from forum.markup.layout import lay_out
from forum.markup.marks import FENCE, undouble, unmask

SPOILER_TITLES = {"fr": "Contenu masqué", "en": "Hidden content"}
"""A summary is content: it is stored in the site's language, not in the reader's."""

_FENCE_MARK = re.compile(rf"[ ]{{0,3}}{FENCE}(\d+){FENCE}[ ]*$")
_HEADING = re.compile(r"(?P<level>#{1,6})[ ]+(?P<text>\S.*)$")
_QUOTE_LINE = re.compile(r"[ ]{0,3}>")
_KIND = re.compile(r"\[!(?P<kind>spoiler|nota|note|nb)\][ ]*(?P<rest>.*)$", re.IGNORECASE)
_ATTRIBUTION = re.compile(
    r"\[(?P<author>(?:\\.|[^\[\]\\]){1,60})\]\((?P<kind>/p|/messages/m)/(?P<id>\d{1,12})\)[ \u00a0\u202f]*:?[ ]*$"
)
_NOTE = re.compile(
    r"(?P<open>\*\*|__)?(?P<label>nota[ ]bene|n\.?b\.?)[ \u00a0\u202f]?(?:\*\*|__)?[ \u00a0\u202f]?"
    r"(?P<mark>[:.–—])(?:\*\*|__)?[ ]+(?=\S)",
    re.IGNORECASE,
)


class FenceProcessor(BlockProcessor):
    """Puts a lifted code block back, at the place of its mark."""

    fences: Sequence[Fence] = ()

    def test(self, parent: etree.Element, block: str) -> bool:
        return self._number(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        number = self._number(blocks.pop(0))
        fence = self.fences[number or 0]
        code = etree.SubElement(etree.SubElement(parent, "pre"), "code")
        if fence.language:
            code.set("class", f"language-{fence.language.lower()}")
        code.text = AtomicString(code_escape(fence.code) + "\n")

    def _number(self, block: str) -> int | None:
        mark = _FENCE_MARK.match(block)
        return int(mark[1]) if mark and int(mark[1]) < len(self.fences) else None


class HeadingProcessor(BlockProcessor):
    """A title is `#` to `######`, a space and words: « #1 » and « #RGPD » stay words."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return block.startswith("#") and _HEADING.match(block.partition("\n")[0]) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        first, _, rest = blocks.pop(0).partition("\n")
        match = _HEADING.match(first)
        assert match is not None
        heading = etree.SubElement(parent, f"h{len(match['level'])}")
        heading.text = match["text"].rstrip(" ").rstrip("#").rstrip(" ")
        if rest:
            blocks.insert(0, rest)


class QuoteProcessor(BlockProcessor):
    """Quotes, spoilers and notes: the blocks whose lines begin with `>`."""

    language = "fr"

    def test(self, parent: etree.Element, block: str) -> bool:
        return any(_QUOTE_LINE.match(line) for line in block.split("\n"))

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        lines = blocks.pop(0).split("\n")
        start = next(at for at, line in enumerate(lines) if _QUOTE_LINE.match(line))
        if start:
            self.parser.parseBlocks(parent, ["\n".join(lines[:start])])
        hidden = lines[start].lstrip(" ").startswith(">!")
        body = [_without_mark(line, hidden=hidden) for line in lines[start:]]
        element, body = self._element(parent, body, hidden=hidden)
        self.parser.state.set("blockquote")
        self.parser.parseChunk(element, lay_out("\n".join(body)))
        self.parser.state.reset()

    def _element(self, parent: etree.Element, body: list[str], *, hidden: bool) -> tuple[etree.Element, list[str]]:
        first = undouble(unmask(body[0]), as_typed=True).strip(" ")
        kind = _KIND.match(first)
        if hidden or (kind and kind["kind"].lower() == "spoiler"):
            title = kind["rest"] if kind else ""
            return self._spoiler(parent, title), body[1:] if kind else body
        if kind:
            return _note(parent), _titled([kind["rest"], *body[1:]])
        attribution = _ATTRIBUTION.match(first)
        if attribution:
            return _attributed(parent, *attribution.group("author", "kind", "id")), body[1:]
        return etree.SubElement(parent, "blockquote", {"class": "quote"}), body

    def _spoiler(self, parent: etree.Element, title: str) -> etree.Element:
        details = etree.SubElement(parent, "details", {"class": "spoiler"})
        summary = etree.SubElement(details, "summary")
        summary.text = AtomicString(title.strip(" ") or SPOILER_TITLES.get(self.language, SPOILER_TITLES["fr"]))
        return details


class NoteProcessor(BlockProcessor):
    """A paragraph that says of itself that it is a nota bene."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return parent.get("class") != "note" and _NOTE.match(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        match = _NOTE.match(block)
        assert match is not None
        separator = match["mark"] if match["mark"] == "." else f" {match['mark']}"
        text = f"**{match['label']}{separator}** {block[match.end() :]}"
        self.parser.state.set("blockquote")
        self.parser.parseChunk(_note(parent), text)
        self.parser.state.reset()


def _without_mark(line: str, *, hidden: bool) -> str:
    if not _QUOTE_LINE.match(line):
        return line
    content = line.lstrip(" ")[1:]
    return (content.removeprefix("!") if hidden else content).removeprefix(" ")


def _titled(body: list[str]) -> list[str]:
    """A note says what it is, unless its writer began it with a title in bold."""
    text = "\n".join(body).lstrip("\n ")
    return [text if text.startswith(("**", "__")) else f"**Nota bene.** {text}"]


def _note(parent: etree.Element) -> etree.Element:
    return etree.SubElement(parent, "div", {"class": "note"})


def _attributed(parent: etree.Element, author: str, kind: str, number: str) -> etree.Element:
    author = re.sub(r"\\(.)", r"\1", author)
    of_post = kind == "/p"
    address = paths.post(int(number)) if of_post else paths.private_message(int(number))
    attributes = {"class": "quote", "data-author": author, "cite": address}
    if of_post:
        attributes["data-post"] = str(int(number))
    quote = etree.SubElement(parent, "blockquote", attributes)
    link = etree.SubElement(etree.SubElement(quote, "cite"), "a", {"href": address})
    link.text = AtomicString(author)
    return quote
