"""A member's bookmarks for their own download, and forgetting them."""

import sqlalchemy as sa

from forum.accounts.models import User
from forum.bookmarks.models import Bookmark
from forum.db import db


def export(user: User) -> tuple[dict[str, object], list[tuple[str, bytes]]]:
    """Each with its note, the oldest first. No file."""
    mine = sa.select(Bookmark).where(Bookmark.user_id == user.id).order_by(Bookmark.at, Bookmark.post_id)
    kept = [{"post": row.post_id, "note": row.note, "at": row.at.isoformat()} for row in db.session.scalars(mine)]
    return ({"bookmarks": kept} if kept else {}), []


def forget(user: User) -> None:
    """Inside a write."""
    db.session.execute(sa.delete(Bookmark).where(Bookmark.user_id == user.id))
    user.bookmarks = 0
