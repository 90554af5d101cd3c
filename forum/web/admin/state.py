"""The state of the machinery: worker, work that waits, mail, database, files; and what can be tried again."""

import platform
import shutil
from dataclasses import dataclass

import sqlalchemy as sa
from flask import Blueprint, current_app, request
from sqlalchemy.engine import make_url

from forum import outbox, paths, schema
from forum.config import Config
from forum.db import db
from forum.moderation.administration import queries
from forum.moderation.administration import site as verbs
from forum.outbox import Event, OutboxRow, failures
from forum.outbox.heartbeat import seconds_since_heartbeat
from forum.outbox.queue import OutboxState
from forum.web.admin.frame import Answer, act_and_return, page
from forum.web.language import _
from forum.web.login import member

pages = Blueprint("state", __name__)

LATE_SECONDS = 300
SILENT_SECONDS = 60
_POSTGRESQL_SIZE = "SELECT pg_database_size(current_database())"
_SQLITE_SIZE = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"


@dataclass(frozen=True)
class Machinery:
    """How the parts are. `worker` in seconds since its last sign of life, sizes in bytes; None: not known."""

    worker: float | None
    outbox: OutboxState
    mail: str
    mails_leave: bool
    database: str
    database_octets: int
    schema_is_current: bool
    files: queries.Stored
    free_octets: int
    python: str

    @property
    def worker_is_silent(self) -> bool:
        return self.worker is None or self.worker > SILENT_SECONDS

    @property
    def outbox_is_late(self) -> bool:
        return self.outbox.late_seconds > LATE_SECONDS


@pages.get("/state")
def index() -> str:
    """Everything at a glance."""
    return page(
        "admin/state.html",
        "state",
        _("État"),
        state=machinery(),
        troubled=failures.troubled(),
        trials=[(row, _became(row)) for row in failures.latest(Event.TRIAL_ASKED)],
    )


@pages.post("/state/retry")
def retry() -> Answer:
    """Have work that was given up tried again: one row, or all."""
    raw = request.form.get("row", "")
    rows = [int(raw)] if raw.isascii() and raw.isdigit() and len(raw) < 10 else None
    return act_and_return(
        lambda: verbs.retry(member(), rows), _("Ces tâches seront reprises d’ici peu."), paths.admin("state")
    )


@pages.post("/state/mail")
def try_mail() -> Answer:
    """Send oneself a mail."""
    sentence = _("Le courriel d’essai attend de partir : rechargez cette page dans un instant.")
    return act_and_return(lambda: verbs.try_mail(member()), sentence, paths.admin("state"))


def machinery() -> Machinery:
    """The present state. A handful of statements, and two looks at the disk."""
    config: Config = current_app.extensions["forum"]
    return Machinery(
        worker=seconds_since_heartbeat(config.data_dir),
        outbox=outbox.state(),
        mail=mail_door(config),
        mails_leave=not config.mail_url.startswith("folder:"),
        database=db.engine.dialect.name,
        database_octets=_database_octets(),
        schema_is_current=schema.is_current(db.engine),
        files=queries.stored_files(),
        free_octets=shutil.disk_usage(config.data_dir).free,
        python=platform.python_version(),
    )


def mail_door(config: Config) -> str:
    """Where mails go, without the password."""
    if config.mail_url.startswith("folder:"):
        return config.mail_url
    url = make_url(config.mail_url)
    return f"{url.drivername}://{url.host}" + (f":{url.port}" if url.port else "")


def _became(row: OutboxRow) -> str:
    """What became of a piece of work, in words."""
    if row.given_up:
        return _("Abandonné : %(error)s", error=row.last_error or "")
    if row.done_at is not None:
        return _("Parti")
    if row.last_error:
        return _("Échec, sera tenté de nouveau : %(error)s", error=row.last_error)
    return _("En attente")


def _database_octets() -> int:
    postgresql = db.engine.dialect.name == "postgresql"
    return db.session.scalar(sa.text(_POSTGRESQL_SIZE if postgresql else _SQLITE_SIZE)) or 0
