"""What a member was told and what they follow, for their own download, and its removal."""

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.notifications.models import Notice
from forum.topics.models import Watch


def export(user: User) -> tuple[dict[str, object], list[tuple[str, bytes]]]:
    """What one was told of, what one follows and since when, oldest first. No file."""
    rows = db.session.execute(
        sa.select(Notice.kind, Notice.post_id, Notice.at, Notice.seen_at)
        .where(Notice.user_id == user.id)
        .order_by(Notice.id)
    )
    told = [{"kind": row.kind, "post": row.post_id, "at": row.at, "seen": row.seen_at} for row in rows]
    followed = [
        {"kind": row.kind, "target": row.target, "level": row.level, "at": row.at}
        for row in db.session.scalars(sa.select(Watch).where(Watch.user_id == user.id).order_by(Watch.at, Watch.target))
    ]
    record: dict[str, object] = {"told": told, "followed": followed, "mails": user.mail_wishes}
    return (record if told or followed or user.mail_wishes else {}), []


def forget(user: User) -> None:
    """Remove all of it, and nameless what others were told of the member."""
    db.session.execute(sa.delete(Notice).where(Notice.user_id == user.id))
    db.session.execute(sa.delete(Watch).where(Watch.user_id == user.id))
    db.session.execute(sa.update(Notice).where(Notice.actor_id == user.id).values(actor_id=None))
    user.unread_notices, user.mail_wishes = 0, {}
