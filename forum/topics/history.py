"""What a post said before: its versions, newest first."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.topics.models import Post, PostRevision, Topic


@dataclass(frozen=True, slots=True)
class Version:
    """A text that the post had, and for a first post its topic's title then. `before` is the version it replaced."""

    number: int
    author: str
    at: datetime
    reason: str
    body: str
    title: str | None
    before: "Version | None" = None


def versions(post: Post, topic: Topic, *, page: int, per_page: int) -> tuple[list[Version], int]:
    """A page of versions, the present one first, and how many there are. Two statements."""
    newest = post.revision - (page - 1) * per_page
    wanted = PostRevision.number.between(newest - per_page, newest)
    found = db.session.execute(
        sa.select(
            PostRevision.number,
            User.name,
            PostRevision.written_at,
            PostRevision.reason,
            PostRevision.body,
            PostRevision.title,
        )
        .join(User, User.id == PostRevision.author_id)
        .where(PostRevision.post_id == post.id, wanted)
        .order_by(PostRevision.number)
    )
    line: list[Version] = []
    for row in found:
        line.append(Version(*row, before=line[-1] if line else None))
    if page == 1:
        line.append(_present(post, topic, line[-1] if line else None))
    return line[::-1][:per_page], post.revision


def _present(post: Post, topic: Topic, before: Version | None) -> Version:
    name = db.session.scalar(sa.select(User.name).where(User.id == (post.edited_by_id or post.author_id)))
    title = topic.title if post.position == 1 else None
    at = post.edited_at or post.created_at
    return Version(post.revision, name or "", at, post.edit_reason, post.body, title, before)
