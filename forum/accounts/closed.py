"""Accounts that nobody can log in to: the authors of what was written before, or elsewhere."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from forum.accounts.models import Group, User
from forum.accounts.names import email_key, marked_look, name_key, name_look
from forum.db import db


@dataclass(frozen=True)
class ClosedAccount:
    """Such an account. `email` should end in `.invalid`, where no mail ever goes."""

    name: str
    email: str
    created_at: datetime
    seeded: bool = False
    rank_id: int | None = None
    signature: str = ""
    signature_html: str = ""
    signature_line: str = ""
    signature_note: str = ""
    origin_note: str = ""
    contact: dict[str, str] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()


def open_closed(account: ClosedAccount) -> User:
    """The account, confirmed so that its texts stand under its name, and without any password."""
    user = User(
        name=account.name,
        name_key=name_key(account.name),
        name_look=_free_look(account.name),
        email=account.email,
        email_key=email_key(account.email),
        password=None,
        fs_uniquifier=secrets.token_hex(32),
        confirmed_at=account.created_at,
        created_at=account.created_at,
        all_read_at=account.created_at,
        seeded=account.seeded,
        rank_id=account.rank_id,
        signature=account.signature,
        signature_html=account.signature_html,
        signature_line=account.signature_line,
        signature_note=account.signature_note,
        origin_note=account.origin_note,
        contact=account.contact,
        roles=list(account.groups),
    )
    db.session.add(user)
    db.session.flush()
    return user


def _free_look(name: str) -> str:
    """Texts from elsewhere keep their authors' names, even one that looks like another."""
    look = name_look(name)
    taken = db.session.scalar(sa.select(User.id).where(User.name_look == look)) is not None
    return marked_look(look, secrets.token_hex(4)) if taken else look
