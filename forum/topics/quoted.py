"""The posts that a text quotes by their address, as the « Citer » button writes it."""

import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from forum.db import db
from forum.markup.quotedlinks import links_of
from forum.topics.models import Post, State, Topic
from forum.topics.policy import visible_posts

_HEADING = re.compile(r"^>[> ]{0,10}\[[^\n]{1,200}\]\(/p/(\d{1,9})\) :$", re.MULTILINE)
_MOST = 50


def quoted_in(text: str) -> list[int]:
    """The posts quoted, by id, in the order of the text."""
    return [int(match[1]) for match in _HEADING.finditer(text)]


def texts_quoted(text: str, topic_id: int | None = None) -> list[str]:
    """The texts of quoted posts that whoever reads this one reads as well: those of its topic, and public ones."""
    return [row.body for row in _read_alike(quoted_in(text), topic_id)]


def links_passed_on(html: str, topic_id: int | None) -> int:
    """How many links of a rendered text only repeat those of the posts in whose quotes they stand, if its readers read
    these as well."""
    quoted = [(post_id, address) for post_id, address in links_of(html) if post_id]
    posts = _read_alike([post_id for post_id, _ in quoted], topic_id)
    there = {post.id: {address for _, address in links_of(post.html)} for post in posts}
    return sum(address in there.get(post_id, ()) for post_id, address in quoted)


def _read_alike(ids: list[int], topic_id: int | None) -> Sequence[Any]:
    """Those of the posts that all readers of the topic read, or everybody."""
    if not ids:
        return []
    same_readers = sa.and_(Post.topic_id == topic_id, Post.state == State.VISIBLE)
    rows = sa.select(Post.id, Post.body, Post.html).join(Topic, Topic.id == Post.topic_id)
    chosen = rows.where(Post.id.in_(sorted(set(ids))[:_MOST]), sa.or_(same_readers, visible_posts(None)))
    return db.session.execute(chosen).all()
