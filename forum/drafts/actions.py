"""Keeping and dropping drafts. Private to their writer: nobody else's identity is ever asked for."""

import json
import re
from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from forum import clock
from forum.accounts.models import User
from forum.db import db
from forum.drafts.models import Draft
from forum.errors import Invalid
from forum.words import message

# `revision`: of an edit, the text that it began from, so that another's edit meanwhile is still noticed
FIELDS = ("to", "title", "kind", "tags", "law", "body", "record", "reason", "revision")
KEPT_AT_MOST = 100  # a member; the oldest give way
_PLACES = re.compile(
    r"/(?:f/[a-z0-9-]{1,80}/new|t/\d{1,9}/(?:reply|experience)|p/\d{1,9}/(?:edit|improve)"
    r"|messages/(?:\d{1,9}|new(?:/[^/?#]{1,60})?))"
)
_LONGEST = 60_000  # characters, all fields together


def save(actor: User, path: str, fields: Mapping[str, str]) -> datetime | None:
    """Keep what is typed at an address, in the place of what was; None where nothing worth keeping is typed.

    Raises Invalid for an address without drafts, and for more text than a post may hold.
    """
    if not _PLACES.fullmatch(path):
        raise Invalid(message("Il n’y a pas de brouillon à cette adresse."))
    kept = {name: fields.get(name, "") for name in FIELDS if fields.get(name)}
    if not (kept.get("body", "").strip() or kept.get("title", "").strip()):
        drop(actor, path)
        return None
    text = json.dumps(kept, ensure_ascii=False)
    if len(text) > _LONGEST:
        raise Invalid(message("Ce texte est trop long pour être gardé : raccourcissez-le ou partagez-le."), "body")
    moment = clock.now()
    # Two tabs may keep the first draft of one form at the same moment: the later takes the place, neither fails.
    row = db.insert(Draft).values(user_id=actor.id, path=path, fields=text, saved_at=moment)
    typed = {"fields": row.excluded.fields, "saved_at": row.excluded.saved_at}
    db.session.execute(row.on_conflict_do_update(index_elements=["user_id", "path"], set_=typed))
    _make_room(actor)
    return moment


def drop(actor: User, path: str) -> None:
    """Forget the draft at an address, if there is one."""
    db.session.execute(sa.delete(Draft).where(Draft.user_id == actor.id, Draft.path == path))


def purge(before: datetime) -> None:
    """Forget what was last saved before a moment."""
    db.session.execute(sa.delete(Draft).where(Draft.saved_at < before))


def _make_room(actor: User) -> None:
    own = sa.select(Draft.path).where(Draft.user_id == actor.id)
    oldest = list(db.session.scalars(own.order_by(Draft.saved_at.desc(), Draft.path).offset(KEPT_AT_MOST)))
    if oldest:
        db.session.execute(sa.delete(Draft).where(Draft.user_id == actor.id, Draft.path.in_(oldest)))
