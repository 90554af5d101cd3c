"""Opening accounts: asked for on a form, confirmed by mail, approved by staff where the site says so.

What these doors do for an address that has an account and for one that has none differs only in the mail that the
worker sends later, so that nobody learns who is here. Names are public: that one is taken may be said.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from forum import clock, outbox
from forum.accounts.models import ADMINISTRATORS, Group, User
from forum.accounts.names import checked_email, checked_name, email_key, marked_look, name_key, name_look
from forum.accounts.queries import user_by_email
from forum.db import db
from forum.errors import Conflict, Invalid
from forum.outbox import Event
from forum.words import message

_ANYBODY = sa.true()
_TAKEN = message("Ce nom est pris, ou ressemble trop à un autre : choisissez-en un autre.")


@dataclass(frozen=True)
class Applicant:
    """Who asks for an account. The password comes hashed: hashing is slow and stays outside the transaction."""

    name: str
    email: str
    password_hash: str
    language: str = ""  # empty: the site's
    accepts_charter: bool = False
    waits: bool = False  # staff must approve


def register(applicant: Applicant, *, target: str) -> None:
    """Open an account that its mail link will confirm, and lead to `target` then; or mail that there is one already.

    An account never confirmed is taken over by the latest to ask with its address: its earlier links die.
    Raises Invalid when the name or the address cannot be taken.
    """
    name, email = checked_name(applicant.name), checked_email(applicant.email)
    known = user_by_email(email)
    free = known is None or _was_never_confirmed(known)
    require_free_name(name, but=known if free else None)
    if known is not None and not free:
        outbox.publish(Event.REGISTRATION_REPEATED, user_id=known.id, key=mail_key())
        return
    user = known or User(created_at=clock.now(), all_read_at=clock.now())
    _fill(user, applicant, name, email)
    _store(user)
    ask_for_confirmation(user, target=target)


def ask_for_confirmation(user: User, *, target: str) -> None:
    """Have the confirmation link mailed, the first time or again."""
    outbox.publish(Event.CONFIRMATION_ASKED, user_id=user.id, target=target, key=mail_key())


def confirm(user: User) -> None:
    """The holder of the address pressed the button behind its link."""
    user.confirmed_at = clock.now()
    db.session.flush()
    if not user.approved:
        outbox.publish(Event.ACCOUNT_WAITS, user_id=user.id)


def make_administrator(name: str, email: str, password_hash: str) -> User:
    """A confirmed administrator, from the console or the one-time link. Raises Invalid for what cannot be taken."""
    name, email = checked_name(name), checked_email(email)
    require_free_name(name)
    if user_by_email(email) is not None:
        raise Invalid(message("Cette adresse a déjà un compte."), "email")
    user = User(created_at=clock.now(), all_read_at=clock.now(), confirmed_at=clock.now())
    _fill(user, Applicant(name, email, password_hash, accepts_charter=True), name, email)
    user.roles = [db.session.get_one(Group, ADMINISTRATORS)]
    _store(user)
    return user


def require_no_members_name(name: str) -> None:
    """Raise Invalid for what no address could take: the name of an account never confirmed is free to who has its own.

    security: asked of forms that do not hold, uncounted, so it must not tell whether an address goes with a name.
    """
    require_free_name(name, among=User.confirmed_at.is_not(None))


def require_free_name(name: str, *, but: User | None = None, among: sa.ColumnElement[bool] = _ANYBODY) -> None:
    """Raise Invalid when somebody else has this name, or one easily taken for it."""
    look = name_look(name)
    marked = User.name_look.startswith(marked_look(look, ""), autoescape=True)
    alike = sa.or_(User.name_key == name_key(name), User.name_look == look, marked)
    others = sa.select(User.id).where(alike, among, User.id != (but.id if but is not None else 0))
    if db.session.scalar(others.limit(1)) is not None:
        raise Invalid(_TAKEN, "name")


def purge_unconfirmed(before: datetime) -> int:
    """Forget accounts asked for before this moment and never confirmed; returns how many. Inside a write."""
    never = sa.and_(
        User.confirmed_at.is_(None), User.post_count == 0, ~User.seeded, ~User.stands_in, User.created_at < before
    )
    return len(db.session.scalars(sa.delete(User).where(never).returning(User.id)).all())


def mail_key() -> str:
    """What a mail is known by, however often it is sent."""
    return secrets.token_hex(12)


def _was_never_confirmed(user: User) -> bool:
    made_here = user.seeded or user.stands_in
    return user.confirmed_at is None and user.active and not made_here and not user.erased and not user.post_count


def _fill(user: User, applicant: Applicant, name: str, email: str) -> None:
    user.name, user.name_key, user.name_look = name, name_key(name), name_look(name)
    user.email, user.email_key = email, email_key(email)
    # security: links mailed for an earlier request die with the old key and password
    user.password, user.fs_uniquifier = applicant.password_hash, secrets.token_hex(32)
    user.language, user.approved = applicant.language, not applicant.waits
    user.charter_accepted_at = clock.now() if applicant.accepts_charter else None


def _store(user: User) -> None:
    db.session.add(user)
    try:
        db.session.flush()
    except IntegrityError:  # PostgreSQL: somebody took the name, a look-alike or the address at the same moment
        raise Conflict(message("Quelqu’un s’inscrit en même temps que vous : envoyez de nouveau.")) from None
