"""Keeping, changing and dropping one's own searches. Inside a write."""

import sqlalchemy as sa

from forum import clock
from forum.accounts.models import User
from forum.db import db
from forum.errors import Invalid, Missing
from forum.savedsearches.models import Alert, SavedSearch
from forum.savedsearches.policy import may_save
from forum.verdict import HIDDEN, require
from forum.words import message

LONGEST_NAME = 100


def save(actor: User, text: str, alert: str, *, most: int) -> bool:
    """Keep a search under its own words; whether it was not kept yet. Raises Invalid, or Refused beyond `most`."""
    held = sa.select(SavedSearch.text).where(SavedSearch.user_id == actor.id)
    texts = set(db.session.scalars(held))
    if text in texts:
        return False
    require(may_save(actor, len(texts), most))
    row = db.insert(SavedSearch).values(
        user_id=actor.id,
        name=text[:LONGEST_NAME],
        text=text,
        alert=_alert(alert),
        paused=False,
        created_at=clock.now(),
    )
    # Two clicks may arrive at once: the second finds it kept.
    return db.session.scalar(row.on_conflict_do_nothing().returning(SavedSearch.id)) is not None


def change(actor: User, search_id: int, *, name: str, alert: str) -> None:
    """Give a search another name and another way to be told. Raises Invalid, or Missing for somebody else's."""
    if not name:
        raise Invalid(message("Donnez un nom à cette recherche."), "name")
    if len(name) > LONGEST_NAME:
        raise Invalid(message("Ce nom est trop long : %(most)s caractères au plus.", most=LONGEST_NAME), "name")
    kept = _own(actor, search_id)
    kept.name, kept.alert = name, _alert(alert)


def pause(actor: User, search_id: int, *, paused: bool) -> None:
    """Stop its alerts for a while, or let them come again. What was written meanwhile is not told afterwards."""
    _own(actor, search_id).paused = paused


def remove(actor: User, search_id: int) -> None:
    """Forget a search."""
    db.session.delete(_own(actor, search_id))


def _alert(typed: str) -> Alert:
    if typed not in set(Alert):
        raise Invalid(message("Choisissez l’alerte : sur le site, par courriel, ou aucune."), "alert")
    return Alert(typed)


def _own(actor: User, search_id: int) -> SavedSearch:
    kept = db.session.get(SavedSearch, search_id)
    # security: somebody else's is as missing as none
    if kept is None or kept.user_id != actor.id:
        assert HIDDEN.reason is not None
        raise Missing(HIDDEN.reason)
    return kept
