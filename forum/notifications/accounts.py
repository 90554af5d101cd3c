"""Who hears of what happens to accounts."""

from forum import paths
from forum.accounts.models import User
from forum.accounts.queries import administrators
from forum.db import db
from forum.notifications.mailing import ask_for_mail, ask_for_mail_to


def administrators_of_waiting_account(user_id: int) -> None:
    """Somebody confirmed an address and waits to be let in."""
    applicant = db.session.get(User, user_id)
    if applicant is None or applicant.approved:
        return
    for administrator in administrators():
        ask_for_mail(administrator, "account_waits", applicant=applicant.name, people_path=paths.ADMIN)


def member_of_approval(user_id: int) -> None:
    """The account is open from now on."""
    member = db.session.get(User, user_id)
    if member is not None and member.approved:
        ask_for_mail(member, "account_approved", login_path=paths.LOGIN)


def member_of_closing(user_id: int, reason: str) -> None:
    """The account was closed: its owner reads why, at the address that it had."""
    member = db.session.get(User, user_id)
    if member is None or member.active or member.confirmed_at is None or member.seeded or member.erased:
        return
    if not member.email_key.endswith(".invalid"):
        ask_for_mail_to(member.email, "account_closed", account=member.name, reason=reason)


def member_of_new_password(user_id: int) -> None:
    """So that somebody whose password was changed by another learns of it."""
    member = db.session.get(User, user_id)
    if member is not None:
        ask_for_mail(member, "password_changed", reset_path=paths.RESET)


def member_of_second_factor(user_id: int, what: str) -> None:
    """It was switched on or off, a passkey came or went, recovery codes were renewed, or one of them was used."""
    member = db.session.get(User, user_id)
    if member is not None:
        left = len(member.recovery_codes or [])
        ask_for_mail(member, "second_factor", what=what, left=left, reset_path=paths.RESET)


def member_of_kept_account(user_id: int) -> None:
    """The deletion that was asked for is taken back."""
    member = db.session.get(User, user_id)
    if member is not None and member.deletion_at is None:
        ask_for_mail(member, "account_kept", reset_path=paths.RESET)


def old_address_of_change(user_id: int, address: str) -> None:
    """So that somebody whose account was taken over learns of it where they can still read."""
    member = db.session.get(User, user_id)
    if member is not None and not member.erased:
        ask_for_mail_to(address, "email_changed", account=member.name)
