"""A second factor: codes of an application (TOTP, RFC 6238), and recovery codes for who lost it.

The application's secret is stored encrypted under the site's key, recovery codes as keyed digests.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta

import sqlalchemy as sa
from passlib.exc import TokenError
from passlib.totp import TOTP

from forum import clock, outbox
from forum.accounts.models import PendingLogin, User
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
    return user.totp_secret is not None


def switch_on(user: User, secret: str, code: str, vault: Vault) -> list[str]:
    """Ask for codes from now on; returns the recovery codes, which nobody sees again. Raises Invalid."""
    counter = vault.counter(secret, code, None)
    if counter is None:
        raise Invalid(_WRONG, "code")
    user.totp_secret, user.totp_counter = secret, counter
    return _renewed_codes(user, vault, "on")


def renew_codes(user: User, code: str, vault: Vault) -> list[str]:
    """New recovery codes; the old ones are worth nothing any more. Raises Invalid."""
    require_code(user, code, vault)
    return _renewed_codes(user, vault, "codes")


def switch_off(user: User, code: str, vault: Vault) -> None:
    """The password is enough again. Raises Invalid."""
    require_code(user, code, vault)
    user.totp_secret = user.totp_counter = user.recovery_codes = None
    _changed(user, "off")


def require_code(user: User, code: str, vault: Vault) -> None:
    """Use up a code of the application, or a recovery code. Inside a write, with the user locked. Raises Invalid."""
    counter = vault.counter(user.totp_secret, code, user.totp_counter) if user.totp_secret else None
    if counter is not None:
        user.totp_counter = counter  # security: seen over a shoulder, it is of no use any more
        db.session.flush()
        return
    held, digest = user.recovery_codes or [], vault.digest(code)
    if not any(hmac.compare_digest(each, digest) for each in held):
        raise Invalid(_WRONG, "code")
    user.recovery_codes = [each for each in held if each != digest]
    _changed(user, "used")


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


def try_pending(token: str, code: str, vault: Vault) -> tuple[User, bool] | None:
    """Who is signed in and whether for long; None for a wrong code, which is counted. Inside a write.

    Raises Invalid when the password has to be given again.
    """
    held = pending(token)
    if held is None:
        raise Invalid(message("Trop de temps ou d’essais : donnez de nouveau votre mot de passe."), "code")
    user = db.session.get_one(User, held.user_id, with_for_update=True, populate_existing=True)
    try:
        require_code(user, code, vault)
    except Invalid:
        held.tries += 1
        db.session.flush()
        return None
    db.session.delete(held)
    db.session.flush()
    return user, held.remember


def wrong_code() -> Invalid:
    return Invalid(_WRONG, "code")


def _renewed_codes(user: User, vault: Vault, what: str) -> list[str]:
    raw = [secrets.token_hex(6) for _ in range(RECOVERY_CODES)]
    codes = [f"{each[:4]}-{each[4:8]}-{each[8:]}" for each in raw]
    user.recovery_codes = [vault.digest(code) for code in codes]
    _changed(user, what)
    return codes


def _changed(user: User, what: str) -> None:
    db.session.flush()
    outbox.publish(Event.SECOND_FACTOR_CHANGED, user_id=user.id, what=what)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
