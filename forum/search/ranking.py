"""How good an answer a topic is. Pure, and the same for every engine.

Three weights are added. That of the topic's best post and that of the topic as a whole are BM25 over one field (title,
text and files together): scored apart, the fields of a post drown what it says. That of the title grows with how much
of the question it covers, so that a title of one common word does not outweigh a text that answers. Among the first,
words that stand near one another as they do in the question count once more.
"""

import math
from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import accumulate, chain, compress, pairwise, repeat
from operator import add, mul, truediv
from threading import Lock
from typing import NamedTuple, TypeVar

from forum.search.analysis import stems_of
from forum.search.backend import Mark
from forum.search.source import NOWHERE, Postings, Source, nearest

K1 = 1.8
POST_WEIGHT = 0.5
TOPIC_WEIGHT = 1.0
TITLE_WEIGHT = 1.8
NEAR_WEIGHT = 0.7
NEAR_TITLE_WEIGHT = 0.5
NEAR_PLACES = 4
LOOKED_AT = 60  # topics whose words are looked at for nearness
WEIGHED = 80  # topics whose posts are weighed one by one
ACCEPTED_BONUS = 1.08
T = TypeVar("T", int, float)
_ACCEPTED = int(Mark.ACCEPTED)  # a plain number: flags are slow to compare
_HIGHEST_IDF = 6.0  # a word that nobody else writes tells no more than a rare one
_KEPT = 500_000  # entries of weighed lists that one shelf keeps, 12 bytes each
_SHORT = 20  # times as many postings as posts to weigh: a longer list is looked into, a shorter one read through


@dataclass(frozen=True, slots=True)
class Group:
    """One thing asked: the terms that answer it, with weights; the typed one's is 1.

    `longer`: its synonyms of several words. `loose`: those of its terms that are only part of such a one and alone
    say something else, as « code » of « code d’accès » does.
    """

    terms: tuple[tuple[str, float], ...]
    longer: tuple[tuple[str, ...], ...] = ()
    loose: frozenset[str] = frozenset()


@dataclass(slots=True)
class Ranked:
    """Topics with their scores, a slot that answers for each, and the weights of the posts that were weighed."""

    scores: dict[int, float]
    best: dict[int, int]
    posts: dict[int, float] = field(default_factory=dict)


class Weighed(NamedTuple):
    """What one term is worth in each topic, at the most, and where it stands there best."""

    topics: "array[int]"
    worth: "array[float]"
    at: "array[int]"
    titled: "array[int]"  # topics whose title has it
    worth_titled: "array[float]"
    rare: float  # idf among posts
    telling: float  # idf among topics, bounded


