"""What was found, replaced by a word that says what stood there."""

from collections.abc import Container, Mapping

from forum.shield.addresses import address_around
from forum.shield.finding import Finding, Sort
from forum.shield.search import find


def mask(text: str, words: Mapping[Sort, str], chosen: Container[str] | None = None) -> str:
    """The text without the values of these digests; None: without any that is found."""
    parts: list[str] = []
    done = 0
    for each in find(text):
        if chosen is None or each.digest in chosen:
            parts += (text[done : each.start], _in_its_place(text, each, words[each.sort]))
            done = each.end
    return "".join((*parts, text[done:]))


def _in_its_place(text: str, each: Finding, words: str) -> str:
    if address_around(text, each.start) is not None:
        return "xxx"  # an address stays one
    # Brackets before a parenthesis, another bracket or a colon would be a link.
    as_link = text[each.end : each.end + 1] in {"(", "[", ":"} or text[each.start - 1 : each.start] == "]"
    return f"‹{words}›" if as_link else f"[{words}]"
