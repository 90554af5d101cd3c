"""What is kept of a member's choices of answers, for their own download."""

from typing import Any

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.topics.models import Post, Topic


def export(user: User) -> tuple[dict[str, object], list[tuple[str, bytes]]]:
    """The answers accepted, those found right and those proposed, and when, oldest first. No file."""
    accepted = sa.select(Topic.accepted_post_id, Topic.accepted_at).where(Topic.accepted_by_id == user.id)
    verified = sa.select(Post.id, Post.verified_at).where(Post.verified_by_id == user.id)
    proposed = sa.select(Post.id, Post.proposed_at).where(Post.proposed_by_id == user.id)
    kept = {
        "accepted": _listed(accepted.order_by(Topic.accepted_at, Topic.id)),
        "verified": _listed(verified.order_by(Post.verified_at, Post.id)),
        "proposed": _listed(proposed.order_by(Post.proposed_at, Post.id)),
    }
    return {name: rows for name, rows in kept.items() if rows}, []


def _listed(rows: sa.Select[*tuple[Any, ...]]) -> list[dict[str, object]]:
    found = db.session.execute(rows)
    return [{"post": post_id, "at": at.isoformat()} for post_id, at in found if at is not None]
