"""Looks at HTML as a browser would, and says what it finds that must not be there."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
import nh3

from forum.markup.links import EXTERNAL_REL
from forum.markup.sanitizer import TAGS, VALUES

_SAFE = ("https://", "http://", "mailto:", "/", "#")

Shape = list[tuple[str, dict[str, str]]]


def shape(html: str) -> Shape:
    """Every element of `html`, as an HTML5 parser sees it, with its attributes."""
    return [(element.tag, dict(element.attrib)) for element in _elements(html)]


def _elements(html: str) -> Iterator[Element]:
    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return (element for element in root.iter() if element is not root)


def faults(html: str) -> list[str]:
    """What is wrong with `html`, in words."""
    return [fault for tag, attributes in shape(html) for fault in _faults(tag, attributes)]


def _faults(tag: str, attributes: dict[str, str]) -> Iterator[str]:
    if tag not in TAGS:
        yield f"element {tag}"
    for name, value in attributes.items():
        known = (tag, name) in VALUES or (tag, name) == ("a", "rel")
        if not known:
            yield f"attribute {tag} {name}={value}"
        if name == "id" and not value.startswith("u-"):
            yield f"id {value}"
        if name in ("href", "src", "cite"):
            yield from _address_faults(name, value)
    if tag == "a" and attributes.get("href", "").startswith("http") and attributes.get("rel") != EXTERNAL_REL:
        yield f"external link without rel: {attributes}"


def _address_faults(name: str, value: str) -> Iterator[str]:
    if not value.lower().startswith(_SAFE):
        yield f"address {name}={value}"
    if value.startswith("//") or "\\" in value or any(character.isspace() for character in value):
        yield f"address {name}={value}"
    if name == "src" and not value.startswith("/attachments/"):
        yield f"picture from {value}"


def second_opinion(html: str) -> Shape:
    """What another sanitiser leaves of `html`, given the same list of elements and attributes."""
    attributes: dict[str, set[str]] = {"a": {"rel"}}
    for tag, name in VALUES:
        attributes.setdefault(tag, set()).add(name)
    cleaned = nh3.clean(
        html, tags=set(TAGS), attributes=attributes, url_schemes={"http", "https", "mailto"}, link_rel=None
    )
    return shape(cleaned)
