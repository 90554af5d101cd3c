"""Sessions: rows on the server for members, a signed cookie for the few forms that visitors have, nothing else.

A visitor who only reads gets no cookie. A member's cookie holds 256 random bits; the row holds their hash.
Notices for the next page travel in a small signed cookie of their own, so that showing one writes nothing.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask, Request, Response, session
from flask.sessions import SessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.orm.attributes import set_committed_value
from werkzeug.datastructures import CallbackDict

from forum import clock
from forum.accounts.models import LoginSession, User, group_members
from forum.accounts.secondfactor import has_second_factor
from forum.config import Config
from forum.db import db
from forum.settings.models import Setting
from forum.taxonomy.policy import moderates_somewhere

_FORM_HOURS = 24
_NOTICE_SECONDS = 120

_FACTOR_ASKED = sa.exists().where(Setting.name == "staff_factor", sa.cast(Setting.value, sa.String) == "true")

_GROUPS = sa.select(sa.func.count()).where(group_members.c.user_id == User.id).correlate(User).scalar_subquery()
_RARELY_READ = {"bio", "bio_html", "signature", "signature_html", "contact", "recovery_codes", "mail_wishes"}
_READ = [column for column in User.__table__.columns if column.name not in _RARELY_READ]

# Built once: building it took longer than running it. Past the ORM, which took as long as seven of a topic's posts.
_OF_MEMBER = (
    sa.select(
        LoginSession.data.label("session_data"),
        LoginSession.remember.label("session_remember"),
        moderates_somewhere().label("moderates_some"),
        _FACTOR_ASKED.label("factor_asked"),
        _GROUPS.label("groups"),
        *_READ,
    )
    .join(User, User.id == LoginSession.user_id)
    .where(
        LoginSession.id_hash == sa.bindparam("id_hash"), LoginSession.expires_at > sa.bindparam("moment"), User.active
    )
)


class ForumSession(CallbackDict, SessionMixin):  # type: ignore[type-arg]  # werkzeug's class takes no parameters here
    """A session: `user` is the member it belongs to, as loaded with it; None for visitors."""

    def __init__(self, initial: dict[str, Any] | None = None, *, token: str = "", remember: bool = False) -> None:
        def changed(session: "ForumSession") -> None:
            session.modified = True

        super().__init__(initial or {}, changed)
        self.modified = False
        self.token = token
        self.user: User | None = None
        self.moderates = False
        self.remember = remember
        self.notices: list[tuple[str, str]] = []
        self.notices_came = False
        self.notices_changed = False


class ServerSessions(SessionInterface):
    """Flask's door to sessions."""

    def __init__(self, config: Config) -> None:
        self.config = config
        prefix = "__Host-" if config.https else ""
        self.cookie, self.form_cookie, self.notice_cookie = f"{prefix}sid", f"{prefix}form", f"{prefix}notice"

    def open_session(self, app: Flask, request: Request) -> ForumSession:
        if request.path.startswith("/static/"):
            return ForumSession()  # the same for everybody: no row is read for it
        if "HTTP_COOKIE" not in request.environ:
            return ForumSession()
        token = request.cookies.get(self.cookie, "")
        session = self._of_member(token) if 40 <= len(token) <= 50 else None
        if session is None:
            session = ForumSession(
                self._unsigned(app, request.cookies.get(self.form_cookie), _FORM_HOURS * 3600), token=""
            )
        if raw := request.cookies.get(self.notice_cookie):
            session.notices = [tuple(each) for each in self._unsigned(app, raw, _NOTICE_SECONDS).get("notices", [])]
            session.notices_came = True
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        assert isinstance(session, ForumSession)
        self._save_notices(app, session, response)
        member_id = session.get("_user_id")
        if session.token or member_id:
            self._save_member(session, response)
        elif session.modified and session:
            value = _serializer(app).dumps(dict(session))
            response.set_cookie(self.form_cookie, value, max_age=_FORM_HOURS * 3600, **self._flags())
            response.headers["Cache-Control"] = "private, no-store"

    def _of_member(self, token: str) -> ForumSession | None:
        values = {"id_hash": id_hash(token), "moment": clock.now()}
        found = next(iter(db.records(_OF_MEMBER, values)), None)
        if found is None:
            return None
        session = ForumSession(found.session_data, token=token, remember=found.session_remember)
        session.user = user = db.held(User, {column.name: getattr(found, column.name) for column in _READ})
        if not found.groups:
            set_committed_value(user, "roles", [])
        session.moderates = bool(found.moderates_some) or user.is_admin
        # security: here, where members enter, so that no page asks on its own whether a right of staff may be used now
        staff = session.moderates or user.is_staff
        user.lacks_factor = bool(found.factor_asked) and staff and not has_second_factor(user)
        return session if session.get("_user_id") == user.fs_uniquifier else None

    def _save_member(self, session: ForumSession, response: Response) -> None:
        if "_user_id" not in session:
            self._forget(session, response)
        elif not session.token or session.get("renew"):
            self._begin(session, response)
        elif session.modified:
            with db.write(quiet=True):
                changed = sa.update(LoginSession).where(LoginSession.id_hash == id_hash(session.token))
                db.session.execute(changed.values(data=_stored(session)))

    def _begin(self, session: ForumSession, response: Response) -> None:
        """A new id at sign-in and whenever rights change (`renew`): a fixed or stolen old one is worth nothing."""
        from_before, token = session.token, secrets.token_urlsafe(32)
        remember = bool(session.pop("remember_me", session.remember))
        session.pop("renew", None)
        moment = clock.now()
        life = timedelta(days=self.config.remember_days) if remember else timedelta(hours=self.config.session_hours)
        about = {"user_agent": session.pop("user_agent", ""), "address": session.pop("address", "")}
        with db.write(quiet=True):
            user_id = db.session.scalar(sa.select(User.id).where(User.fs_uniquifier == session["_user_id"]))
            if from_before:
                db.session.execute(sa.delete(LoginSession).where(LoginSession.id_hash == id_hash(from_before)))
            row = LoginSession(id_hash=id_hash(token), user_id=user_id, data=_stored(session), remember=remember)
            row.created_at = row.last_seen_at = moment
            row.expires_at = moment + life
            row.user_agent, row.address = about["user_agent"][:255], about["address"][:64]
            db.session.add(row)
        max_age = int(life.total_seconds()) if remember else None
        response.set_cookie(self.cookie, token, max_age=max_age, **self._flags())
        response.delete_cookie(self.form_cookie, **self._flags())

    def _forget(self, session: ForumSession, response: Response) -> None:
        with db.write(quiet=True):
            db.session.execute(sa.delete(LoginSession).where(LoginSession.id_hash == id_hash(session.token)))
        response.delete_cookie(self.cookie, **self._flags())

    def _save_notices(self, app: Flask, session: ForumSession, response: Response) -> None:
        if session.notices_changed and session.notices:
            value = _serializer(app).dumps({"notices": session.notices})
            response.set_cookie(self.notice_cookie, value, max_age=_NOTICE_SECONDS, **self._flags())
        elif session.notices_changed and session.notices_came:
            response.delete_cookie(self.notice_cookie, **self._flags())

    def _flags(self) -> dict[str, Any]:
        return {"path": "/", "httponly": True, "samesite": "Lax", "secure": self.config.https}

    def _unsigned(self, app: Flask, raw: str | None, max_age: int) -> dict[str, Any]:
        if not raw:
            return {}
        try:
            data = _serializer(app).loads(raw, max_age=max_age)
        except BadSignature:
            return {}
        return data if isinstance(data, dict) else {}


def join(app: Flask, config: Config) -> None:
    app.session_interface = ServerSessions(config)


def id_hash(token: str) -> str:
    """What a session's row is found by."""
    return hashlib.sha256(token.encode()).hexdigest()


def present_hash() -> str:
    """What the row of the reader's own session is found by; of no row for a visitor."""
    return id_hash(getattr(session, "token", ""))


def _stored(session: ForumSession) -> dict[str, Any]:
    return dict(session)


def _serializer(app: Flask) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(app.secret_key or "", salt="forum-cookie")
