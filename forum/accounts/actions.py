"""What people change of their own account. Texts come rendered, passwords hashed, pictures stored."""

import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from sqlalchemy.exc import IntegrityError

from forum import clock, outbox
from forum.accounts.attempts import forget_failures
from forum.accounts.models import User
from forum.accounts.names import checked_email, email_key
from forum.accounts.policy import may_edit_profile
from forum.accounts.registration import mail_key
from forum.accounts.sessions import end_sessions
from forum.db import db
from forum.errors import Conflict, Faults, Invalid
from forum.outbox import Event
from forum.uploads.actions import record
from forum.uploads.intake import Stored
from forum.verdict import require
from forum.words import message

PLACE_LENGTH = 80
WEBSITE_LENGTH = 255
THEMES = ("", "light", "dark")
SIGNATURES = ("", "all", "none")  # in full under the first of a page, under each, hidden


@dataclass(frozen=True)
class Profile:
    """What a member says of themselves, with its rendering."""

    place: str = ""
    website: str = ""
    bio: str = ""
    bio_html: str = ""


@dataclass(frozen=True)
class Display:
    """How a member reads the site; an empty string leaves it to the site (the theme: to the device)."""

    language: str = ""
    timezone: str = ""
    theme: str = ""
    signatures: str = ""


def change_profile(actor: User, user: User, profile: Profile) -> None:
    """Raises Refused, or Invalid when a field cannot be taken."""
    require(may_edit_profile(actor, user))
    if len(profile.place) > PLACE_LENGTH:
        raise Invalid(message("80 caractères au plus."), "place")
    user.place, user.website = profile.place, checked_website(profile.website)
    user.bio, user.bio_html = profile.bio, profile.bio_html
    _changed(user)


def change_signature(actor: User, user: User, body: str, html: str) -> None:
    """What stands under the member's posts, with its rendering. What came with a seeded account goes with it."""
    require(may_edit_profile(actor, user))
    user.signature, user.signature_html = body, html
    user.signature_line = user.signature_note = ""
    _changed(user)


def change_picture(actor: User, user: User, stored: Stored | None) -> None:
    """The stored portrait becomes the member's; None takes it away. Raises Refused, Conflict."""
    require(may_edit_profile(actor, user))
    user.avatar_key = record(stored).digest if stored is not None else None
    _changed(user)


def change_display(actor: User, display: Display) -> None:
    """Raises Invalid for a time zone or a theme that does not exist."""
    faults = Faults()
    if display.timezone and display.timezone not in available_timezones():
        faults.add(message("Choisissez un fuseau horaire de la liste."), "timezone")
    if display.theme not in THEMES:
        faults.add(message("Choisissez un thème de la liste."), "theme")
    if display.signatures not in SIGNATURES:
        faults.add(message("Choisissez dans la liste."), "signatures")
    faults.tell()
    actor.language, actor.timezone, actor.theme = display.language, display.timezone, display.theme
    actor.signatures = display.signatures
    db.session.flush()


def change_password(actor: User, password_hash: str) -> None:
    """Every session of the member ends, the present one too: the edge begins it anew."""
    _renew_password(actor, password_hash)


def ask_reset(email: str) -> None:
    """Have a link to a new password mailed, if the address is anybody's: only the worker looks."""
    outbox.publish(Event.RESET_ASKED, address=email, key=mail_key())


def ask_new_email(actor: User, email: str) -> None:
    """Have a link mailed to the new address. Whether it is somebody's already, only the worker looks."""
    outbox.publish(Event.EMAIL_CHANGE_ASKED, user_id=actor.id, address=checked_email(email), key=mail_key())


def change_email(user: User, email: str) -> None:
    """The holder of the new address pressed the button behind its link. Every session ends. Raises Conflict."""
    old = user.email
    user.email, user.email_key = email, email_key(email)
    # security: whoever sat in a session of the account must not keep it
    user.fs_uniquifier = secrets.token_hex(32)
    end_sessions(user.id)
    try:
        db.session.flush()
    except IntegrityError:  # somebody opened an account with it since the link was mailed
        raise Conflict(message("Cette adresse a déjà un compte.")) from None
    outbox.publish(Event.EMAIL_CHANGED, user_id=user.id, address=old)


def reset_password(user: User, password_hash: str) -> None:
    """The same, by the link mailed to the member, who thereby shows to hold the address."""
    _renew_password(user, password_hash)
    user.confirmed_at = user.confirmed_at or clock.now()
    user.seeded = False  # an author from the seed has a person behind it from now on
    db.session.flush()


def _renew_password(user: User, password_hash: str) -> None:
    # security: a new uniquifier kills sessions and mailed links alike, wherever they are kept
    user.password, user.fs_uniquifier = password_hash, secrets.token_hex(32)
    end_sessions(user.id)
    forget_failures(user.email_key)
    db.session.flush()
    outbox.publish(Event.PASSWORD_CHANGED, user_id=user.id)


def checked_website(website: str) -> str:
    """The address in full, or empty for none. Raises Invalid."""
    if not website:
        return ""
    found = website if "://" in website else f"https://{website}"
    try:
        parts = urlsplit(found)
    except ValueError:
        parts = urlsplit("")
    odd = any(ord(char) < 33 or char in '<>"\\' for char in found)
    if odd or parts.scheme not in {"http", "https"} or "." not in (parts.hostname or "") or parts.username is not None:
        raise Invalid(message("Écrivez une adresse comme https://exemple.fr."), "website")
    if len(found) > WEBSITE_LENGTH:
        raise Invalid(message("255 caractères au plus."), "website")
    return found


def _changed(user: User) -> None:
    db.session.flush()
    outbox.publish(Event.ACCOUNT_CHANGED, user_id=user.id)
