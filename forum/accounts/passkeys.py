"""Passkeys (WebAuthn): keys in a telephone, a computer or a token, several to an account, each with a name.

Each is a second factor. One that knows its owner (by finger, face or code) opens the account without a password, and
without a name where it holds that itself. The protocol is the `webauthn` library's; Flask-Security's own use of it
comes with pages that our sign-in cannot join and with challenges that may be answered twice.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import sqlalchemy as sa
import webauthn
from sqlalchemy.exc import IntegrityError
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from forum import clock
from forum.accounts.models import Passkey, UsedChallenge, User
from forum.accounts.secondfactor import Vault, changed, drop_useless_codes, first_codes
from forum.db import db
from forum.errors import Invalid, Missing
from forum.verdict import HIDDEN
from forum.words import message

NAME_LENGTH = 60
KEYS_AT_MOST = 20
_CHALLENGE_MINUTES = 5
_LONGEST_ANSWER = 20_000  # characters; those of real keys have about 1,500
_NOT_MADE = message("La clé d’accès n’a pas pu être enregistrée : recommencez.")
_TOO_OLD = message("Cette demande a expiré ou a déjà servi : recommencez.")


class Purpose(StrEnum):
    """What a key is asked for. An answer to one question is none to another."""

    ADD = "add"
    OPEN = "open"  # sign in, with nothing else
    CODE = "code"  # after the password
    AGAIN = "again"  # before what a borrowed session must not do


@dataclass(frozen=True)
class Party:
    """The site, as keys know it: what is made for it works nowhere else."""

    domain: str
    origin: str
    name: str


@dataclass(frozen=True)
class Challenge:
    """A question that one browser may have answered once, for some minutes. `user_id`: whose key is asked for."""

    value: str
    purpose: Purpose
    user_id: int | None
    until: float

    @classmethod
    def new(cls, purpose: Purpose, user_id: int | None = None) -> "Challenge":
        until = clock.now() + timedelta(minutes=_CHALLENGE_MINUTES)
        return cls(secrets.token_urlsafe(32), purpose, user_id, until.timestamp())


def passkeys_of(user: User) -> list[Passkey]:
    """A person's keys, the oldest first."""
    return list(db.session.scalars(sa.select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)))


def passkey_of(user: User, passkey_id: int) -> Passkey:
    """One of them. Raises Missing for anybody else's."""
    key = db.session.get(Passkey, passkey_id)
    if key is None or key.user_id != user.id:
        assert HIDDEN.reason is not None
        raise Missing(HIDDEN.reason)
    return key


def checked_key_name(name: str) -> str:
    """Raises Invalid with what to change."""
    if not 0 < len(name) <= NAME_LENGTH:
        raise Invalid(message("Donnez à cette clé un nom de 60 caractères au plus."), "name")
    return name


def creation_options(user: User, challenge: Challenge, party: Party, vault: Vault) -> str:
    """What the browser needs to make a key, as JSON."""
    made = webauthn.generate_registration_options(
        rp_id=party.domain,
        rp_name=party.name,
        user_id=vault.handle(user),
        user_name=user.name,
        user_display_name=user.name,
        challenge=base64url_to_bytes(challenge.value),
        timeout=_CHALLENGE_MINUTES * 60_000,
        # preferred, not required: an older key that holds no account is a second factor all the same
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
        exclude_credentials=_described(user),
    )
    return webauthn.options_to_json(made)


def request_options(challenge: Challenge, party: Party, user: User | None) -> str:
    """What the browser needs to ask a key, as JSON; without a user, whichever key the reader chooses."""
    made = webauthn.generate_authentication_options(
        rp_id=party.domain,
        challenge=base64url_to_bytes(challenge.value),
        timeout=_CHALLENGE_MINUTES * 60_000,
        allow_credentials=_described(user) if user is not None else [],
        user_verification=_verification(challenge.purpose),
    )
    return webauthn.options_to_json(made)


def add(user: User, name: str, answer: str, challenge: Challenge, party: Party, vault: Vault, keep: str) -> list[str]:
    """Take in the key that the browser made; returns the recovery codes where there were none.

    Inside a write, with the user locked. `keep`: the hash of the session that goes on. Raises Invalid.
    """
    _use_up(challenge, Purpose.ADD, user.id)
    if user.passkey_count >= KEYS_AT_MOST:
        raise Invalid(message("Vous avez déjà vingt clés d’accès : retirez d’abord l’une d’elles."), "name")
    try:
        made = webauthn.verify_registration_response(
            credential=_read(answer),
            expected_challenge=base64url_to_bytes(challenge.value),
            expected_rp_id=party.domain,
            expected_origin=party.origin,
        )
        transports = _transports(answer)
    except (WebAuthnException, ValueError, TypeError, KeyError):
        raise Invalid(_NOT_MADE, "name") from None
    key = Passkey(user_id=user.id, name=checked_key_name(name), public_key=made.credential_public_key)
    key.credential_id, key.sign_count = bytes_to_base64url(made.credential_id), made.sign_count
    key.transports, key.handle = transports, vault.handle(user).hex()
    key.created_at = clock.now()
    db.session.add(key)
    user.passkey_count += 1
    codes = first_codes(user, vault)
    try:
        db.session.flush()
    except IntegrityError:
        raise Invalid(message("Cette clé d’accès est déjà enregistrée."), "name") from None
    changed(user, "key-added", keep)
    return codes


