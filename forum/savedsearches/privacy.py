"""A member's saved searches for their own download, and forgetting them."""

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.savedsearches.models import SavedSearch
from forum.savedsearches.queries import searches_of


def export(user: User) -> tuple[dict[str, object], list[tuple[str, bytes]]]:
    """Each with what was typed and how one is told. No file."""
    kept = [
        {
            "name": each.name,
            "search": each.text,
            "alert": each.alert,
            "paused": each.paused,
            "saved": each.created_at,
            "last_alert": each.matched_at,
        }
        for each in searches_of(user)
    ]
    return ({"searches": kept} if kept else {}), []


def forget(user: User) -> None:
    db.session.execute(sa.delete(SavedSearch).where(SavedSearch.user_id == user.id))
