"""Who is signed in. The only place that knows Flask-Login and Flask-Security, and that writes account columns
outside actions.

Flask-Security gives password hashing and checking (argon2id) and signed tokens; its blueprint stays off because our
pages keep their own rules: no write on a GET, slow hashing outside write transactions, one POST button behind each mail
link, challenges that a passkey answers once.
"""

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import flask_login
from flask import Flask, request, session
from flask_security import Security, SQLAlchemyUserDatastore
from flask_security.utils import hash_password, verify_password

from forum import clock
from forum.accounts.models import Group, User
from forum.accounts.passwords import is_too_long, normalized
from forum.config import Config
from forum.db import db
from forum.errors import LoginRequired, TooOften
from forum.verdict import SIGN_IN
from forum.web import viewing
from forum.words import message

P = ParamSpec("P")
R = TypeVar("R")

AGAIN_AT = "again_at"  # in a session: when its member last showed to be the account's owner

_hashing: threading.BoundedSemaphore = threading.BoundedSemaphore(2)


def flask_security_settings(config: Config) -> dict[str, Any]:
    return {
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2", "bcrypt"],  # bcrypt: accounts that an importer brings
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
            "argon2__rounds": 2,
            "argon2__memory_cost": 19456,
            "argon2__parallelism": 1,
        },
        "SECURITY_PASSWORD_SALT": config.secret(),
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2", "bcrypt"],
        "SECURITY_PASSWORD_LENGTH_MIN": config.password_length,
        "SECURITY_REGISTER_BLUEPRINT": False,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    }


def join(app: Flask, config: Config) -> None:
    """Set up Flask-Security on Flask-Login, with the member loaded by our sessions."""
    global _hashing  # noqa: PLW0603  # one bound for the process, set from its settings
    _hashing = threading.BoundedSemaphore(config.hashing_at_once)
    Security(app, SQLAlchemyUserDatastore(db, User, Group), register_blueprint=False)
    _drop_unused(app)
    manager = app.login_manager  # type: ignore[attr-defined]  # put there by Flask-Security
    manager.user_loader(_loaded_with_session)
    manager.session_protection = None  # an address that changes on a phone is no theft; sessions are listed instead


def _drop_unused(app: Flask) -> None:
    """What the extensions would do around each page and nothing here asks for, a twentieth of a topic's page.

    Flask-Principal builds an identity, but rights are ours; Flask-Login gives templates its proxy, but they get
    `actor`, and looks after a cookie that is not used.
    """
    every_page: tuple[dict[str | None, list[Any]], ...] = (
        app.before_request_funcs,
        app.after_request_funcs,
        app.template_context_processors,
    )
    for hooks in every_page:
        hooks[None] = [
            each for each in hooks[None] if not each.__module__.startswith(("flask_principal", "flask_login"))
        ]


def _loaded_with_session(user_key: str) -> User | None:
    user = getattr(session, "user", None)
    return user if user is not None and user.fs_uniquifier == user_key else None


def actor() -> User | None:
    """The member who reads, as a real `User`; None for a visitor, and for whoever looks at the site as one."""
    user: User | None = getattr(session, "user", None)
    return user if user is None else viewing.reader(user)


def speaks_as_expert() -> bool | None:
    """Whether the reader last spoke as the expert they are recognised as; None for whoever is not one."""
    user = actor()
    if user is None or user.recognised_until is None or user.recognised_until <= clock.now():
        return None
    return user.speaks_as_expert


def moderates() -> bool:
    """Whether the member who reads moderates some forum."""
    return bool(getattr(session, "moderates", False)) and viewing.viewed_as() is None


def member() -> User:
    """The member who reads. Raises LoginRequired for a visitor."""
    user = actor()
    if user is None:
        assert SIGN_IN.reason is not None
        raise LoginRequired(SIGN_IN.reason)
    return user


def members_only(view: Callable[P, R]) -> Callable[P, R]:
    """A page that visitors are asked to sign in for."""

    @wraps(view)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        member()
        return view(*args, **kwargs)

    return checked


def sign_in(user: User, *, remember: bool) -> None:
    """Begin a session for the user. The row and cookie are made when the answer is sent."""
    # security: a token that somebody planted before is worth nothing after; made here, since a GET must not write
    session["csrf_token"] = secrets.token_hex(20)
    flask_login.login_user(user)
    session["remember_me"] = remember
    session[AGAIN_AT] = clock.now().timestamp()
    session["renew"] = True
    session["user_agent"] = request.headers.get("User-Agent", "")
    session["address"] = request.remote_addr or ""
    cast(Any, session).user = user


def sign_out() -> None:
    flask_login.logout_user()
    cast(Any, session).user = None


def hashed(password: str) -> str:
    """The argon2id hash. Slow on purpose: outside any write transaction. Raises TooOften when all hashers are busy."""
    with _a_hasher():
        return hash_password(normalized(password))


def password_fits(password: str, user: User | None) -> bool:
    """Whether the password is the user's. Takes the same time when there is no such user or no password."""
    if is_too_long(password):
        return False
    with _a_hasher():
        stored = user.password if user is not None and user.password else _decoy()
        return bool(verify_password(normalized(password), stored)) and user is not None and user.password is not None


@contextmanager
def _a_hasher() -> Iterator[None]:
    # security: each hash takes 19 MiB and 50 ms; a flood of sign-ins must not take them all
    if not _hashing.acquire(timeout=5):
        raise TooOften(message("Trop de connexions à la fois : réessayez dans quelques secondes."), 5)
    try:
        yield
    finally:
        _hashing.release()


_decoy_hash: list[str] = []


def _decoy() -> str:
    if not _decoy_hash:
        _decoy_hash.append(hash_password("nobody has this password"))
    return _decoy_hash[0]
