"""Tokens in mailed links: signed, dated, and dead as soon as what they were made for is done.

Nothing is stored. A token carries a digest of what its use will change (the password, the confirmation …), so that
it opens once; of two links mailed for the same thing, using one kills the other.
"""

import hashlib
from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from forum import clock
from forum.accounts.models import User
from forum.config import Config
from forum.db import db, is_writing
from forum.web.security import local_target


@dataclass(frozen=True)
class Opened:
    """A token that fits: whose it is, and where it leads afterwards."""

    user: User
    target: str


def confirmation_token(user: User, target: str) -> str:
    """For the link that confirms an address."""
    return _signer("confirm").dumps([user.id, _state(user), target])


def reset_token(user: User) -> str:
    """For the link that sets a new password."""
    return _signer("reset").dumps([user.id, _state(user), ""])


def new_email_token(user: User, email: str) -> str:
    """For the link that proves a new address, which it carries."""
    return _signer("email").dumps([user.id, _state(user), email])


def keep_token(user: User) -> str:
    """For the link that takes the deletion of an account back."""
    return _signer("keep").dumps([user.id, _state(user), str(user.deletion_at)])


def resend_token(user: User, target: str) -> str:
    """For the button that has the confirmation mailed again, shown to who knows the password."""
    return _signer("resend").dumps([user.id, _state(user), target])


def unsubscribe_token(user_id: int, group: str) -> str:
    """For the link that ends one group of mails. It never dies: a mail may be read years later."""
    return URLSafeSerializer(current_app.secret_key or "", salt="unsubscribe").dumps([user_id, group])


def opened_unsubscribe(token: str) -> tuple[User, str] | None:
    """Whose mails, and of which group."""
    try:
        user_id, group = URLSafeSerializer(current_app.secret_key or "", salt="unsubscribe").loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    user = db.session.get(User, user_id)
    return (user, str(group)) if user is not None else None


def opened_confirmation(token: str) -> Opened | None:
    return _opened("confirm", token, _config().confirm_hours * 3600)


def opened_reset(token: str) -> Opened | None:
    return _opened("reset", token, _config().reset_minutes * 60)


def opened_new_email(token: str) -> tuple[User, str] | None:
    """Whose address is to change, and into which."""
    return _loaded("email", token, _config().reset_minutes * 60)


def opened_keep(token: str) -> User | None:
    """Whose account is to stay; None when it was said already."""
    found = _loaded("keep", token, _config().deletion_days * 86_400)
    return found[0] if found is not None and found[1] == str(found[0].deletion_at) else None


def opened_resend(token: str) -> Opened | None:
    return _opened("resend", token, 3600)


def stamp() -> str:
    """The present moment, signed: how long a form was open."""
    return _signer("form").dumps("")


def seconds_since(stamped: str) -> float:
    """How long ago a stamp was made; 0 for one that is not ours."""
    try:
        _, moment = _signer("form").loads(stamped, return_timestamp=True)
    except BadSignature:
        return 0.0
    return float(clock.now().timestamp() - moment.timestamp())


def _opened(purpose: str, token: str, seconds: int) -> Opened | None:
    found = _loaded(purpose, token, seconds)
    return Opened(found[0], local_target(found[1], "/")) if found is not None else None


def _loaded(purpose: str, token: str, seconds: int) -> tuple[User, str] | None:
    try:
        user_id, state, carried = _signer(purpose).loads(token, max_age=seconds)
    except (BadSignature, ValueError, TypeError):
        return None
    # Of two who use it at the same moment, the second waits here and finds it used (PostgreSQL; SQLite has one writer).
    user = db.session.get(User, user_id, with_for_update=is_writing())
    if user is None or not user.active or user.erased or _state(user) != state:
        return None
    return user, carried


def _state(user: User) -> str:
    """What using any of these tokens changes."""
    facts = f"{user.fs_uniquifier}|{user.password}|{user.email_key}|{user.confirmed_at}"
    return hashlib.sha256(facts.encode()).hexdigest()[:32]


def _signer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(_config().secret(), salt=f"account-{purpose}")


def _config() -> Config:
    return current_app.extensions["forum"]
