"""A second factor: codes of an application (TOTP, RFC 6238), passkeys, and recovery codes for who lost them.

The application's secret is stored encrypted under the site's key, recovery codes as keyed digests. Whoever has one of
the two first is given the codes; with the last one they go. Each change ends the account's other sessions.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from passlib.exc import TokenError
from passlib.totp import TOTP

from forum import clock, outbox
from forum.accounts.attempts import forget_failures, record_failure
from forum.accounts.models import PendingLogin, User
from forum.accounts.sessions import end_sessions
from forum.db import db, is_writing
from forum.errors import Invalid
from forum.outbox import Event
from forum.words import message

RECOVERY_CODES = 10
_TRIES = 5  # then the password is asked for again
_PENDING_MINUTES = 10
_DRIFT_SECONDS = 30  # a telephone's clock may be so far off
_WRONG = message("Ce code n’est pas le bon, ou a déjà servi : attendez le suivant.")


class Vault:
    """The site's key, which secrets are encrypted and codes digested with."""

    def __init__(self, key: str, issuer: str) -> None:
        self._key = key.encode()
        self.totp = TOTP.using(issuer=issuer, secrets={"1": key})

    def new_secret(self) -> str:
        return str(self.totp.new().to_json(encrypt=True))

    def digest(self, code: str) -> str:
        plain = "".join(char for char in code.casefold() if char.isalnum())
        return hmac.new(self._key, plain.encode(), hashlib.sha256).hexdigest()

    def handle(self, user: User) -> bytes:
        """What passkeys know an account by: the same for all of its keys, and telling nothing of it."""
        return hmac.new(self._key, f"passkeys of {user.id}".encode(), hashlib.sha256).digest()

    def counter(self, secret: str, code: str, last: int | None) -> int | None:
        """The half-minute that the code belongs to; None for a wrong one, or one not later than `last`."""
        try:
            found = self.totp.verify(
                "".join(code.split()),
                secret,
                time=int(clock.now().timestamp()),
                window=_DRIFT_SECONDS,
                last_counter=last,
            )
        except (TokenError, ValueError, TypeError):
            return None
        return int(found.counter)


def has_second_factor(user: User) -> bool:
    """Whether the password alone does not open the account."""
    return user.totp_secret is not None or user.passkey_count > 0


def switch_on(user: User, secret: str, code: str, vault: Vault, *, keep: str = "") -> list[str]:
    """Ask for codes from now on; returns the recovery codes where there were none, which nobody sees again.

    `keep`: the hash of the session that goes on. Raises Invalid.
    """
    counter = vault.counter(secret, code, None)
    if counter is None:
        raise Invalid(_WRONG, "code")
    user.totp_secret, user.totp_counter = secret, counter
    codes = first_codes(user, vault)
    changed(user, "on", keep)
    return codes


def renew_codes(user: User, vault: Vault) -> list[str]:
    """New recovery codes; the old ones are worth nothing any more."""
    codes = _new_codes(user, vault)
    changed(user, "codes")
    return codes


def switch_off(user: User, *, keep: str = "") -> None:
    """Codes are not asked for any more: where there is no passkey either, the password is enough again."""
    user.totp_secret = user.totp_counter = None
    drop_useless_codes(user)
    changed(user, "off", keep)


def code_fits(user: User, code: str, vault: Vault) -> bool:
    """Use up a code of the application, or a recovery code. Inside a write, with the user locked."""
    counter = vault.counter(user.totp_secret, code, user.totp_counter) if user.totp_secret else None
    if counter is not None:
        user.totp_counter = counter  # security: seen over a shoulder, it is of no use any more
        db.session.flush()
        return True
    held, digest = user.recovery_codes or [], vault.digest(code)
    if not any(hmac.compare_digest(each, digest) for each in held):
        return False
    user.recovery_codes = [each for each in held if each != digest]
    changed(user, "used")
    return True


def first_codes(user: User, vault: Vault) -> list[str]:
    """The recovery codes of an account that had no second factor; none where it has some."""
    return _new_codes(user, vault) if user.recovery_codes is None else []


def drop_useless_codes(user: User) -> None:
    """Without a second factor there is nothing to recover."""
    if not has_second_factor(user):
        user.recovery_codes = None


def changed(user: User, what: str, keep: str | None = None) -> None:
    """Tell the owner; with `keep`, end every session but the one with this hash."""
    if keep is not None:
        end_sessions(user.id, but_hash=keep)  # security: whoever sat in one must not outlast the change
    db.session.flush()
    outbox.publish(Event.SECOND_FACTOR_CHANGED, user_id=user.id, what=what)


def begin_pending(user: User, *, remember: bool) -> str:
    """The password was right, the code is to come: what the browser shows meanwhile. Inside a write."""
    token, moment = secrets.token_urlsafe(32), clock.now()
    db.session.execute(sa.delete(PendingLogin).where(PendingLogin.expires_at < moment))
    expires = moment + timedelta(minutes=_PENDING_MINUTES)
    db.session.add(PendingLogin(id_hash=_hash(token), user_id=user.id, remember=remember, tries=0, expires_at=expires))
    db.session.flush()
    return token


def pending(token: str) -> PendingLogin | None:
    """The sign-in under way, while it may still be tried."""
    held = sa.select(PendingLogin).where(PendingLogin.id_hash == _hash(token), PendingLogin.expires_at > clock.now())
    held = held.where(PendingLogin.tries < _TRIES)
    return db.session.scalar(held.with_for_update() if is_writing() else held)


def try_pending(token: str, fits: Callable[[User], bool]) -> tuple[User, bool] | None:
    """Who is signed in and whether for long; None for what does not fit, which is counted. Inside a write.

    Raises Invalid when the password has to be given again.
    """
    held = pending(token)
    if held is None:
        raise Invalid(message("Trop de temps ou d’essais : donnez de nouveau votre mot de passe."), "code")
    user = db.session.get_one(User, held.user_id, with_for_update=True, populate_existing=True)
    if not fits(user):
        held.tries += 1
        record_failure(user.email_key)
        db.session.flush()
        return None
    db.session.delete(held)
    forget_failures(user.email_key)
    db.session.flush()
    return user, held.remember


def wrong_code() -> Invalid:
    return Invalid(_WRONG, "code")


def _new_codes(user: User, vault: Vault) -> list[str]:
    raw = [secrets.token_hex(6) for _ in range(RECOVERY_CODES)]
    codes = [f"{each[:4]}-{each[4:8]}-{each[8:]}" for each in raw]
    user.recovery_codes = [vault.digest(code) for code in codes]
    return codes


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
