"""The last look at the parsed tree, before it becomes HTML.

Titles begin under the page’s own, tables can be scrolled, tasks have a box, footnote ids belong to the post, and
pictures come from the post's attachments or become links: a page never loads anything from elsewhere.
"""

import re
import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from forum.markup.document import AttachmentRef, RenderContext
from forum.markup.marks import CLOSE_BRACKET, OPEN_BRACKET

_ATTACHMENT = re.compile(r"attachment:([A-Za-z0-9_-]{1,64})$")
_TASK = re.compile(rf"{OPEN_BRACKET}([ xX]){CLOSE_BRACKET}[ ]+")
_FOOTNOTE_ID = re.compile(r"(#?)(fn|fnref\d*):(.+)$", re.DOTALL)
_TITLES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_DEEPEST_TITLE = 6
_ALIGNMENTS = ("center", "right")


class Finishing(Treeprocessor):
    """Applies this module to a tree; `context` and `anchor` are set before each text."""

    context = RenderContext()
    anchor = ""

    def run(self, root: etree.Element) -> None:
        parents = {child: parent for parent in root.iter() for child in parent}
        for element in list(root.iter()):
            self._finish(element, parents)
        _outline(root)
        _own_footnotes(root, self.anchor)

    def _finish(self, element: etree.Element, parents: dict[etree.Element, etree.Element]) -> None:
        match element.tag:
            case "table":
                _wrap_table(element, parents[element])
            case "th" | "td":
                _dress_cell(element)
            case "li":
                _mark_task(element)
            case "img":
                self._place_picture(element)
                _set_apart(parents[element])

    def _place_picture(self, image: etree.Element) -> None:
        source, title = image.get("src", ""), image.get("title", "")
        alt = image.get("alt", "")
        image.attrib.clear()
        match = _ATTACHMENT.match(source)
        file = self.context.attachments.get(match[1]) if match else None
        if match and file and file.width and file.height:
            _show(image, match[1], file, alt or file.alt or title, title)
            return
        # A file that is no picture, a picture from elsewhere, or an unknown one: the words, and a link if there is one.
        image.tag = "a"
        image.text = AtomicString(alt or title or (file.alt if file else "") or source)
        if not match or file:
            image.set("href", file.url if file else source)


def _show(image: etree.Element, key: str, file: AttachmentRef, alt: str, title: str) -> None:
    """Turn `image` into a small picture that links to the whole one."""
    picture = etree.Element("img", {"src": file.thumb_url or file.url, "alt": alt})
    picture.attrib |= {"width": str(file.width), "height": str(file.height)}
    picture.set("data-attachment", key)  # not lazy: a printed page would go without it
    # A link without words cannot be announced, so a picture without any stays a picture.
    image.tag = "a" if alt else "span"
    image.set("data-caption", title)
    if alt:
        image.set("href", file.url)
    image.append(picture)


def _set_apart(paragraph: etree.Element) -> None:
    """Make a figure of a paragraph that is one picture and nothing else."""
    if paragraph.tag != "p" or len(paragraph) != 1 or (paragraph.text or "").strip():
        return
    holder = paragraph[0]
    if (holder.tail or "").strip() or not len(holder) or holder[0].tag != "img":
        return
    paragraph.tag = "figure"
    caption = holder.get("data-caption", "")
    if caption:
        etree.SubElement(paragraph, "figcaption").text = AtomicString(caption)


def _outline(root: etree.Element) -> None:
    """Begin titles at h2, under the page's own, and skip no level: readers walk a page by its titles."""
    levels: list[int] = []
    for title in root.iter():
        if title.tag not in _TITLES:
            continue
        level = int(title.tag[1])
        while levels and levels[-1] >= level:
            levels.pop()
        levels.append(level)
        title.tag = f"h{min(1 + len(levels), _DEEPEST_TITLE)}"


def _wrap_table(table: etree.Element, parent: etree.Element) -> None:
    # A wide table scrolls inside its own box, which the keyboard must be able to reach.
    box = etree.Element("div", {"class": "table", "tabindex": "0"})
    box.tail, table.tail = table.tail, None
    at = list(parent).index(table)
    parent.remove(table)
    box.append(table)
    parent.insert(at, box)


def _dress_cell(cell: etree.Element) -> None:
    alignment = cell.attrib.pop("align", "")
    if alignment in _ALIGNMENTS:
        cell.set("class", alignment)
    if cell.tag == "th" and not len(cell) and not (cell.text or "").strip():
        cell.tag = "td"


def _mark_task(item: etree.Element) -> None:
    holder = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
    match = _TASK.match(holder.text or "")
    if match is None:
        return
    done = match[1] != " "
    item.set("class", "task done" if done else "task")
    holder.text = ("☑ " if done else "☐ ") + (holder.text or "")[match.end() :]


def _own_footnotes(root: etree.Element, anchor: str) -> None:
    # security: an id chosen by a writer could shadow a name that scripts look up, so labels become numbers
    # under a prefix that no id of the site uses.
    labels = [item.get("id", "")[3:] for item in root.iter("li") if item.get("id", "").startswith("fn:")]
    numbers = {label: number for number, label in enumerate(labels, start=1)}
    for element in root.iter() if labels else ():
        attribute = "href" if element.tag == "a" else "id"
        match = _FOOTNOTE_ID.match(element.get(attribute, ""))
        if match and match[3] in numbers:
            element.set(attribute, f"{match[1]}u-{anchor}-{match[2]}-{numbers[match[3]]}")
