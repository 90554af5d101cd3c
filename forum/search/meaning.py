"""What a text means beside its words, as a small vector: near another's where both say alike. Pure.

Only the order of the first topics that the words found is changed. What is found, counted, narrowed and suggested stays
the engine's, and with it the reader's rights: a vector brings no topic in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from operator import mul
from typing import Protocol

from forum.search.backend import Hit
from forum.search.query import Order, Query

DEPTH = 100  # topics put in order
WEIGHT = 0.5  # of what is meant, beside the words: the best on half of the questions is so on the other half
_LEAST_WORDS = 3  # a question; one or two words are looked for as they are
_OF_TEXT, _OF_QUESTION = 420, 200  # characters: a vector costs by their number
_SCALE = 400.0  # the parts of a vector of length one and some hundred parts lie within a third, as bytes do then


class Meaning(Protocol):
    """A model that makes vectors, each packed. For any thread."""

    def of_text(self, text: str) -> bytes:
        """What a topic is about."""

    def of_question(self, text: str) -> bytes:
        """What a reader asks."""


def packed(parts: Iterable[float]) -> bytes:
    """A vector of length one, a signed byte for each of its parts."""
    return bytes(round(min(127.0, max(-127.0, each * _SCALE))) & 0xFF for each in parts)


def beginning(title: str, text: str) -> str:
    """What of a topic is given to the model."""
    return f"{title}\n{text}"[:_OF_TEXT]


def asked(query: Query) -> str:
    """What of a question is given to the model: its words, or nothing where their order is not to be changed."""
    terms = [term.text for term in query.terms if not term.excluded]
    if query.order is not Order.RELEVANCE or query.topic is not None:
        return ""
    text = " ".join(terms)[:_OF_QUESTION]
    return text if len(text.split()) >= _LEAST_WORDS else ""


def reordered(hits: Sequence[Hit], question: bytes, vectors: Mapping[int, bytes]) -> tuple[Hit, ...]:
    """The hits by what their words and their meaning are worth together; as they were while most have no vector.

    A topic that has none yet is taken to be as near as they are on the average.
    """
    near = {hit.topic_id: _product(question, vectors[hit.topic_id]) for hit in hits if hit.topic_id in vectors}
    if len(near) < 2 or 2 * len(near) < len(hits):
        return tuple(hits)
    least, average = min(near.values()), sum(near.values()) / len(near)
    width, best = max(near.values()) - least or 1, hits[0].score

    def worth(hit: Hit) -> float:
        meant = (near.get(hit.topic_id, average) - least) / width
        return round((1 - WEIGHT) * hit.score + WEIGHT * best * meant, 4)

    return tuple(sorted((replace(hit, score=worth(hit)) for hit in hits), key=lambda hit: -hit.score))


def _product(one: bytes, other: bytes) -> int:
    return sum(map(mul, memoryview(one).cast("b"), memoryview(other).cast("b")))
