"""What the worker writes and sends: renders a mail in its reader's language and hands it to the mailer.

These are handlers of the outbox, named in `forum.subscriptions`: slow ones, so they run outside any write
transaction. Links with tokens are made here and now, so that no token is ever stored.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from forum import clock, paths
from forum.accounts.models import User
from forum.accounts.names import mailbox
from forum.accounts.queries import user_by_email
from forum.accounts.standing import can_be_claimed
from forum.config import Config
from forum.db import db
from forum.notifications.audience import may_still_know
from forum.settings.queries import snapshot
from forum.web.dates import present_zone, set_zone
from forum.web.language import present, set_present
from forum.web.mail import mailer
from forum.web.tokens import confirmation_token, keep_token, new_email_token, reset_token

# Where a mail program would see an address: a dot, an @ or a colon between two characters that are not spaces.
_ADDRESS_LIKE = re.compile(r"(?<=\w)([.@])(?=\w)|(:)(?=//)")


@dataclass(frozen=True)
class Recipient:
    """Who reads the mail."""

    address: str
    name: str = ""
    language: str = ""
    timezone: str = ""


def send_wanted(
    template: str, params: dict[str, Any], key: str, user_id: int | None = None, address: str | None = None
) -> None:
    """A mail asked for by `forum.notifications.mailing`."""
    user = db.session.get(User, user_id) if user_id is not None else None
    if user is not None and is_reachable(user) and may_still_know(user, params):
        send(member_recipient(user), template, params, key)
    elif address:
        send(Recipient(address), template, params, key)


def send_confirmation(user_id: int, target: str, key: str) -> None:
    """The link that confirms an address; none when that is done."""
    user = db.session.get(User, user_id)
    if user is not None and user.active and user.confirmed_at is None:
        link = paths.confirm(confirmation_token(user, target))
        send(member_recipient(user), "confirmation", {"confirm_path": link, "hours": _config().confirm_hours}, key)


def send_reminder(user_id: int, key: str) -> None:
    """Somebody asked for an account with an address that has one."""
    user = db.session.get(User, user_id)
    if user is not None and is_reachable(user):
        send(member_recipient(user), "account_exists", {"login_path": paths.LOGIN, "reset_path": paths.RESET}, key)


def send_reset(address: str, key: str) -> None:
    """The link that sets a new password, if the address is anybody's."""
    user = user_by_email(address)
    if user is not None and _may_have_password(user):
        params = {"new_password_path": paths.reset(reset_token(user)), "minutes": _config().reset_minutes}
        send(member_recipient(user), "reset", params, key)


def send_new_email(user_id: int, address: str, key: str) -> None:
    """The link that proves a new address; when it has an account already, its holder is told as at registration."""
    user, holder = db.session.get(User, user_id), user_by_email(address)
    if holder is not None:
        send_reminder(holder.id, key)
    elif user is not None and is_reachable(user):
        params = {"change_path": paths.new_email(new_email_token(user, address)), "minutes": _config().reset_minutes}
        send(Recipient(address, user.name, user.language, user.timezone), "new_email", params, key)


def send_deletion(user_id: int, key: str) -> None:
    """When the account will be deleted, and the link that takes it back; none when that was done."""
    user = db.session.get(User, user_id)
    if user is not None and user.deletion_at is not None and is_reachable(user):
        params = {"keep_path": paths.keep_account(keep_token(user)), "deleted_at": user.deletion_at.isoformat()}
        send(member_recipient(user), "deletion", params, key)


def send_claim(user_id: int, key: str) -> None:
    """The link that gives an account nobody ever held to the reader of its address."""
    user = db.session.get(User, user_id)
    if user is not None and can_be_claimed(user):
        params = {"claim_path": paths.reset(reset_token(user)), "minutes": _config().reset_minutes}
        send(member_recipient(user), "claim", params, key)


def send_trial(user_id: int, key: str) -> None:
    """A mail that an administrator asked for, to see whether mails leave."""
    user = db.session.get(User, user_id)
    if user is not None:
        send(member_recipient(user), "trial", {}, key)


def send(
    to: Recipient, template: str, params: dict[str, Any], key: str, headers: Mapping[str, str] | None = None
) -> None:
    """Render and send one mail. Raises ValueError for an address that no header may hold."""
    with _reading_as(to):
        message = compose(to, template, params, key, headers)
    db.session.rollback()  # a mail server may take its time: no snapshot of the database is held meanwhile
    mailer().send(message)


def compose(
    to: Recipient, template: str, params: dict[str, Any], key: str, headers: Mapping[str, str] | None = None
) -> EmailMessage:
    """The mail: plain text with an HTML alternative. `key` makes its Message-ID; `headers` are its further ones."""
    config, values = _config(), _values(to, params)
    message = EmailMessage(policy=SMTP)
    message["From"] = config.mail_from
    message["To"] = Address(addr_spec=mailbox(to.address))
    message["Subject"] = _rendered_block(f"mail/{template}.txt", "subject", values)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{key}@{urlsplit(config.base_url).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    for name, value in (headers or {}).items():
        message[name] = value
    encoding = mailer().encoding
    text = current_app.jinja_env.get_template(f"mail/{template}.txt").render(values)
    html = current_app.jinja_env.get_template(f"mail/{template}.html").render(values)
    message.set_content(text, cte=encoding)
    message.add_alternative(html, subtype="html", cte=encoding)
    message["Content-Language"] = present()  # last: what is set before would move into the first part
    return message


def defanged(text: str) -> str:
    """Text on one line in which no mail program sees an address: « evil.example » becomes « evil[.]example »."""
    # security: a name like « www.evil.example » would be a link in a mail that looks like ours
    return _ADDRESS_LIKE.sub(lambda found: f"[{found.group()}]", " ".join(text.split()))


def _values(to: Recipient, params: dict[str, Any]) -> dict[str, Any]:
    config = _config()
    values: dict[str, Any] = {"site_name": snapshot().settings.name, "site_url": config.base_url}
    values |= {"name": defanged(to.name), "lang": present()}
    for name, value in params.items():
        if name.endswith("path"):
            values[f"{name.removesuffix('path')}url"] = config.base_url + value
        elif name.endswith("_at"):
            values[name] = datetime.fromisoformat(value)
        else:
            values[name] = defanged(value) if isinstance(value, str) else value
    return values


def _rendered_block(name: str, block: str, values: dict[str, Any]) -> str:
    template = current_app.jinja_env.get_template(name)
    return " ".join("".join(template.blocks[block](template.new_context(values))).split())


@contextmanager
def _reading_as(to: Recipient) -> Iterator[None]:
    """Words and dates as the recipient reads them."""
    before, config = (present(), present_zone()), _config()
    set_present(to.language or config.language)
    set_zone(to.timezone or config.timezone)
    try:
        yield
    finally:
        set_present(before[0])
        set_zone(before[1])


def member_recipient(user: User) -> Recipient:
    """A member as the reader of a mail."""
    return Recipient(user.email, user.name, user.language, user.timezone)


def _may_have_password(user: User) -> bool:
    return user.active and not user.erased and not user.unclaimed and not user.email_key.endswith(".invalid")


def is_reachable(user: User) -> bool:
    """Whether somebody reads this account's mails: an open account with a confirmed address."""
    return _may_have_password(user) and user.confirmed_at is not None


def _config() -> Config:
    return current_app.extensions["forum"]