class Shelf:
    """Terms weighed for whoever sees the posts of one mask, kept as long as the state of the index. For any thread.

    What a term is worth in a topic does not depend on the rest of the question, and readers ask for the same words.
    """

    def __init__(self, source: Source, mask: bytearray) -> None:
        self.source, self.mask = source, mask
        self.sees_all = 0 not in mask
        self.size, self.topics = max(1, source.size), max(1, source.topics)
        self.cut = source.size > len(source.columns)  # candidates only: how rare a term is, the whole index knows
        norm = K1 * self.size / max(1, source.length)
        self.norms = array("f", map(mul, source.columns.length, repeat(norm)))
        topic_norm = K1 * self.topics / max(1, source.length)
        lengths = map(source.topic_lengths.get, source.columns.topics, repeat(0))
        self._topic_norms = array("f", map(mul, lengths, repeat(topic_norm)))
        self._kept: OrderedDict[str, Weighed] = OrderedDict()
        self._held = 0
        self._lock = Lock()

    def weighed(self, term: str) -> Weighed:
        with self._lock:
            found = self._kept.get(term)
            if found is not None:
                self._kept.move_to_end(term)
                return found
        found = self._weigh(term)
        with self._lock:
            if term not in self._kept:
                self._kept[term] = found
                self._held += _room(found)
                while self._held > _KEPT and len(self._kept) > 1:
                    self._held -= _room(self._kept.popitem(last=False)[1])
        return found

    def _weigh(self, term: str) -> Weighed:
        columns = self.source.columns
        text = masked(self.source.postings("text", term), self.mask)
        holding = max(len(text.slots), self.source.frequency(term) if self.cut else 0)
        numbers, counts, peaks, at = self._by_topic(text)
        rare = _idf(holding, self.size)
        telling = rare if self.cut else _idf(len(numbers), self.topics)
        whole, post, norms = TOPIC_WEIGHT * telling * (K1 + 1), POST_WEIGHT * rare * (K1 + 1), self._topic_norms
        titles = masked(self.source.postings("title", term), self.mask)
        titled = dict(zip(map(columns.topic.__getitem__, titles.slots), titles.counts, strict=True))
        return Weighed(
            array("I", map(columns.topics.__getitem__, numbers)),
            array("f", [whole * counts[each] / (counts[each] + norms[each]) + post * peaks[each] for each in numbers]),
            array("I", map(at.__getitem__, numbers)),
            array("I", titled), array("f", map(mul, titled.values(), repeat(telling))),
            rare, min(telling, _HIGHEST_IDF),
        )  # fmt: skip

    def _by_topic(self, text: Postings) -> tuple["array[int]", list[float], list[float], list[int]]:
        """The numbers of a term's topics; and by number how often it stands there, its share of the post that says it
        most, and that post's slot. Lists over all topics: a step per posting is what weighing costs."""
        numbers = array("I", map(self.source.columns.number.__getitem__, text.slots))
        norms = map(self.norms.__getitem__, text.slots)
        shares = map(truediv, text.counts, map(add, text.counts, norms))
        all_topics = len(self.source.columns.topics)
        counts, peaks, at = [0.0] * all_topics, [0.0] * all_topics, [0] * all_topics
        for number, slot, count, share in zip(numbers, text.slots, text.counts, shares, strict=True):
            counts[number] += count
            if share > peaks[number]:
                peaks[number], at[number] = share, slot
        return array("I", dict.fromkeys(numbers)), counts, peaks, at


class Reading:
    """An index as one question may read it: what a reader sees, narrowed by the question's filters."""

    def __init__(self, shelf: Shelf, mask: bytearray) -> None:
        self.shelf, self.source, self.mask = shelf, shelf.source, mask
        self._kept: dict[tuple[str, str], Postings] = {}

    @property
    def narrowed(self) -> bool:
        return self.mask is not self.shelf.mask

    def postings(self, field: str, term: str) -> Postings:
        key = (field, term)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = masked(self.source.postings(field, term), self.mask)
        return found

    def topics(self, field: str, groups: Iterable[Group]) -> set[int]:
        """The topics that answer every one of the groups in a field."""
        both: set[int] | None = None
        for group in groups:
            answering: set[int] = set()
            for term, _ in group.terms:
                answering.update(self._topics(field, term))
            both = answering if both is None else both & answering
        return both or set()

    def _topics(self, field: str, term: str) -> Iterable[int]:
        if field == "text" and not self.narrowed:
            return self.shelf.weighed(term).topics
        return map(self.source.columns.topic.__getitem__, self.postings(field, term).slots)


def rank(reading: Reading, groups: Iterable[Group], only: set[int] | None = None) -> Ranked:
    """Score every topic (of `only`, where given) with a post that the mask leaves in and that answers any group."""
    shelf, groups = reading.shelf, tuple(groups)
    scores: dict[int, float] = {}
    best: dict[int, int] = {}
    titles: dict[int, float] = {}
    cover: dict[int, float] = {}
    asked = 0.0
    for group in sorted(groups, key=lambda group: shelf.weighed(group.terms[0][0]).rare):  # the rarest names the post
        worth, titled, telling = _group(shelf, group, best)
        asked += telling
        scores = _added(scores, worth)
        titles = _added(titles, titled)
        cover = _added(cover, dict.fromkeys(titled, telling))
    for topic, title in titles.items():
        if topic in scores:
            scores[topic] += TITLE_WEIGHT * title * cover[topic] / max(asked, 0.001)
    if reading.narrowed:
        best = _left(reading, groups)
        only = set(best) if only is None else only & best.keys()
    if only is not None:
        scores = {topic: scores[topic] for topic in only if topic in scores}
    return Ranked(scores, best)


