"""A member's password, and the sessions that it opened."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, current_app, render_template, request, session
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts import actions
from forum.accounts.models import User
from forum.accounts.sessions import end_session, end_sessions, session_key, sessions_of
from forum.config import Config
from forum.db import db
from forum.web.account import settings_stored, settings_tabs
from forum.web.devices import device
from forum.web.forms.accounts import PasswordForm, typed
from forum.web.jinja import snapshot
from forum.web.language import said
from forum.web.login import hashed, member, members_only, sign_in
from forum.web.reauthentication import refusal
from forum.web.sessions import present_hash
from forum.words import message

pages = Blueprint("access", __name__)

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class SessionRow:
    """A session as its owner sees it."""

    key: str
    device: str
    address: str
    created_at: datetime
    last_seen_at: datetime
    present: bool


@pages.get(paths.SETTINGS_SECURITY)
@members_only
def security() -> Answer:
    """The form of the password, and one's sessions."""
    return _security_page(_password_form(member()))


@pages.post(paths.SETTINGS_SECURITY)
@members_only
def change_password() -> Answer:
    """Set a new password for who knows the present one: every other session ends."""
    user = member()
    form = _password_form(user)
    if status := refusal(user, form):
        return _security_page(form), status
    password_hash, remember = hashed(typed(form.password)), bool(getattr(session, "remember", False))
    with db.write(quiet=True):
        actions.change_password(user, password_hash)
    sign_in(user, remember=remember)
    done = message("Votre mot de passe est changé ; vos autres sessions ont pris fin.")
    return settings_stored(paths.SETTINGS_SECURITY, done)


@pages.post(paths.SETTINGS_SESSIONS)
@members_only
def close_session() -> Response:
    """End one of one's sessions, or all but this one."""
    user, present = member(), present_hash()
    others = request.form.get("key") == "others"
    with db.write(quiet=True):
        if others:
            end_sessions(user.id, but_hash=present)
        else:
            end_session(user, request.form.get("key", ""))
    return settings_stored(
        paths.SETTINGS_SECURITY,
        message("Vos autres sessions sont closes.") if others else message("La session est close."),
    )


def _password_form(user: User) -> PasswordForm:
    return PasswordForm(least=_config().password_length, about=(user.name, user.email, snapshot().settings.name))


def _security_page(form: PasswordForm) -> str:
    present = present_hash()
    rows = [
        SessionRow(
            key=session_key(each),
            device=said(device(each.user_agent)),
            address=each.address,
            created_at=each.created_at,
            last_seen_at=each.last_seen_at,
            present=each.id_hash == present,
        )
        for each in sessions_of(member())
    ]
    return render_template(
        "accounts/security.html", form=form, sessions=rows, tabs=settings_tabs(paths.SETTINGS_SECURITY)
    )


def _config() -> Config:
    return current_app.extensions["forum"]
