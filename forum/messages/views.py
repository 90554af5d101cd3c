"""What pages show of private messages: frozen rows, ready for templates, with every address already made."""

from dataclasses import dataclass
from datetime import datetime

from forum import paths
from forum.accounts.models import User
from forum.attachments.queries import AttachedFile
from forum.topics.rows import hue, initial
from forum.verdict import Verdict


@dataclass(frozen=True)
class Person:
    """Somebody in a conversation. `gone`: they do not read it any more, as far as the reader may know."""

    id: int
    name: str
    url: str
    avatar_url: str | None
    initial: str
    hue: int
    is_ghost: bool
    gone: bool = False
    joined_at: datetime | None = None
    added_by: str = ""


@dataclass(frozen=True)
class ConversationRow:
    """A conversation in the list; `others`: those in it besides the reader."""

    id: int
    subject: str
    url: str
    others: tuple[str, ...]
    last_at: datetime
    last_by: str
    beginning: str
    unread: bool
    muted: bool


@dataclass(frozen=True)
class MessageRow:
    """A message on its page. `folded`: from somebody whom the reader has blocked."""

    id: int
    url: str
    author: Person
    at: datetime
    html: str
    mine: bool
    removed: bool
    folded: bool
    first_unread: bool
    attachments: tuple[AttachedFile, ...]


@dataclass(frozen=True)
class Page:
    """A conversation with some of its messages, the oldest first; the ids that older and newer pages go on from."""

    id: int
    subject: str
    started_by_id: int
    started_at: datetime
    muted: bool
    people: tuple[Person, ...]
    may_answer: Verdict
    messages: tuple[MessageRow, ...]
    older: int | None
    newer: int | None
    first_unread: int | None  # where it is not on this page


@dataclass(frozen=True)
class FoundRow:
    """A message that a search found; `pieces`: its words around what was asked for, which are marked."""

    url: str
    subject: str
    author: str
    at: datetime
    pieces: list[tuple[str, bool]]


def person(user: User, *, gone: bool = False, joined_at: datetime | None = None, added_by: str = "") -> Person:
    """A member as a conversation shows them."""
    return Person(
        id=user.id,
        name=user.name,
        url=paths.user(user.name),
        avatar_url=paths.avatar(user.avatar_key) if user.avatar_key else None,
        initial=initial(user.name),
        hue=hue(user.name),
        is_ghost=user.erased,
        gone=gone,
        joined_at=joined_at,
        added_by=added_by,
    )
