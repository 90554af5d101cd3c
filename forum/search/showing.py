"""Which post of a topic stands for it on a page of results. Pure.

The words of a title are indexed with every post of the topic and a short post is worth more than a long one: what ranks
topics well would show « Toujours en cours. » under a title that says all that was asked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import chain, compress, islice, repeat
from operator import add, gt

from forum.search.ranking import Group, Ranked, among
from forum.search.source import Source

_LOOKED_AT = 300  # posts of a topic, those that weigh most: of thousands, all may answer by their title


def shown_posts(source: Source, groups: Sequence[Group], found: Ranked, topics: Iterable[int]) -> dict[int, int]:
    """Of each topic the post whose own text says most of what is asked; of several, the one that weighs most, then
    the newest. Slots; a topic whose posts were not weighed keeps its best."""
    columns, weights = source.columns, found.posts
    shown = {topic: found.best[topic] for topic in topics}
    of_each = [_looked_at(columns.of_topic(best), weights) for best in shown.values()]
    slots = list(chain.from_iterable(of_each))
    worth = zip(
        _said(source, groups, slots),
        map(weights.__getitem__, slots),
        map(columns.created.__getitem__, slots),
        slots,
        strict=True,
    )
    for topic, held in zip(shown, of_each, strict=True):
        if held:
            shown[topic] = max(islice(worth, len(held)))[-1]
    return shown


def _looked_at(slots: Iterable[int], weights: Mapping[int, float]) -> list[int]:
    held = [slot for slot in slots if slot in weights]
    return held if len(held) <= _LOOKED_AT else nlargest(_LOOKED_AT, held, key=weights.__getitem__)


def _said(source: Source, groups: Sequence[Group], slots: Sequence[int]) -> list[float]:
    """How many of the groups each post says itself, a synonym for its share. In C: a topic may have thousands."""
    wanted = frozenset(slots)
    said = [0.0] * len(slots)
    for group in groups:
        held: dict[int, float] = {}
        # the greatest share is put in last
        for term, share in sorted(group.terms, key=lambda each: each[1]):
            if term not in group.loose:
                held.update(dict.fromkeys(_saying(source, term, wanted), share))
        said = list(map(add, said, map(held.get, slots, repeat(0.0))))
    return said


def _saying(source: Source, term: str, wanted: frozenset[int]) -> Iterator[int]:
    """The posts that have the term more often than their title alone gives it to them."""
    text = among(source.postings("text", term), wanted)
    titled = frozenset(among(source.postings("title", term), wanted).slots)
    return compress(text.slots, map(gt, text.counts, map(titled.__contains__, text.slots)))
