"""What every search engine of the forum is given and answers. Pure.

An engine holds posts as `Document`s and finds topics. It knows nothing of rights: each question comes with a `Scope`,
the forums that its reader may see, and nothing outside it may count, be suggested or be spelled.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntFlag
from typing import Protocol

from forum.search.query import Query


class EngineDown(RuntimeError):
    """The index cannot be read now (it is missing, damaged or being made): search says so, the site goes on."""


class Mark(IntFlag):
    """What is true of a post, or of its topic, that a reader can ask for."""

    SOLVED = 1
    LOCKED = 2
    PINNED = 4
    EXPERT = 8  # the post was written as an expert
    ACCEPTED = 16  # the post is the accepted answer
    IMAGE = 32
    FIRST = 64  # the post opens its topic
    SECONDARY = 128  # its topic leads to another: found, but shown as that one


@dataclass(frozen=True, slots=True)
class Document:
    """One visible post as it is indexed, with what its topic says of itself."""

    post_id: int
    topic_id: int  # the canonical one, where the topic is a duplicate
    forum_id: int
    author_id: int
    title: str
    text: str  # plain, headings included
    headings: str
    kind: str
    created_at: datetime
    active_at: datetime  # the topic's last post
    replies: int
    views: int
    score: int
    marks: Mark
    tags: tuple[str, ...] = ()  # slugs
    laws: tuple[str, ...] = ()  # « code-civil/1240 »
    filetypes: tuple[str, ...] = ()  # « pdf », « txt »
    files: str = ""  # the text of its attachments
    stamp: int = 0  # changes whenever anything indexed of the post does (see `indexing`)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where one question may look: forums its reader sees (narrowed to those asked for), and people it names."""

    forums: frozenset[int]
    authors: frozenset[int] | None = None  # None: anybody


@dataclass(frozen=True, slots=True)
class Hit:
    """A topic found: its best post, how good, and how many other posts of it match."""

    topic_id: int
    post_id: int
    score: float
    others: int = 0
    in_file: bool = False  # found in an attachment's text only


@dataclass(frozen=True, slots=True)
class Facets:
    """How many topics found there are per forum, tag, kind, author and article of law, most first."""

    forums: tuple[tuple[int, int], ...] = ()
    tags: tuple[tuple[str, int], ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()
    authors: tuple[tuple[int, int], ...] = ()
    laws: tuple[tuple[str, int], ...] = ()
    solved: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """One page of topics, and what is known of all that was found."""

    total: int
    hits: tuple[Hit, ...]
    facets: Facets = field(default_factory=Facets)
    relaxed: bool = False  # not every word was found together: some suffice
    corrected: tuple[tuple[str, str], ...] = ()  # typed word, the known word also searched
    words: frozenset[str] = frozenset()  # stems that matched, for highlighting
    phrases: tuple[tuple[str, ...], ...] = ()  # and stems to highlight only where they stand together


@dataclass(frozen=True, slots=True)
class Status:
    """How the index is doing, for the administration and `reindex`."""

    backend: str
    posts: int
    ready: bool
    detail: str = ""


class SearchBackend(Protocol):
    """An engine. Reading is safe from any thread; writing happens in the worker alone."""

    def index(self, documents: Iterable[Document]) -> None:
        """Make posts findable, replacing what was known of each."""

    def delete(self, post_ids: Iterable[int]) -> None:
        """Make posts unfindable; unknown ones are no mistake."""

    def search(self, query: Query, scope: Scope, *, offset: int = 0, limit: int = 20, facets: bool = True) -> Results:
        """The topics that answer, best first. Raises EngineDown."""

    def suggest(self, typed: str, scope: Scope, limit: int = 6) -> tuple[Hit, ...]:
        """Topics for what has been typed so far: its last word may be unfinished. Raises EngineDown."""

    def near_words(self, word: str, scope: Scope, limit: int = 3) -> tuple[str, ...]:
        """Words much like this one, as they are written in posts of the scope. Raises EngineDown."""

    def similar(self, text: str, scope: Scope, *, without: int = 0, limit: int = 5) -> tuple[Hit, ...]:
        """Topics about what a text is about, without the topic `without`. Raises EngineDown."""

    def known_posts(self) -> dict[int, int]:
        """The stamp (see `indexing`) of every post held, to compare with the database. Raises EngineDown."""

    def rebuild(self, documents: Iterable[Document], advance: Callable[[int], object] = lambda _: None) -> None:
        """Make the whole index anew beside the live one, then put it in its place at once."""

    def status(self) -> Status:
        """Never raises."""

    def tidy(self) -> None:
        """What is best done while nothing else is to do, such as joining small parts. Raises EngineDown."""

    def close(self) -> None:
        """Let go of files and connections."""
