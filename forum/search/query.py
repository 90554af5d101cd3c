"""What a reader asks, once understood: the shape that every engine is given. Pure."""

from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Literal

from forum.search.analysis import words
from forum.words import Message


class Order(StrEnum):
    """How the topics found are ordered."""

    RELEVANCE = "relevance"
    LATEST = "latest"
    OLDEST = "oldest"
    VIEWS = "views"
    LIKES = "likes"


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase, as it was typed."""

    text: str
    phrase: bool = False
    prefix: bool = False
    excluded: bool = False
    field: Literal["any", "title"] = "any"


@dataclass(frozen=True, slots=True)
class ForumRef:
    """A forum by its slug; with its subforums unless `exact`."""

    slug: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was not understood, and searched as words."""

    typed: str
    reason: Message


@dataclass(frozen=True, slots=True)
class Query:
    """A question. Everything in it must hold, but for its words when too few topics have them all."""

    terms: tuple[Term, ...] = ()
    tags_any: tuple[str, ...] = ()
    tags_all: tuple[str, ...] = ()
    tags_none: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    forums: tuple[ForumRef, ...] = ()
    forums_none: tuple[ForumRef, ...] = ()
    law: tuple[str, ...] = ()  # « code-civil/1240 », or a code: « code-civil »
    kinds: tuple[str, ...] = ()
    states: frozenset[str] = field(default_factory=frozenset)  # solved unsolved open locked pinned unanswered expert
    before: date | None = None  # that day excluded
    after: date | None = None  # that day included
    min_posts: int | None = None
    min_views: int | None = None
    min_score: int | None = None
    with_image: bool = False
    filetypes: tuple[str, ...] = ()
    topic: int | None = None
    in_title: bool = False
    order: Order = Order.RELEVANCE
    notes: tuple[Note, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked: neither a word nor a filter."""
        aside = {"order", "notes", "in_title"}
        return not any(getattr(self, each.name) for each in fields(self) if each.name not in aside)


def plain(text: str) -> Query:
    """A question of words only, whatever signs it holds."""
    return Query(terms=tuple(Term(word) for word in words(text)))
