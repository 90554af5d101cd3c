"""What pages show of topics and posts: frozen rows, ready for templates, with every address already made.

Those that a page holds by the dozen are named tuples, which are made three times faster than frozen dataclasses.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from forum.words import Message


class TagLink(NamedTuple):
    """A tag and where it leads."""

    name: str
    url: str


class LastPost(NamedTuple):
    """The newest post of a forum."""

    title: str
    url: str
    author: str
    author_url: str
    at: datetime


class ForumRow(NamedTuple):
    """A forum on the board; its counts take in the subforums that the reader sees."""

    id: int
    slug: str
    name: str
    description: str
    url: str
    kind: str
    topic_count: int
    post_count: int
    last: LastPost | None
    unread: bool
    locked: bool
    children: tuple["ForumRow", ...]


class TopicRow(NamedTuple):
    """A topic in a list."""

    id: int
    title: str
    url: str
    author: str
    author_url: str
    created_at: datetime
    reply_count: int
    view_count: int
    last_at: datetime
    last_author: str
    last_author_url: str
    last_url: str
    pinned: bool
    locked: bool
    unread: bool
    mine: bool
    state: str
    kind: str
    tags: tuple[TagLink, ...]
    unread_url: str
    page_count: int
    forum_name: str
    forum_url: str
    answered: bool = False  # a question with an accepted answer that all readers see


class AuthorView(NamedTuple):
    """Who wrote a post, as its left column says it."""

    name: str
    url: str
    avatar_url: str | None
    initial: str
    hue: int
    rank: str
    post_count: int
    registered_at: datetime
    status: Message | None
    signature_html: str | None
    signature_line: str
    signature_note: str
    is_ghost: bool
    private_url: str = ""  # where the reader writes to them in private


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file under a post."""

    key: str
    url: str
    thumb_url: str | None
    filename: str
    size: int
    mime: str
    alt: str
    width: int | None
    height: int | None
    thumb_width: int | None
    thumb_height: int | None

    @property
    def is_image(self) -> bool:
        return self.mime.startswith("image/")


class PostRow(NamedTuple):
    """A post on its page. `may` holds the verbs that the reader may use on it; `may_more`: beyond reply and report.

    `expert`: the profession that its author speaks as; empty for a member. `signs`: how it is signed, "full" or "line".
    """

    id: int
    position: int
    url: str
    report_url: str
    html: str
    excerpt: str
    author: AuthorView
    author_id: int
    created_at: datetime
    edited_at: datetime | None
    edited_by: str | None
    edited_reason: str
    edit_count: int
    state: str
    deleted_by: str | None
    deleted_reason: str
    deleted_at: datetime | None
    plain_fallback: bool
    attachments: tuple[AttachmentView, ...]
    may: frozenset[str]
    may_more: bool
    first_unread: bool
    expert: str
    signs: str
    law: str  # what it cites, packed
    score: int = 0  # how many found it useful
    weighed: bool = False  # an expert or staff found it right, or an expert proposed it as the answer
    ignored: bool = False  # its author is one whose posts the reader has folded
    tells: bool = False  # it carries an experience
    mine: bool = False  # the reader wrote it, under whatever name
    laden: bool = True  # something stands around its text; most posts are asked this once and nothing more


@dataclass(frozen=True, slots=True)
class BriefPost:
    """A post as it stands below the form of a reply."""

    id: int
    url: str
    author: str
    created_at: datetime
    position: int
    html: str
    ignored: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Where the text of a topic comes from, when it was published elsewhere first."""

    name: str
    url: str
    date: date | None


class TopicHead(NamedTuple):
    """A topic as its page names it."""

    id: int
    title: str
    slug: str
    url: str
    kind: str
    state: str
    pinned: bool
    locked: bool
    created_at: datetime
    last_at: datetime
    author: str
    author_id: int
    forum_id: int
    forum_name: str
    forum_slug: str
    forum_url: str
    forum_description: str
    tags: tuple[TagLink, ...]
    post_count: int  # as this reader sees it
    post_total: int
    view_count: int
    page: int
    page_count: int
    source: Source | None
    read_position: int
    may: frozenset[str]
    shut: Message | None = None  # why the reader may not reply
    follows: int | None = None  # how much of it the reader hears, a `Level`; None: what concerns them
    law: str = ""  # the references it carries, packed
    accepted_id: int | None = None  # the post that its asker or staff chose
    accepted_at: datetime | None = None
    accepted_by_id: int | None = None
    duplicate_of_id: int | None = None
    mine: bool = False  # the reader opened it, under whatever name
    pseudonym: str = ""  # the reader's own here; empty for none
    told: int = 0  # visible posts that tell an experience
    related: str = ""  # ids of similar topics, by commas
    wiki: bool = False  # a guide that experts and trusted members edit
    contributors: str = ""  # names of those who wrote in a guide besides its author
    resources: int = 0  # pages to read that it lists
    resources_waiting: int = 0  # those proposed and not decided on
