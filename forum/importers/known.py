"""What of a file is here already: by the id it came with, or by its address when it was written here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from forum.db import db
from forum.importers.lines import TopicLine
from forum.topics.models import Post, Topic

_CHUNK = 500


@dataclass(frozen=True)
class Known:
    """Topics by the id of their line, and ids of posts."""

    topics: dict[str, int]
    posts: frozenset[str]


def topic_id_out(topic_id: int, external_id: str | None, base_url: str) -> str:
    """The id that a topic carries when it leaves: its own, or the one it came with."""
    return external_id or f"{base_url}/t/{topic_id}"


def post_id_out(post_id: int, external_id: str | None, base_url: str) -> str:
    return external_id or f"{base_url}/p/{post_id}"


def known_among(lines: Iterable[TopicLine], base_url: str) -> Known:
    """Which topics and posts of these lines are here."""
    lines = list(lines)
    topics = _ids({line.id for line in lines}, Topic, f"{base_url}/t/")
    posts = _ids({post.id for line in lines for post in line.posts}, Post, f"{base_url}/p/")
    return Known(topics, frozenset(posts))


def _ids(named: set[str], table: type[Topic] | type[Post], own_prefix: str) -> dict[str, int]:
    """For each id that is known the row's."""
    own = re.compile(re.escape(own_prefix) + r"([1-9]\d{0,8})")
    numbers = {int(match[1]): each for each in named if (match := own.fullmatch(each))}
    found: dict[str, int] = {}
    for chunk in _chunks(sorted(named)):
        rows = db.session.execute(sa.select(table.external_id, table.id).where(table.external_id.in_(chunk)))
        found |= {external_id: row_id for external_id, row_id in rows if external_id is not None}
    for numbered in _chunks(sorted(numbers)):
        written_here = sa.select(table.id).where(table.id.in_(numbered), table.external_id.is_(None))
        found |= {numbers[row_id]: row_id for row_id in db.session.scalars(written_here)}
    return found


def _chunks(values: list[str] | list[int]) -> Iterable[list[str] | list[int]]:
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))
