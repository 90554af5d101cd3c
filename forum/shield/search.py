"""All that is personal in a text, in its order, nothing twice."""

from collections.abc import Container, Iterator

from forum.legal import find_citations
from forum.shield.addresses import address_around
from forum.shield.finding import Finding, Sort
from forum.shield.named import files, passwords
from forum.shield.numbers import cards, ibans, social
from forum.shield.reaching import emails, phones

_ORDER = {sort: place for place, sort in enumerate(Sort)}


def find(text: str, known: Container[str] = frozenset()) -> tuple[Finding, ...]:
    """What is found, without what `known` holds the keys of: what its writer publishes anyway, what is public."""
    looked = (passwords, ibans, social, cards, files, emails, phones)
    found = [each for look in looked for each in look(text) if each.key not in known]
    if not found:
        return ()
    found = [each for each in found if not _of_an_address(text, each)]
    if any(each.sort in _LIKE_A_REFERENCE for each in found):
        cited = [(each.start, each.end) for each in find_citations(text)]
        found = [each for each in found if each.sort not in _LIKE_A_REFERENCE or not _within(each, cited)]
    return tuple(_apart(found))


_LIKE_A_REFERENCE = frozenset({Sort.FILE, Sort.PHONE, Sort.CARD, Sort.SOCIAL})


def _of_an_address(text: str, each: Finding) -> bool:
    """Whether it is a part of a page's address, where digits and signs mean nothing; what its question carries does."""
    if each.sort == Sort.PASSWORD:
        return False
    before = address_around(text, each.start)
    return before is not None and not (each.sort == Sort.EMAIL and "?" in before)


def _within(each: Finding, spans: list[tuple[int, int]]) -> bool:
    return any(start < each.end and each.start < end for start, end in spans)


def _apart(found: list[Finding]) -> Iterator[Finding]:
    """The first of those that overlap, the longer of those that begin together."""
    done = 0
    for each in sorted(found, key=lambda each: (each.start, -each.end, _ORDER[each.sort])):
        if each.start >= done:
            yield each
            done = each.end
