"""What is kept of a member's drafts, for their own download, and forgetting it."""

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.drafts.models import Draft
from forum.drafts.queries import drafts_of


def export(user: User) -> tuple[dict[str, object], list[tuple[str, bytes]]]:
    """Each draft as it was typed. No file."""
    found = [{"at": each.path, "saved": each.saved_at.isoformat(), **each.fields} for each in drafts_of(user)]
    return ({"drafts": found} if found else {}), []


def forget(user: User) -> None:
    db.session.execute(sa.delete(Draft).where(Draft.user_id == user.id))
