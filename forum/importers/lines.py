"""One line of the exchange format as values, or what is wrong with it.

`{"id", "forum", "title", "author", "created_at", "tags", "posts": [{"id", "author", "created_at", "body"}]}`, and
optional keys that only an export of ours writes: `forum_name`, `private`, `kind`, `state`, `pinned`, `locked`,
`views`, `source`; `state` on posts. Unknown keys are passed over.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from forum import clock
from forum.accounts.names import name_key
from forum.importers.authors import author_name
from forum.markup import clean_text
from forum.topics.models import TITLE_LENGTH, Kind, State

ID_LENGTH = 100
TAGS = 20
_SLUG_LENGTH = 80
_OLDEST = datetime(1970, 1, 1, tzinfo=UTC)

Choice = TypeVar("Choice", bound=StrEnum)


class BadLine(ValueError):
    """A line that cannot be taken, and why."""


@dataclass(frozen=True)
class PostLine:
    """A post of a line."""

    id: str
    author: str
    created_at: datetime
    body: str
    state: State


@dataclass(frozen=True)
class SourceLine:
    """Where a retold text comes from."""

    name: str
    url: str
    date: date | None


@dataclass(frozen=True)
class TopicLine:
    """A line: a topic with its posts, at least one."""

    id: str
    forum: str
    forum_name: str
    private: bool
    title: str
    author: str
    created_at: datetime
    kind: Kind
    state: State
    pinned: bool
    locked: bool
    views: int
    tags: tuple[str, ...]
    source: SourceLine | None
    posts: tuple[PostLine, ...]


def parse(line: bytes) -> TopicLine:
    """The topic of a line. Raises BadLine."""
    fields = _object(line)
    topic_id = _text(fields, "id", ID_LENGTH)
    author = _author(fields)
    posts = fields.get("posts")
    if not isinstance(posts, list) or not posts:
        raise BadLine("“posts” should be a list of at least one post")
    parsed = tuple(_post(each, f"{topic_id}#{number}") for number, each in enumerate(posts, 1))
    if len({post.id for post in parsed}) < len(parsed):
        raise BadLine("two posts have the same “id”")
    return TopicLine(
        id=topic_id,
        forum=_text(fields, "forum", _SLUG_LENGTH),
        forum_name=_text(fields, "forum_name", 100, ""),
        private=fields.get("private") is True,
        title=_title(fields),
        author=author,
        created_at=_moment(fields, "created_at"),
        kind=_choice(fields, "kind", Kind.DISCUSSION),
        state=_choice(fields, "state", State.VISIBLE),
        pinned=fields.get("pinned") is True,
        locked=fields.get("locked") is True,
        views=_views(fields),
        tags=_tags(fields),
        source=_source(fields),
        posts=parsed,
    )


def _object(line: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"not JSON ({error})") from None
    if not isinstance(fields, dict):
        raise BadLine("not a JSON object")
    return fields


def _post(fields: Any, default_id: str) -> PostLine:
    if not isinstance(fields, dict):
        raise BadLine("each of “posts” should be an object")
    body = clean_text(_raw(fields, "body", None))
    if not body.strip():
        raise BadLine("a post has an empty “body”")
    return PostLine(
        id=_text(fields, "id", ID_LENGTH, default_id[:ID_LENGTH]),
        author=_author(fields),
        created_at=_moment(fields, "created_at"),
        body=body,
        state=_choice(fields, "state", State.VISIBLE),
    )


def _title(fields: dict[str, Any]) -> str:
    title = " ".join(clean_text(_raw(fields, "title", None)).split())
    if not title:
        raise BadLine("“title” is empty")
    return title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1].rstrip()}…"


def _author(fields: dict[str, Any]) -> str:
    name = author_name(clean_text(_raw(fields, "author", None)))
    if not name:
        raise BadLine("“author” holds no name")
    return name


def _tags(fields: dict[str, Any]) -> tuple[str, ...]:
    tags = fields.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise BadLine("“tags” should be a list of words")
    names = [" ".join(clean_text(tag).split()) for tag in tags]
    if (bad := next((name for name in names if not _is_tag(name)), None)) is not None:
        raise BadLine(f"the tag “{bad[:60]}” should have 2 to 60 characters")
    return tuple(dict.fromkeys(names))[:TAGS]


def _is_tag(name: str) -> bool:
    return 2 <= len(name) <= 60 and 0 < len(name_key(name)) <= 60


def _source(fields: dict[str, Any]) -> SourceLine | None:
    source = fields.get("source")
    if source is None:
        return None
    if not isinstance(source, dict):
        raise BadLine("“source” should be an object")
    url = _text(source, "url", 500)
    if not url.startswith(("https://", "http://")):
        # security: it becomes a link of the page
        raise BadLine("the “url” of “source” should begin with https://")
    try:
        day = date.fromisoformat(source["date"]) if source.get("date") else None
    except (TypeError, ValueError):
        raise BadLine("the “date” of “source” should look like 2019-06-24") from None
    return SourceLine(_text(source, "name", 150), url, day)


def _views(fields: dict[str, Any]) -> int:
    views = fields.get("views", 0)
    if isinstance(views, bool) or not isinstance(views, int) or not 0 <= views < 2**31:
        raise BadLine("“views” should be a number")
    return views


def _choice(fields: dict[str, Any], name: str, default: Choice) -> Choice:
    value = fields.get(name, default)
    if value not in tuple(type(default)):
        raise BadLine(f"“{name}” is one of {', '.join(type(default))}")
    return type(default)(value)


def _moment(fields: dict[str, Any], name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_raw(fields, name, None))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadLine(f"“{name}” should look like 2019-06-24T09:21:00+02:00")
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        raise BadLine(f"“{name}” is out of this world") from None
    if not _OLDEST <= moment <= clock.now() + timedelta(days=1):
        raise BadLine(f"“{name}” lies before 1970 or after today")
    return moment


def _text(fields: dict[str, Any], name: str, longest: int, default: str | None = None) -> str:
    """One line of text, non-empty unless a default is given."""
    text = " ".join(clean_text(_raw(fields, name, default)).split())
    if not text and default is None:
        raise BadLine(f"“{name}” is empty")
    if len(text) > longest:
        raise BadLine(f"“{name}” has more than {longest} characters")
    return text


def _raw(fields: dict[str, Any], name: str, default: str | None) -> str:
    value = fields.get(name, default)
    if value is None:
        raise BadLine(f"“{name}” is missing")
    if not isinstance(value, str):
        raise BadLine(f"“{name}” should be text")
    return value
