"""What an empty forum needs before its first page: tables, built-in groups, seed content."""

import sqlalchemy as sa

from forum import schema
from forum.accounts.models import ADMINISTRATORS, EVERYONE, MEMBERS, MODERATORS, Group
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


def prepare(renderer: RenderPool, config: Config) -> None:
    """Migrate; on a forum that was never seeded, seed it. Twice changes nothing."""
    make_ready()
    if db.session.scalar(sa.select(Forum.id).limit(1)) is None:
        seed(renderer, config)


def make_ready() -> None:
    """Migrate, and make the built-in groups. Twice changes nothing."""
    if not schema.is_current(db.engine):
        schema.upgrade(db.engine)
    with db.write(quiet=True):
        make_groups()


def make_groups() -> None:
    """The four built-in groups, at their fixed ids. Inside a write."""
    held = set(db.session.scalars(sa.select(Group.id)))
    for group_id, name, title in _GROUPS:
        if group_id not in held:
            db.session.add(Group(id=group_id, name=name, title=title, builtin=True))
    db.session.flush()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("SELECT setval('groups_id_seq', GREATEST((SELECT MAX(id) FROM groups), 10))"))
