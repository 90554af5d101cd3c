"""What is kept of the edits that a member's guides wait for, for their own download, and forgetting it."""

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.guides.models import GuideEdit


def export(user: User) -> tuple[dict[str, object], list[tuple[str, bytes]]]:
    """The edits that wait, as they were written. No file."""
    own = sa.select(GuideEdit).where(GuideEdit.author_id == user.id).order_by(GuideEdit.id)
    found = [
        {"post": each.post_id, "at": each.made_at.isoformat(), "reason": each.reason, "body": each.body}
        for each in db.session.scalars(own)
    ]
    return ({"guide_edits": found} if found else {}), []


def forget(user: User) -> None:
    db.session.execute(sa.delete(GuideEdit).where(GuideEdit.author_id == user.id))
