"""A question answered from a `Source`: understood, filtered, ranked, counted, one page cut out. Pure.

All engines answer through here, so that they differ in where words are kept and not in what is found.
"""

from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest, nsmallest
from itertools import chain, compress, repeat
from operator import and_, le
from threading import Lock
from typing import TypeVar

from forum.search import filtering
from forum.search.analysis import fold, stems_of, words
from forum.search.asking import Asked, Phrase, keys, understand
from forum.search.backend import Facets, Hit, Mark, Results, Scope
from forum.search.query import Order, Query, Term
from forum.search.ranking import (
    LOOKED_AT,
    WEIGHED,
    Group,
    Ranked,
    Reading,
    Shelf,
    highest,
    look_closer,
    masked,
    rank,
    weigh_posts,
)
from forum.search.showing import shown_posts
from forum.search.source import FILE_MARK, TITLE_MARK, Source, Words
from forum.search.spelling import Speller, near_words

FEW_WORDS = 2  # so many words are first looked for together; of more, one is often the asker's own
ENOUGH = 50  # topics with all of them, for the others to be left out
_TAIL = 0.25  # of the best score: what is worth less is not shown
_PHRASE_POSTS = 3000  # looked into for a phrase, the newest
_PLACES, _APART = 3, 0.001  # to which scores are told apart
_FACET_VALUES = 12
_MASKS_KEPT = 16
_SHELVES_KEPT = 2  # visitors and members see differently; staff ask seldom
_SOLVED = int(Mark.SOLVED)  # a plain number: flags are slow to compare
_SUGGEST_WORDS = 8
_SIMILAR_WORDS = 12
T = TypeVar("T")


@dataclass(slots=True)
class _Found(Ranked):
    """What a question found, before a page is cut out."""

    groups: tuple[Group, ...] = ()
    relaxed: bool = False


