"""Which post of a topic stands for it on a page of results. Pure.

The words of a title are indexed with every post of the topic and a short post is worth more than a long one: what ranks
topics well would show « Toujours en cours. » under a title that says all that was asked.
"""

from collections.abc import Iterable, Sequence

from forum.search.ranking import Group, Ranked, among
from forum.search.source import Source


def shown_posts(source: Source, groups: Sequence[Group], found: Ranked, topics: Iterable[int]) -> dict[int, int]:
    """Of each topic the post whose own text says most of what is asked; of several, the one that weighs most, then
    the newest. Slots; a topic whose posts were not weighed keeps its best."""
    topic_of, weights = source.columns.topic, found.posts
    shown = {topic: found.best[topic] for topic in topics}
    of_all = [slot for best in shown.values() for slot in source.columns.of_topic(best) if slot in weights]
    said = _said(source, groups, of_all)
    most: dict[int, tuple[float, float, int]] = {}
    for slot in of_all:
        topic, worth = topic_of[slot], (said[slot], weights[slot], source.columns.created[slot])
        if topic not in most or worth > most[topic]:
            most[topic], shown[topic] = worth, slot
    return shown


def _said(source: Source, groups: Sequence[Group], slots: Sequence[int]) -> dict[int, float]:
    """How many of the groups each post says itself, a synonym for its share."""
    wanted = frozenset(slots)
    said = dict.fromkeys(slots, 0.0)
    for group in groups:
        held: dict[int, float] = {}
        for term, share in group.terms:
            if term in group.loose:
                continue
            text = among(source.postings("text", term), wanted)
            titled = frozenset(among(source.postings("title", term), wanted).slots)
            for slot, count in zip(text.slots, text.counts, strict=True):
                if count > (slot in titled):
                    held[slot] = max(held.get(slot, 0.0), share)
        for slot, share in held.items():
            said[slot] += share
    return said
