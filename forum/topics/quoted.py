"""The posts that a text quotes by their address, as the « Citer » button writes it."""

import re

import sqlalchemy as sa

from forum.db import db
from forum.topics.models import Post, State, Topic
from forum.topics.policy import visible_posts

_HEADING = re.compile(r"^>[> ]{0,10}\[[^\n]{1,200}\]\(/p/(\d{1,9})\) :$", re.MULTILINE)
_MOST = 50


def quoted_in(text: str) -> list[int]:
    """The posts quoted, by id, in the order of the text."""
    return [int(match[1]) for match in _HEADING.finditer(text)]


def texts_quoted(text: str, topic_id: int | None = None) -> list[str]:
    """The texts of quoted posts that whoever reads this one reads as well: those of its topic, and public ones."""
    ids = set(quoted_in(text))
    if not ids:
        return []
    same_readers = sa.and_(Post.topic_id == topic_id, Post.state == State.VISIBLE)
    rows = sa.select(Post.body).join(Topic, Topic.id == Post.topic_id).where(Post.id.in_(sorted(ids)[:_MOST]))
    return list(db.session.scalars(rows.where(sa.or_(same_readers, visible_posts(None)))))
