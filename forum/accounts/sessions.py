"""The rows of people's sessions: listed, and ended. How a session is begun is the edge's."""

from datetime import datetime

import sqlalchemy as sa

from forum import clock
from forum.accounts.models import LoginSession, User
from forum.db import db
from forum.errors import Missing
from forum.verdict import HIDDEN

_KEY_LENGTH = 16


def session_key(session: LoginSession) -> str:
    """What a form names a session by: the beginning of its hash, of no use as a cookie."""
    return session.id_hash[:_KEY_LENGTH]


def sessions_of(user: User) -> list[LoginSession]:
    """The living sessions of a person, the latest first."""
    found = sa.select(LoginSession).where(LoginSession.user_id == user.id, LoginSession.expires_at > clock.now())
    return list(db.session.scalars(found.order_by(LoginSession.created_at.desc())))


def end_session(actor: User, key: str) -> None:
    """End one of one's own sessions. Raises Missing when one has no such session."""
    ended = next((each for each in sessions_of(actor) if session_key(each) == key), None)
    if ended is None:
        assert HIDDEN.reason is not None
        raise Missing(HIDDEN.reason)
    db.session.delete(ended)
    db.session.flush()


def end_sessions(user_id: int, *, but_hash: str = "") -> None:
    """End every session of a person, except the one whose hash is given. Inside a write."""
    ended = sa.delete(LoginSession).where(LoginSession.user_id == user_id)
    db.session.execute(ended.where(LoginSession.id_hash != but_hash) if but_hash else ended)


def purge_ended(moment: datetime) -> None:
    """Forget the sessions that had ended by then. Inside a write."""
    db.session.execute(sa.delete(LoginSession).where(LoginSession.expires_at < moment))
