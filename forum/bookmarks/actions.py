"""A post is kept, its note changed, let go. Called inside `db.write()`; private to the actor."""

import unicodedata

import sqlalchemy as sa

from forum import clock
from forum.accounts.models import User
from forum.bookmarks.models import Bookmark
from forum.bookmarks.policy import may_keep
from forum.db import db
from forum.errors import Invalid
from forum.topics.models import Post, Topic
from forum.verdict import require
from forum.words import message

NOTE_CHARACTERS = 500
KEPT_AT_MOST = 2000  # a member


def keep(actor: User, post: Post, topic: Topic, note: str = "") -> None:
    """Keep a post; kept already, it stays as it is. Raises Invalid for too many, or too long a note."""
    require(may_keep(actor, post, topic))
    if actor.bookmarks >= KEPT_AT_MOST:
        raise Invalid(message("Vous gardez %(most)s favoris : retirez-en pour en ajouter.", most=KEPT_AT_MOST))
    row = db.insert(Bookmark).values(user_id=actor.id, post_id=post.id, at=clock.now(), **_noted(note))
    db.session.execute(row.on_conflict_do_nothing())
    _count(actor)


def annotate(actor: User, post_id: int, note: str) -> bool:
    """Change the note of a post that the actor keeps; False when they do not."""
    mine = sa.and_(Bookmark.user_id == actor.id, Bookmark.post_id == post_id)
    changed = sa.update(Bookmark).where(mine).values(**_noted(note)).returning(Bookmark.post_id)
    return db.session.execute(changed).first() is not None


def let_go(actor: User, post_id: int) -> bool:
    """Keep it no longer; False when it was not kept."""
    gone = sa.delete(Bookmark).where(Bookmark.user_id == actor.id, Bookmark.post_id == post_id)
    done = db.session.execute(gone.returning(Bookmark.post_id)).first() is not None
    _count(actor)
    return done


def folded(text: str) -> str:
    """As notes are searched: without capitals and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(each for each in apart if not unicodedata.combining(each)).split())


def _noted(note: str) -> dict[str, str]:
    if len(note) > NOTE_CHARACTERS:
        raise Invalid(
            message("Une note tient en %(most)s caractères : raccourcissez-la.", most=NOTE_CHARACTERS), "note"
        )
    return {"note": note, "folded": folded(note)[: 2 * NOTE_CHARACTERS]}


def _count(actor: User) -> None:
    """Counted anew: a bookmark also goes with its post."""
    mine = sa.select(sa.func.count()).select_from(Bookmark).where(Bookmark.user_id == actor.id)
    db.session.execute(sa.update(User).where(User.id == actor.id).values(bookmarks=mine.scalar_subquery()))
    db.session.expire(actor, ["bookmarks"])