class Engine:
    """Answers from one state of an index. Safe from any thread."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._speller: Speller | None = None
        self._masks: OrderedDict[object, bytearray] = OrderedDict()
        self._shelves: deque[Shelf] = deque(maxlen=_SHELVES_KEPT)
        self._sets: dict[tuple[str, str], frozenset[int]] = {}
        self._lock = Lock()

    def search(self, query: Query, scope: Scope, *, offset: int = 0, limit: int = 20, facets: bool = True) -> Results:
        mask = self._mask(scope)
        asked = understand(query, self.source, self.speller, mask)
        reading = Reading(self._shelf(mask), self._narrowed(query, scope, mask))
        return self.answer(query, asked, reading, offset, limit, facets=facets)

    def answer(self, query: Query, asked: Asked, reading: Reading, offset: int, limit: int, *, facets: bool) -> Results:
        """One page of what a question that was understood finds."""
        found = self._found(query, asked, reading, offset + limit)
        if query.topic is not None:
            hits = self._within(query, asked, found, reading.mask)
            total, hits = len(hits), hits[offset : offset + limit]
        else:
            total, page = len(found.scores), self._ordered(found, query.order, offset + limit)[offset:]
            if query.order is not Order.RELEVANCE and not asked.phrases:
                weigh_posts(reading, found.groups, found, page)
            hits = self._hits(found, page, self._shown(query, asked, found, page))
        return Results(
            total=total,
            hits=hits,
            facets=self._facets(found) if facets else Facets(),
            relaxed=found.relaxed,
            corrected=tuple(asked.corrected),
            words=frozenset(term for group in found.groups for term, _ in group.terms if term not in group.loose),
            phrases=tuple(phrase for group in found.groups for phrase in group.longer),
        )

    def suggest(self, typed: str, scope: Scope, limit: int = 6) -> tuple[Hit, ...]:
        """The last word may be unfinished, so it also stands for what it begins; titles only."""
        query = suggestion(typed)
        return self.search(query, scope, limit=limit, facets=False).hits if query.terms else ()

    def near_words(self, word: str, scope: Scope, limit: int = 3) -> tuple[str, ...]:
        found = near_words(self.source, self.speller, fold(word.strip()), self._mask(scope), limit)
        return tuple(filter(None, found))

    def similar(self, text: str, scope: Scope, *, without: int = 0, limit: int = 5) -> tuple[Hit, ...]:
        """By the words of the text that tell the most."""
        return self.answer_similar(similar_groups(text, self.source), self._mask(scope), without, limit)

    def answer_similar(self, groups: tuple[Group, ...], mask: bytearray, without: int, limit: int) -> tuple[Hit, ...]:
        reading = self.reading(mask)
        ranked = rank(reading, groups)
        ranked.scores.pop(without, None)
        least = 2 if len(groups) > 2 else 1
        covered = Counter(chain.from_iterable(reading.topics("text", [group]) for group in groups))
        first = nlargest(limit, (t for t in ranked.scores if covered[t] >= least), key=ranked.scores.__getitem__)
        return tuple(Hit(topic, self.source.columns.post[ranked.best[topic]], ranked.scores[topic]) for topic in first)

    def reading(self, mask: bytearray) -> Reading:
        """Of everything that a mask leaves in."""
        return Reading(self._shelf(mask), mask)

    @property
    def speller(self) -> Speller:
        speller = self._speller
        if speller is None:
            speller = self._speller = Speller(self.source.vocabulary)
        return speller

    @cached_property
    def latest(self) -> dict[int, int]:
        """For each topic its slot written last, which knows how many answers it has and when it was last active."""
        return dict(zip(self.source.columns.topic, range(len(self.source.columns)), strict=True))

    def _found(self, query: Query, asked: Asked, reading: Reading, wanted: int) -> _Found:
        groups = tuple(asked.groups)
        if not groups:
            return self._all(reading, asked)
        only, relaxed = _together(reading, groups)
        for title in asked.titles:
            titled = reading.topics("title", [title])
            only = titled if only is None else only & titled
        ranked = rank(reading, groups, only)
        scores = ranked.scores
        weigh_posts(reading, groups, ranked, highest(scores, max(WEIGHED, wanted)))
        for phrase in asked.phrases:
            scores = self._with_phrase(phrase, reading, ranked, scores)
        for phrase in asked.title_phrases:
            scores = self._with_phrase(phrase, reading, ranked, scores, in_title=True)
        scores = self._without(asked, reading, scores)
        if only is None and scores and query.order is Order.RELEVANCE and len(groups) > FEW_WORDS:
            least = max(scores.values()) * _TAIL
            scores = {topic: score for topic, score in scores.items() if score >= least}
        return _Found(scores, ranked.best, ranked.posts, groups=groups, relaxed=relaxed)

    def _all(self, reading: Reading, asked: Asked) -> _Found:
        """Filters alone: every topic they leave, by its latest post that they leave."""
        topic_of = self.source.columns.topic
        slots = range(len(topic_of))
        best = dict(zip(compress(topic_of, reading.mask), compress(slots, reading.mask), strict=True))
        scores = self._without(asked, reading, dict.fromkeys(best, 0.0))
        for phrase in asked.phrases:  # of stop words only: « de la »
            scores = self._with_phrase(phrase, reading, Ranked(scores, best), scores)
        return _Found(scores, best)

    def _with_phrase(
        self, phrase: Phrase, reading: Reading, ranked: Ranked, scores: dict[int, float], *, in_title: bool = False
    ) -> dict[int, float]:
        """The topics with a post, or a title, that says the phrase; that post becomes their best."""
        topic_of, kept = self.source.columns.topic, {}
        slots = sorted(self._saying(phrase, reading), reverse=True)[:_PHRASE_POSTS]
        self.source.prefetch(slots)
        for slot in slots:
            topic = topic_of[slot]
            if topic not in scores or topic in kept:
                continue
            said = self.source.words(slot)
            if _says(said.partition(TITLE_MARK)[0] if in_title else said, phrase):
                kept[topic] = scores[topic]
                ranked.best[topic] = ranked.best[topic] if in_title else slot
        return kept

    def _saying(self, phrase: Phrase, reading: Reading) -> set[int]:
        """The posts with every word of the phrase that is looked up."""
        found: set[int] | None = None
        for key in phrase:
            slots = set(reading.postings("text", key).slots)
            if slots:
                found = slots if found is None else found & slots
        return found or {slot for slot, left in enumerate(reading.mask) if left}

    def _without(self, asked: Asked, reading: Reading, scores: dict[int, float]) -> dict[int, float]:
        gone: set[int] = set()
        for term in asked.without:
            gone |= reading.topics("text", [Group(((term, 1.0),))])
        for term in asked.without_titles:
            gone |= reading.topics("title", [Group(((term, 1.0),))])
        for phrase in asked.without_phrases:
            topic_of = self.source.columns.topic
            slots = sorted(self._saying(phrase, reading), reverse=True)[:_PHRASE_POSTS]
            gone |= {topic_of[slot] for slot in slots if _says(self.source.words(slot), phrase)}
        return {topic: score for topic, score in scores.items() if topic not in gone} if gone else scores

    def _ordered(self, found: _Found, order: Order, wanted: int) -> list[int]:
        """The first topics, so many as are wanted."""
        columns, best, latest, scores = self.source.columns, found.best, self.latest, found.scores
        if order is Order.RELEVANCE and found.groups:
            look_closer(self.source, found.groups, found, highest(scores, LOOKED_AT))
            # of equal scores, as they are told apart, the topic active last
            least = min(nlargest(wanted, scores.values()), default=0.0) - 2 * _APART
            near = [topic for topic, score in scores.items() if score >= least]
            near.sort(key=lambda topic: (-round(scores[topic], _PLACES), -columns.active[latest[topic]]))
            return near[:wanted]
        if order is Order.OLDEST:
            return nsmallest(wanted, scores, key=lambda topic: (columns.created[best[topic]], topic))
        if order is Order.LIKES:
            return nsmallest(wanted, scores, key=lambda topic: (-columns.score[best[topic]], -topic))
        by = columns.views if order is Order.VIEWS else columns.active
        return nsmallest(wanted, scores, key=lambda topic: (-by[latest[topic]], -topic))

    def _shown(self, query: Query, asked: Asked, found: _Found, topics: list[int]) -> Mapping[int, int]:
        """The slot that stands for each topic: one with the phrase where one is asked, and by which it has its place
        where posts have their order."""
        if asked.phrases or query.order in (Order.OLDEST, Order.LIKES):
            return found.best
        return shown_posts(self.source, found.groups, found, topics)

    def _hits(self, found: _Found, topics: list[int], shown: Mapping[int, int]) -> tuple[Hit, ...]:
        columns = self.source.columns
        return tuple(
            Hit(
                topic,
                columns.post[shown[topic]],
                round(found.scores[topic], 4),
                max(0, self._as_good(found, found.best[topic]) - 1),
                self._in_file(shown[topic], found.groups),
            )
            for topic in topics
        )

    def _as_good(self, found: _Found, best: int) -> int:
        """How many posts of its topic weigh at least half as much as this one, itself among them."""
        weights = map(found.posts.get, self.source.columns.of_topic(best), repeat(-1.0))
        return sum(map(le, repeat(found.posts.get(best, 0.0) / 2), weights))

    def _within(self, query: Query, asked: Asked, found: _Found, mask: bytearray) -> tuple[Hit, ...]:
        """Inside one topic every post that answers counts, about as well as the best or all by their date."""
        topic, columns = query.topic or 0, self.source.columns
        if topic not in found.scores:
            return ()
        by_words = bool(found.groups)
        left = (slot for slot, kept in enumerate(mask) if kept)
        slots = [slot for slot in (found.posts if by_words else left) if columns.topic[slot] == topic]
        for phrase in asked.phrases:
            slots = [slot for slot in slots if _says(self.source.words(slot), phrase)]
        weights = {slot: found.posts.get(slot, 0.0) for slot in slots}
        least = max(weights.values(), default=0.0) / 2
        slots = sorted(
            (slot for slot in slots if weights[slot] >= least), key=columns.created.__getitem__, reverse=True
        )
        if query.order is Order.OLDEST:
            slots.reverse()
        elif by_words and query.order is Order.RELEVANCE:
            slots.sort(key=weights.__getitem__, reverse=True)
        elif query.order is Order.LIKES:
            slots.sort(key=columns.score.__getitem__, reverse=True)
        return tuple(
            Hit(topic, columns.post[slot], round(weights[slot], 4), 0, self._in_file(slot, found.groups))
            for slot in slots
        )

    def _in_file(self, slot: int, groups: tuple[Group, ...]) -> bool:
        own, _, files = self.source.words(slot).partition(FILE_MARK)
        if not files or not groups:
            return False
        wanted = {term for group in groups for term, _ in group.terms}
        return not any(wanted.intersection(stems_of(word)) for word in own.split()) and any(
            wanted.intersection(stems_of(word)) for word in files.split()
        )

    def _facets(self, found: _Found) -> Facets:
        columns = self.source.columns
        slots = list(map(found.best.__getitem__, found.scores))
        topics = found.scores
        return Facets(
            forums=_most(Counter(map(columns.forum.__getitem__, slots))),
            authors=_most(self._authors(found, slots)),
            tags=self._counted("tag", topics),
            kinds=self._counted("kind", topics),
            laws=self._counted("law", topics),
            solved=sum(map(bool, map(and_, map(columns.marks.__getitem__, slots), repeat(_SOLVED)))),
        )

    def _authors(self, found: _Found, best: list[int]) -> Counter[int]:
        """In how many topics each wrote what answers: of the first topics everybody is counted, of others the best."""
        topic_of, author_of = self.source.columns.topic.__getitem__, self.source.columns.author.__getitem__
        wrote = set(zip(map(topic_of, found.posts), map(author_of, found.posts), strict=True))
        counted = Counter(map(author_of, best))
        counted.update(
            author for topic, author in wrote if topic in found.scores and author != author_of(found.best[topic])
        )
        return counted

    def _counted(self, field: str, topics: Mapping[int, float]) -> tuple[tuple[str, int], ...]:
        values = (value for value in self.source.values(field) if field != "law" or "/" in value)
        return _most(Counter({value: _in_both(self._set(field, value), topics) for value in values}))

    def _set(self, field: str, value: str) -> frozenset[int]:
        """The topics with a standing post of that value."""
        kept = self._sets.get((field, value))
        if kept is None:
            slots = masked(self.source.postings(field, value), self.source.live).slots
            kept = self._sets[field, value] = frozenset(map(self.source.columns.topic.__getitem__, slots))
        return kept

    def _shelf(self, mask: bytearray) -> Shelf:
        with self._lock:
            for shelf in self._shelves:
                if shelf.mask is mask:
                    return shelf
            made = Shelf(self.source, mask)
            self._shelves.append(made)
            return made

    def _mask(self, scope: Scope) -> bytearray:
        return self._kept(scope.forums, lambda: filtering.scope_mask(self.source, scope.forums))

    def _narrowed(self, query: Query, scope: Scope, mask: bytearray) -> bytearray:
        key = filtering.key_of(query, scope)
        return self._kept(key, lambda: filtering.filtered(self.source, query, scope, mask, self.latest))

    def _kept(self, key: object, make: Callable[[], bytearray]) -> bytearray:
        with self._lock:
            if key in self._masks:
                self._masks.move_to_end(key)
                return self._masks[key]
        made = make()
        with self._lock:
            self._masks[key] = made
            if len(self._masks) > _MASKS_KEPT:
                self._masks.popitem(last=False)
        return made


def suggestion(typed: str) -> Query:
    """The question that suggestions answer."""
    said = words(typed)[-_SUGGEST_WORDS:]
    if not said:
        return Query()
    # « mots de » ends with a whole word
    unfinished = not typed[-1:].isspace() and (len(said[-1]) > 2 or len(said) == 1)
    terms = (*(Term(word) for word in said[:-1]), Term(said[-1], prefix=unfinished))
    return Query(terms=terms, in_title=True)


def similar_groups(text: str, source: Words) -> tuple[Group, ...]:
    """The words of a text that tell the most of what it is about."""
    counts = Counter(term for word in words(text)[:600] for term in stems_of(word)[:1])
    telling = {}
    for term, count in counts.most_common(150):
        holding = source.frequency(term)
        if 1 < holding <= max(20, source.size // 5):
            telling[term] = min(count, 4) / holding**0.5
    return tuple(Group(((term, 1.0),)) for term in nlargest(_SIMILAR_WORDS, telling, key=telling.__getitem__))


def _together(reading: Reading, groups: tuple[Group, ...]) -> tuple[set[int] | None, bool]:
    """The topics with every word, when a question of few words finds enough of them; whether it did not."""
    if not 1 < len(groups) <= FEW_WORDS:
        return None, False
    both = reading.topics("text", groups)
    return (both, False) if len(both) >= ENOUGH else (None, True)


def _says(text: str, phrase: Phrase) -> bool:
    said = " ".join(keys(text))
    return f" {' '.join(phrase)} " in f" {said} "


def _in_both(some: Collection[int], others: Collection[int]) -> int:
    less, more = (some, others) if len(some) < len(others) else (others, some)
    return sum(map(more.__contains__, less))


def _most(counts: Counter[T]) -> tuple[tuple[T, int], ...]:
    return tuple((value, count) for value, count in counts.most_common(_FACET_VALUES) if count)
