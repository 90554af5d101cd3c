"""What the text files of `seed_content/` say, as values. Their README says what each may hold."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from forum.resources.models import Genre, Side
from forum.topics.models import Kind


@dataclass(frozen=True)
class ForumSeed:
    """A category or a forum; `parent` is a slug, and stands before its children."""

    slug: str
    name: str
    description: str
    kind: str
    position: int
    parent: str | None
    kinds: tuple[str, ...] = ()  # of topics that it accepts; none: all


@dataclass(frozen=True)
class TagSeed:
    """A tag with the other names that lead to it."""

    slug: str
    name: str
    description: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True)
class RankSeed:
    """A title by number of posts, or a special one (`min_posts` is then None)."""

    slug: str
    name: str
    min_posts: int | None


@dataclass(frozen=True)
class PersonSeed:
    """Somebody who writes in the seed and cannot log in."""

    slug: str
    name: str
    rank: str | None
    staff: bool
    registered_at: datetime
    origin_note: str
    signature: str
    contact: dict[str, str]


@dataclass(frozen=True)
class PageSeed:
    """A page of the footer, in one language."""

    slug: str
    language: str
    title: str
    position: int
    body: str

    @property
    def key(self) -> str:
        return f"{self.slug}/{self.language}"


@dataclass(frozen=True)
class MediaSeed:
    """A picture that a post attaches."""

    file: Path
    alt: str


@dataclass(frozen=True)
class ResourceSeed:
    """A page that a post lists: its title is that of the link in the body."""

    title: str
    url: str
    publisher: str
    date: date | None
    genre: Genre
    side: Side


@dataclass(frozen=True)
class PostSeed:
    """A post; its body still names topics and attachments as the files do. `resources`: its text is their list."""

    author: str
    created_at: datetime
    media: tuple[MediaSeed, ...]
    body: str
    resources: tuple[ResourceSeed, ...] = ()


@dataclass(frozen=True)
class SourceSeed:
    """Where a retold text comes from."""

    name: str
    url: str
    date: date


@dataclass(frozen=True)
class TopicSeed:
    """A topic with all its posts."""

    external_id: str
    slug: str
    title: str
    forum: str
    author: str
    kind: Kind
    pinned: bool
    tags: tuple[str, ...]
    law: tuple[str, ...]
    source: SourceSeed | None
    posts: tuple[PostSeed, ...]


@dataclass(frozen=True)
class Content:
    """All of the folder."""

    forums: tuple[ForumSeed, ...]
    tags: tuple[TagSeed, ...]
    ranks: tuple[RankSeed, ...]
    people: tuple[PersonSeed, ...]
    pages: tuple[PageSeed, ...]
    topics: tuple[TopicSeed, ...]
