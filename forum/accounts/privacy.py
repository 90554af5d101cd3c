"""What is kept of an account, for its owner's own download."""

from pathlib import Path

from forum.accounts import blocks
from forum.accounts.deletion import erase
from forum.accounts.models import User
from forum.accounts.passkeys import passkeys_of
from forum.accounts.sessions import sessions_of
from forum.uploads.storage import path_of

# security: nothing that opens the account; and the keys only repeat the name and the address
_LEFT_OUT = {"password", "fs_uniquifier", "name_key", "name_look", "email_key"}
_LEFT_OUT |= {"totp_secret", "totp_counter", "recovery_codes"}


def export(user: User, *, uploads: Path) -> tuple[dict[str, object], list[tuple[str, bytes | Path]]]:
    """The account, its groups and sessions, as JSON keeps them; and the portrait."""
    record: dict[str, object] = {
        column.name: _plain(getattr(user, column.name))
        for column in User.__table__.columns
        if column.name not in _LEFT_OUT
    }
    record["groups"] = [group.title for group in user.roles]
    record["sessions"] = [
        {
            "opened_at": _plain(each.created_at),
            "last_seen_at": _plain(each.last_seen_at),
            "device": each.user_agent,
            "address": each.address,
        }
        for each in sessions_of(user)
    ]
    record["passkeys"] = [
        {"name": each.name, "made_at": _plain(each.created_at), "last_used_at": _plain(each.last_used_at)}
        for each in passkeys_of(user)
    ]
    record["set_aside"] = [
        {"name": other.name, "messages": held.messages, "board": held.board, "since": _plain(held.at)}
        for held, other in blocks.aside_of(user)
    ]
    portrait = [("portrait.webp", path_of(uploads, user.avatar_key))] if user.avatar_key else []
    return record, [*portrait]


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


def forget(user: User) -> None:
    """Leave a nameless account that the posts stand under. Inside a write."""
    blocks.forget(user)
    erase(user)
