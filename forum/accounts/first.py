"""The first administrator's one-time link: it opens as long as nobody administers the site."""

import sqlalchemy as sa
from itsdangerous import BadSignature, URLSafeTimedSerializer

from forum import paths
from forum.accounts.models import ADMINISTRATORS, Group, group_members
from forum.config import Config
from forum.db import db, is_writing

LINK_SECONDS = 7 * 24 * 3600
_SALT = "first-administrator"


def has_administrator() -> bool:
    administrators = sa.select(group_members).where(group_members.c.group_id == ADMINISTRATORS)
    return db.session.execute(administrators).first() is not None


def first_link(config: Config) -> str | None:
    """The one-time link that makes the first administrator; None once there is one."""
    if has_administrator():
        return None
    return config.base_url + paths.first_administrator(_signer(config).dumps("first"))


def opens_first(config: Config, token: str) -> bool:
    """Whether the token is the first administrator's, in time, and nobody came before."""
    if is_writing():
        db.session.get(Group, ADMINISTRATORS, with_for_update=True)  # one at a time, on PostgreSQL too
    try:
        return _signer(config).loads(token, max_age=LINK_SECONDS) == "first" and not has_administrator()
    except BadSignature:
        return False


def _signer(config: Config) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(config.secret(), salt=_SALT)
