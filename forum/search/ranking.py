"""How good an answer a topic is. Pure, and the same for every engine.

Three weights are added. That of the topic's best post and that of the topic as a whole are BM25 over one field (title,
text and files together): scored apart, the fields of a post drown what it says. That of the title grows with how much
of the question it covers, so that a title of one common word does not outweigh a text that answers. Among the first,
words that stand near one another as they do in the question count once more.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import compress

from forum.search.analysis import stems_of
from forum.search.backend import Mark
from forum.search.source import Postings, Source, nearest

K1 = 1.8
POST_WEIGHT = 0.5
TOPIC_WEIGHT = 1.0
TITLE_WEIGHT = 1.8
NEAR_WEIGHT = 0.7
NEAR_TITLE_WEIGHT = 0.5
NEAR_PLACES = 4
LOOKED_AT = 60  # topics whose words are looked at for nearness
ACCEPTED_BONUS = 1.08
_HIGHEST_IDF = 6.0  # a word that nobody else writes tells no more than a rare one


@dataclass(frozen=True, slots=True)
class Group:
    """One thing asked: the terms that answer it, with weights; the typed one's is 1."""

    terms: tuple[tuple[str, float], ...]


@dataclass(slots=True)
class Ranked:
    """Topics with their scores, the best slot of each, and the weight of each post."""

    scores: dict[int, float]
    best: dict[int, int]
    posts: dict[int, float]
    covered: dict[int, int]  # groups that a topic answers


class Reading:
    """Postings as one question may read them; each is narrowed to the mask once."""

    def __init__(self, source: Source, mask: bytearray) -> None:
        self.source, self.mask = source, mask
        self._kept: dict[tuple[str, str], Postings] = {}

    def postings(self, field: str, term: str) -> Postings:
        key = (field, term)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = masked(self.source.postings(field, term), self.mask)
        return found

    def topics(self, field: str, groups: Iterable[Group]) -> set[int]:
        """The topics that answer every one of the groups in a field."""
        topic_of = self.source.columns.topic.__getitem__
        both: set[int] | None = None
        for group in groups:
            answering: set[int] = set()
            for term, _ in group.terms:
                answering.update(map(topic_of, self.postings(field, term).slots))
            both = answering if both is None else both & answering
        return both or set()


def rank(reading: Reading, groups: Iterable[Group], only: set[int] | None = None) -> Ranked:
    """Score every topic (of `only`, where given) with a post that the mask leaves in and that answers any group."""
    work = _Work(reading, only)
    for group in groups:
        work.add(group)
    return work.ranked()


def masked(found: Postings, mask: bytearray) -> Postings:
    """Only what the mask leaves in. Runs without a Python step per posting: lists are long."""
    chosen = list(map(mask.__getitem__, found.slots))
    return Postings(list(compress(found.slots, chosen)), list(compress(found.counts, chosen)))


class _Work:
    """The sums under way."""

    def __init__(self, reading: Reading, only: set[int] | None) -> None:
        source = reading.source
        columns = source.columns
        self.source, self.reading, self.only = source, reading, only
        self.topic_of, self.length_of = columns.topic, columns.length
        self.topics = max(1, source.topics)
        self.norm = K1 * max(1, source.size) / max(1, source.length)
        self.topic_norm = K1 * self.topics / max(1, source.length)
        self.posts: dict[int, float] = {}
        self.whole: dict[int, float] = {}
        self.title: dict[int, float] = {}
        self.title_cover: dict[int, float] = {}
        self.covered: dict[int, int] = {}
        self.asked = 0.0
        self.cut = source.size > len(columns)  # only candidates are here: how rare a term is, the whole index knows

    def add(self, group: Group) -> None:
        posts: dict[int, float] = {}
        whole: dict[int, float] = {}
        titles: dict[int, float] = {}
        weight = 0.0
        for number, (term, share) in enumerate(group.terms):
            text = self.reading.postings("text", term)
            if not text.slots and number:
                continue
            weight = max(weight, self._term(term, share, text, (posts, whole, titles)))
        self.asked += weight
        _add(self.posts, posts)
        _add(self.whole, whole)
        _add(self.title, titles)
        for topic in titles:
            self.title_cover[topic] = self.title_cover.get(topic, 0.0) + weight
        for topic in whole:
            self.covered[topic] = self.covered.get(topic, 0) + 1

    def _term(
        self, term: str, share: float, text: Postings, sums: tuple[dict[int, float], dict[int, float], dict[int, float]]
    ) -> float:
        """Lay one term's weights into the sums of its group, where the best of its terms counts; its idf."""
        posts, whole, titles = sums
        counts: dict[int, float] = {}
        holding = max(len(text.slots), self.source.frequency(term) if self.cut else 0)
        factor = share * _idf(holding, self.source.size) * (K1 + 1)
        topic_of, length_of, norm = self.topic_of, self.length_of, self.norm
        for slot, count in self._pairs(text):
            score = factor * count / (count + norm * length_of[slot])
            if score > posts.get(slot, 0.0):
                posts[slot] = score
            topic = topic_of[slot]
            counts[topic] = counts.get(topic, 0.0) + count
        titled = self.reading.postings("title", term)
        whole_size = self.topics if self.only is None and not self.cut else self.source.size
        idf = _idf(len(counts) if whole_size == self.topics else holding, whole_size) * share
        self._topics(counts, idf, whole)
        for slot, worth in zip(titled.slots, titled.counts, strict=True):
            titles[topic_of[slot]] = max(titles.get(topic_of[slot], 0.0), idf * worth)
        return min(idf, _HIGHEST_IDF)

    def _pairs(self, found: Postings) -> Iterable[tuple[int, float]]:
        pairs = zip(found.slots, found.counts, strict=True)
        if self.only is None:
            return pairs
        only, topic_of = self.only, self.topic_of
        return [pair for pair in pairs if topic_of[pair[0]] in only]

    def _topics(self, counts: Mapping[int, float], idf: float, whole: dict[int, float]) -> None:
        lengths, norm, factor = self.source.topic_lengths, self.topic_norm, idf * (K1 + 1)
        for topic, count in counts.items():
            score = factor * count / (count + norm * lengths.get(topic, 0))
            if score > whole.get(topic, 0.0):
                whole[topic] = score

    def ranked(self) -> Ranked:
        best: dict[int, int] = {}
        weights: dict[int, float] = {}
        topic_of = self.topic_of
        for slot, weight in self.posts.items():
            topic = topic_of[slot]
            if weight > weights.get(topic, 0.0):
                weights[topic] = weight
                best[topic] = slot
        asked = max(self.asked, 0.001)
        title, cover = self.title, self.title_cover
        scores = {
            topic: POST_WEIGHT * weights[topic]
            + TOPIC_WEIGHT * whole
            + (TITLE_WEIGHT * title[topic] * cover[topic] / asked if topic in title else 0.0)
            for topic, whole in self.whole.items()
        }
        return Ranked(scores, best, self.posts, self.covered)


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
        if source.columns.marks[slot] & Mark.ACCEPTED:
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


def _add(total: dict[int, float], part: Mapping[int, float]) -> None:
    if not total:
        total.update(part)
        return
    get = total.get
    for key, value in part.items():
        total[key] = get(key, 0.0) + value
