"""What a person wrote on the board, for their own download; removed texts too, since they are still kept."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.topics.forgetting import forget
from forum.topics.models import Contribution, Post, PostRevision, Topic
from forum.topics.pseudonyms import by

__all__ = ["export", "forget"]


def export(user: User) -> tuple[dict[str, object], Iterator[tuple[str, bytes]]]:
    """Topics, posts with their earlier versions, and the log of contributions; each post as Markdown."""
    posts = list(db.session.scalars(sa.select(Post).where(by(user, Post.author_id)).order_by(Post.id)))
    record: dict[str, object] = {
        "topics": _rows(sa.select(Topic.id, Topic.title, Topic.created_at).where(by(user, Topic.author_id))),
        "posts": [
            {
                "id": each.id,
                "topic": each.topic_id,
                "number": each.position,
                "written_at": each.created_at.isoformat(),
                "edited_at": each.edited_at.isoformat() if each.edited_at else None,
                "state": each.state,
            }
            for each in posts
        ],
        "earlier_versions": _rows(_versions(user)),
        "log": _rows(_log(user)),
    }
    files = ((f"{each.id}.md", each.body.encode()) for each in posts)
    return {name: rows for name, rows in record.items() if rows}, files


def _versions(user: User) -> sa.Select[*tuple[Any, ...]]:
    columns = (PostRevision.post_id, PostRevision.number, PostRevision.written_at, PostRevision.body)
    return sa.select(*columns).where(by(user, PostRevision.author_id)).order_by(PostRevision.id)


def _log(user: User) -> sa.Select[*tuple[Any, ...]]:
    columns = (Contribution.post_id, Contribution.act, Contribution.address, Contribution.at)
    return sa.select(*columns).where(Contribution.user_id == user.id).order_by(Contribution.id)


def _rows(statement: sa.Select[*tuple[Any, ...]]) -> list[dict[str, object]]:
    return [
        {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row._mapping.items()}
        for row in db.session.execute(statement)
    ]