def weigh_posts(reading: Reading, groups: tuple[Group, ...], found: Ranked, first: Iterable[int]) -> None:
    """Of these topics: the weight of each post, which is the best, and the score with that post's own weight.

    A topic may have thousands of posts: each group is one list of weights over all of them, topic by topic.
    """
    shelf, columns = reading.shelf, reading.source.columns
    fresh = [topic for topic in first if found.best.get(topic) not in found.posts] if groups else []
    of_each = [columns.of_topic(found.best[topic]) for topic in fresh]
    if reading.narrowed or not shelf.sees_all:
        of_each = [array("I", compress(each, map(reading.mask.__getitem__, each))) for each in of_each]
    slots = array("I", chain.from_iterable(of_each))
    ends = list(accumulate(map(len, of_each)))
    wanted, total = frozenset(slots), [0.0] * len(slots)
    bounds = [0.0] * len(fresh)
    for group in groups:
        held: dict[int, float] = {}
        for term, share in group.terms:
            held = _greatest(held, _worth_of(shelf, term, share, wanted))
        part = list(map(held.get, slots, repeat(0.0)))
        total = list(map(add, total, part))
        bounds = list(map(add, bounds, _most(part, ends)))
    found.posts.update(zip(compress(slots, total), compress(total, total), strict=True))
    for number, (topic, weight, bound) in enumerate(zip(fresh, _most(total, ends), bounds, strict=True)):
        if weight:
            found.best[topic] = slots[total.index(weight, ends[number - 1] if number else 0)]
            if topic in found.scores:
                found.scores[topic] += weight - bound


def highest(scores: Mapping[int, float], most: int) -> list[int]:
    """The topics of so many highest scores, in order: all scores are read through once, and few are compared."""
    least = min(nlargest(most, scores.values()), default=0.0)
    near = [topic for topic, score in scores.items() if score >= least]
    return sorted(near, key=scores.__getitem__, reverse=True)[:most]


def masked(found: Postings, mask: bytearray) -> Postings:
    """Only what the mask leaves in. Runs without a Python step per posting: lists are long."""
    if not found.slots:
        return NOWHERE
    chosen = bytes(map(mask.__getitem__, found.slots))
    if 0 not in chosen:
        return found
    return Postings(array("I", compress(found.slots, chosen)), array("f", compress(found.counts, chosen)))


def _group(shelf: Shelf, group: Group, best: dict[int, int]) -> tuple[dict[int, float], dict[int, float], float]:
    """What the best of a group's terms is worth, by topic: in texts and in titles; and how much the group tells."""
    worth: dict[int, float] = {}
    titles: dict[int, float] = {}
    most = 0.0
    for number, (term, share) in enumerate(group.terms):
        found = shelf.weighed(term)
        if not found.topics and number:
            continue
        most = max(most, share * found.telling)
        best.update(zip(found.topics, found.at, strict=True))
        worth = _greatest(worth, _shared(found.topics, found.worth, share))
        titles = _greatest(titles, _shared(found.titled, found.worth_titled, share))
    return worth, titles, most


def _left(reading: Reading, groups: Iterable[Group]) -> dict[int, int]:
    """The topics with a post that the filters leave in and that answers, and such a post."""
    found: dict[int, int] = {}
    topic_of = reading.source.columns.topic.__getitem__
    for group in sorted(groups, key=lambda group: reading.shelf.weighed(group.terms[0][0]).rare):
        for term, _ in group.terms:
            slots = reading.postings("text", term).slots
            found.update(zip(map(topic_of, slots), slots, strict=True))
    return found