def remove(user: User, passkey_id: int, keep: str) -> None:
    """The key opens nothing any more. Inside a write, with the user locked. Raises Missing."""
    db.session.delete(passkey_of(user, passkey_id))
    user.passkey_count -= 1
    db.session.flush()
    drop_useless_codes(user)
    changed(user, "key-removed", keep)


def take_away_factors(user: User) -> None:
    """For who lost application, keys and codes: the password is enough again. Every session ends. Inside a write."""
    db.session.execute(sa.delete(Passkey).where(Passkey.user_id == user.id))
    user.totp_secret = user.totp_counter = user.recovery_codes = None
    user.passkey_count = 0
    changed(user, "taken-away", "")


def recognise(answer: str, challenge: Challenge, purpose: Purpose, party: Party) -> User | None:
    """Whose key answered the challenge; None when nobody's did. Inside a write.

    Raises Invalid for a challenge that is too old, was answered before, or asked for something else.
    """
    _use_up(challenge, purpose, challenge.user_id)
    try:
        given = webauthn.helpers.parse_authentication_credential_json(_read(answer))
    except (WebAuthnException, ValueError, TypeError, KeyError):
        return None
    named = sa.select(Passkey).where(Passkey.credential_id == bytes_to_base64url(given.raw_id))
    key = db.session.scalar(named.with_for_update())
    if key is None or not _is_of(key, given, challenge):
        return None
    shown = _verified(key, given, challenge, party)
    if shown is None:
        return None
    # a counter that does not move forward is refused by the library: the key was copied, or the answer replayed
    key.sign_count, key.last_used_at = shown.new_sign_count, clock.now()
    db.session.flush()
    return db.session.get_one(User, key.user_id)


def _is_of(key: Passkey, given: AuthenticationCredential, challenge: Challenge) -> bool:
    """Whether the key is of whom the challenge was made for; a key that chose its account itself must name it."""
    handle = given.response.user_handle
    if handle is not None and handle.hex() != key.handle:
        return False
    return challenge.user_id == key.user_id if challenge.user_id is not None else handle is not None


def _verified(
    key: Passkey, given: AuthenticationCredential, challenge: Challenge, party: Party
) -> VerifiedAuthentication | None:
    try:
        return webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=base64url_to_bytes(challenge.value),
            expected_rp_id=party.domain,
            expected_origin=party.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=_verification(challenge.purpose) is UserVerificationRequirement.REQUIRED,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError):
        return None


def _verification(purpose: Purpose) -> UserVerificationRequirement:
    """Where the key stands alone it must know its owner; after the password it is enough to have it."""
    alone = purpose in {Purpose.OPEN, Purpose.AGAIN}
    return UserVerificationRequirement.REQUIRED if alone else UserVerificationRequirement.PREFERRED


def _use_up(challenge: Challenge, purpose: Purpose, user_id: int | None) -> None:
    """Raise Invalid unless the challenge was made for this and is answered for the first time, in time."""
    moment = clock.now()
    if challenge.purpose != purpose or challenge.user_id != user_id or challenge.until < moment.timestamp():
        raise Invalid(_TOO_OLD)
    db.session.execute(sa.delete(UsedChallenge).where(UsedChallenge.expires_at < moment))
    digest, kept = hashlib.sha256(challenge.value.encode()).hexdigest(), moment + timedelta(minutes=_CHALLENGE_MINUTES)
    db.session.add(UsedChallenge(digest=digest, expires_at=kept))
    try:
        db.session.flush()
    except IntegrityError:  # security: the table decides, so that of two at once one is refused
        raise Invalid(_TOO_OLD) from None


def _described(user: User) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(key.credential_id),
            transports=[AuthenticatorTransport(each) for each in key.transports],
        )
        for key in passkeys_of(user)
    ]


def _read(answer: str) -> dict[str, object]:
    """The browser's JSON. Raises ValueError."""
    if len(answer) > _LONGEST_ANSWER:
        raise ValueError("too long")
    try:
        read = json.loads(answer)
    except RecursionError:
        raise ValueError("too deep") from None
    if not isinstance(read, dict):
        raise TypeError("no object")
    return read


def _transports(answer: str) -> list[str]:
    """How the browser reaches the key, as far as it says so in words that we know."""
    known = {each.value for each in AuthenticatorTransport}
    response = _read(answer).get("response")
    said = response.get("transports") if isinstance(response, dict) else None
    return [each for each in said if each in known] if isinstance(said, list) else []
