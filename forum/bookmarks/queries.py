"""A member's own bookmarks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forum import paths
from forum.accounts.models import User
from forum.bookmarks.actions import folded
from forum.bookmarks.models import Bookmark
from forum.db import db
from forum.topics.models import Post, State, Topic
from forum.topics.policy import visible_posts
from forum.topics.rows import shown_title


@dataclass(frozen=True)
class KeptPost:
    """What a bookmark leads to. `state`: for staff, who see hidden posts."""

    url: str
    title: str
    position: int
    author: str
    author_url: str  # empty for whoever left
    created_at: datetime
    excerpt: str
    state: str


@dataclass(frozen=True)
class Kept:
    """A bookmark. `post` is None where the member may not read it, or no longer."""

    post_id: int
    note: str
    at: datetime
    post: KeptPost | None


def kept_among(user: User, post_ids: Collection[int]) -> sa.Select[int]:
    """Those of these posts that the member keeps, as a statement to be joined with another's."""
    return sa.select(Bookmark.post_id).where(Bookmark.user_id == user.id, Bookmark.post_id.in_(post_ids))


def bookmark_of(user: User, post_id: int) -> Kept | None:
    row = db.session.get(Bookmark, (user.id, post_id))
    return Kept(post_id, row.note, row.at, _posts(user, [post_id]).get(post_id)) if row else None


def bookmarks_of(user: User, words: str, *, page: int, per_page: int) -> tuple[list[Kept], int]:
    """Those whose note holds the words, the newest first; and how many. Three statements."""
    mine = sa.select(Bookmark).where(Bookmark.user_id == user.id)
    for word in folded(words).split():
        mine = mine.where(Bookmark.folded.contains(word, autoescape=True))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(mine.subquery())) or 0
    newest = mine.order_by(Bookmark.at.desc(), Bookmark.post_id.desc()).limit(per_page).offset((page - 1) * per_page)
    rows = list(db.session.scalars(newest))
    posts = _posts(user, [row.post_id for row in rows])
    return [Kept(row.post_id, row.note, row.at, posts.get(row.post_id)) for row in rows], total


def _posts(user: User, ids: Collection[int]) -> dict[int, KeptPost]:
    # security: the right to read is asked again; the title of what became private is not told
    columns = (Post.id, Topic.title, Post.position, User.name, User.erased, Post.created_at, Post.excerpt, Post.state)
    statement = sa.select(*columns).join(Topic, Topic.id == Post.topic_id).join(User, User.id == Post.author_id)
    return {row.id: _shown(row) for row in db.session.execute(statement.where(Post.id.in_(ids), visible_posts(user)))}


def _shown(row: Any) -> KeptPost:
    return KeptPost(
        url=paths.post(row.id),
        title=shown_title(row.title),
        position=row.position,
        author=row.name,
        author_url="" if row.erased else paths.user(row.name),
        created_at=row.created_at,
        excerpt=row.excerpt,
        state="" if row.state == State.VISIBLE else row.state,
    )
