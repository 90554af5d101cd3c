"""What a post said before: its versions, newest first. What staff withdrew, moderators alone read."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.topics.models import Post, PostRevision, Topic


@dataclass(frozen=True, slots=True)
class Version:
    """A text that the post had, and for a first post its topic's title then. `before`: the last that the reader reads.

    Withheld from the reader, it has a number, an author and a date, and nothing else.
    """

    number: int
    author: str
    at: datetime
    reason: str
    body: str
    title: str | None
    withdrawn: bool = False
    withheld: bool = False
    before: "Version | None" = None


def versions(post: Post, topic: Topic, *, moderates: bool, page: int, per_page: int) -> tuple[list[Version], int]:
    """A page of versions, the present one first, and how many there are. Two statements."""
    withdrawn = PostRevision.withdrawn_at.is_not(None)
    withheld = sa.false() if moderates else withdrawn
    newest = post.revision - (page - 1) * per_page
    wanted = PostRevision.number.between(newest - per_page, newest)
    found = db.session.execute(
        sa.select(
            PostRevision.number,
            User.name,
            PostRevision.written_at,
            sa.case((withheld, ""), else_=PostRevision.reason),
            sa.case((withheld, ""), else_=PostRevision.body),
            sa.case((withheld, None), else_=PostRevision.title),
            withdrawn,
            withheld,
        )
        .join(User, User.id == PostRevision.author_id)
        .where(PostRevision.post_id == post.id, wanted)
        .order_by(PostRevision.number)
    )
    line: list[Version] = []
    for row in found:
        number, author, at, reason, body, title, gone, kept = row
        line.append(Version(number, author, at, reason, body, title, gone, kept, _last_read(line)))
    if page == 1:
        line.append(_present(post, topic, _last_read(line)))
    return line[::-1][:per_page], post.revision


def _last_read(line: list[Version]) -> Version | None:
    return next((version for version in reversed(line) if not version.withheld), None)


def _present(post: Post, topic: Topic, before: Version | None) -> Version:
    name = db.session.scalar(sa.select(User.name).where(User.id == (post.edited_by_id or post.author_id)))
    title = topic.title if post.position == 1 else None
    at = post.edited_at or post.created_at
    return Version(post.revision, name or "", at, post.edit_reason, post.body, title, before=before)
