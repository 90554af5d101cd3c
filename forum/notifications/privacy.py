"""What is kept of what a member was told, for their own download, and its removal."""

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.notifications.models import Notice


def export(user: User) -> tuple[dict[str, object], list[tuple[str, bytes]]]:
    """What one was told of and when, oldest first. No file."""
    rows = db.session.execute(
        sa.select(Notice.kind, Notice.post_id, Notice.at, Notice.seen_at)
        .where(Notice.user_id == user.id)
        .order_by(Notice.id)
    )
    told = [{"kind": row.kind, "post": row.post_id, "at": row.at, "seen": row.seen_at} for row in rows]
    record: dict[str, object] = {"told": told, "mails": user.mail_wishes} if told or user.mail_wishes else {}
    return record, []


def forget(user: User) -> None:
    """Remove all of it, and nameless what others were told of the member."""
    db.session.execute(sa.delete(Notice).where(Notice.user_id == user.id))
    db.session.execute(sa.update(Notice).where(Notice.actor_id == user.id).values(actor_id=None))
    user.unread_notices, user.mail_wishes = 0, {}