def _worth_of(shelf: Shelf, term: str, share: float, wanted: frozenset[int]) -> dict[int, float]:
    """What a term is worth in each of these slots that has it."""
    slots, counts = among(shelf.source.postings("text", term), wanted)
    factor = share * POST_WEIGHT * (K1 + 1) * shelf.weighed(term).rare
    norms = map(shelf.norms.__getitem__, slots)
    worth = map(mul, map(truediv, counts, map(add, counts, norms)), repeat(factor))
    return dict(zip(slots, worth, strict=True))


def among(found: Postings, wanted: frozenset[int]) -> Postings:
    """The postings of the slots that are wanted."""
    slots, counts = found.slots, found.counts
    if len(slots) > _SHORT * len(wanted):
        places = ((slot, bisect_left(slots, slot)) for slot in wanted)
        held = [(slot, counts[place]) for slot, place in places if place < len(slots) and slots[place] == slot]
        return Postings([slot for slot, _ in held], [count for _, count in held])
    kept = bytes(map(wanted.__contains__, slots))
    return Postings(array("I", compress(slots, kept)), array("f", compress(counts, kept)))


def _most(weights: list[float], ends: list[int]) -> list[float]:
    """The greatest of each run of weights; the runs end there."""
    return [max(weights[start:end], default=0.0) for start, end in pairwise((0, *ends))]


def look_closer(source: Source, groups: tuple[Group, ...], found: Ranked, first: list[int]) -> None:
    """Add to the scores of the first topics what their words' order and an accepted answer are worth."""
    source.prefetch([found.best[topic] for topic in first[:LOOKED_AT]])
    for topic in first[:LOOKED_AT]:
        slot = found.best[topic]
        if len(groups) > 1:
            title, _, text = source.words(slot).partition("\n")
            found.scores[topic] += NEAR_WEIGHT * _nearness(groups, text, source) + NEAR_TITLE_WEIGHT * _nearness(
                groups, title, source
            )
        if source.columns.marks[slot] & _ACCEPTED:
            found.scores[topic] *= ACCEPTED_BONUS


def _nearness(groups: tuple[Group, ...], text: str, source: Source) -> float:
    wanted = {term for group in groups for term, _ in group.terms}
    places: dict[str, list[int]] = {}
    place = 0
    for word in text.split():
        for term in stems_of(word):
            if term in wanted:
                places.setdefault(term, []).append(place)
            place += 1
    total = 0.0
    for index in range(len(groups) - 1):
        total += _pair(groups[index], groups[index + 1], places, source)
    return total


def _pair(left: Group, right: Group, places: Mapping[str, list[int]], source: Source) -> float:
    best = 0.0
    for term, share in left.terms:
        for other, other_share in right.terms:
            if term == other or term not in places or other not in places:
                continue
            apart = nearest(places[term], places[other])
            if apart <= NEAR_PLACES:
                weight = min(_rarity(source, term), _rarity(source, other))
                best = max(best, share * other_share * weight / math.sqrt(apart or 1))
    return best


def _rarity(source: Source, term: str) -> float:
    """How much a term tells, from the posts that hold it."""
    return min(_HIGHEST_IDF, _idf(source.frequency(term), source.size))


def _idf(holding: int, of_all: int) -> float:
    return math.log(1 + (max(of_all, holding) - holding + 0.5) / (holding + 0.5))


def _shared(topics: "array[int]", worth: "array[float]", share: float) -> dict[int, float]:
    return dict(zip(topics, worth if share == 1 else map(mul, worth, repeat(share)), strict=True))


def _added(total: dict[int, T], part: dict[int, T]) -> dict[int, T]:
    """The sums, in `total` unless that is empty. In C where it can be: a question has many thousand parts."""
    if not total:
        return part
    total.update(zip(part, map(add, map(total.get, part, repeat(0)), part.values()), strict=True))
    return total


def _greatest(total: dict[int, float], part: dict[int, float]) -> dict[int, float]:
    """What is greater, likewise."""
    if not total:
        return part
    total.update(zip(part, map(max, map(total.get, part, repeat(0.0)), part.values()), strict=True))
    return total


def _room(weighed: Weighed) -> int:
    """Entries that a term takes on its shelf; 16 for what any takes."""
    return len(weighed.topics) + len(weighed.titled) + 16
