"""What an empty forum needs before its first page: tables, built-in groups, seed content, a first administrator."""

import sqlalchemy as sa
from itsdangerous import BadSignature, URLSafeTimedSerializer

from forum import schema
from forum.accounts.models import ADMINISTRATORS, EVERYONE, MEMBERS, MODERATORS, Group, group_members
from forum.config import Config
from forum.db import db
from forum.markup.pool import RenderPool
from forum.seeding import seed
from forum.taxonomy.models import Forum

_GROUPS = (
    (EVERYONE, "everyone", "Tout le monde"),
    (MEMBERS, "members", "Membres"),
    (ADMINISTRATORS, "administrators", "Administration"),
    (MODERATORS, "moderators", "Modération"),
)
_SALT = "first-administrator"
LINK_SECONDS = 7 * 24 * 3600


def prepare(renderer: RenderPool, config: Config) -> None:
    """Migrate; on a forum that was never seeded, seed it. Twice changes nothing."""
    if not schema.is_current(db.engine):
        schema.upgrade(db.engine)
    with db.write(quiet=True):
        make_groups()
    if db.session.scalar(sa.select(Forum.id).limit(1)) is None:
        seed(renderer, config)


def make_groups() -> None:
    """The four built-in groups, at their fixed ids. Inside a write."""
    held = set(db.session.scalars(sa.select(Group.id)))
    for group_id, name, title in _GROUPS:
        if group_id not in held:
            db.session.add(Group(id=group_id, name=name, title=title, builtin=True))
    db.session.flush()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("SELECT setval('groups_id_seq', GREATEST((SELECT MAX(id) FROM groups), 10))"))


def has_administrator() -> bool:
    return (
        db.session.execute(sa.select(group_members).where(group_members.c.group_id == ADMINISTRATORS)).first()
        is not None
    )


def first_link(config: Config) -> str | None:
    """The one-time link that makes the first administrator; None once there is one."""
    if has_administrator():
        return None
    return f"{config.base_url}/first/{_signer(config).dumps('first')}"


def opens_first(config: Config, token: str) -> bool:
    """Whether the token is the first administrator's, in time, and nobody came before."""
    try:
        return _signer(config).loads(token, max_age=LINK_SECONDS) == "first" and not has_administrator()
    except BadSignature:
        return False


def _signer(config: Config) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(config.secret(), salt=_SALT)
