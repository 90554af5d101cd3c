"""The database's shape: every table in one metadata, and Alembic driven from the inside (no ini file)."""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

from forum.accounts import models as accounts
from forum.attachments import models as attachments
from forum.bookmarks import models as bookmarks
from forum.db import Model
from forum.drafts import models as drafts
from forum.experiences import models as experiences
from forum.experts import models as experts
from forum.guides import models as guides
from forum.messages import models as messages
from forum.moderation import models as moderation
from forum.notifications import models as notifications
from forum.outbox import models as outbox
from forum.resources import models as resources
from forum.savedsearches import models as savedsearches
from forum.settings import models as settings
from forum.taxonomy import models as taxonomy
from forum.topics import models as topics
from forum.uploads import models as uploads
from forum.votes import models as votes

TABLES = (
    accounts,
    attachments,
    bookmarks,
    drafts,
    experiences,
    experts,
    guides,
    messages,
    moderation,
    notifications,
    outbox,
    resources,
    savedsearches,
    settings,
    taxonomy,
    topics,
    uploads,
    votes,
)
METADATA = Model.metadata
_FOLDER = Path(__file__).parent.parent / "migrations"


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database up to a revision. Twice changes nothing."""
    _run(engine, lambda config: command.upgrade(config, revision))


def downgrade(engine: Engine, revision: str) -> None:
    """Bring the database down to a revision ("base" empties it)."""
    _run(engine, lambda config: command.downgrade(config, revision))


def is_current(engine: Engine) -> bool:
    head = ScriptDirectory.from_config(_config()).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def differences(engine: Engine) -> list[object]:
    """What the models say and the migrated database does not, or the other way; empty when they agree."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, METADATA))


def _config() -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config


def _run(engine: Engine, act: Callable[[AlembicConfig], object]) -> None:
    config = _config()
    plain = sa.create_engine(engine.url)  # without the house's read-only rule: a migration is a write from end to end
    try:
        with plain.begin() as connection:
            config.attributes["connection"] = connection
            act(config)
    finally:
        plain.dispose()
