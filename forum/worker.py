"""The worker: drains the outbox, and does what is due by the clock. One per data directory.

What speaks to the outside has a thread of its own: a mail server that takes its time delays no index.
"""

import fcntl
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from forum import clock, outbox
from forum.accounts.models import FailedLogin, LoginSession, User
from forum.accounts.registration import purge_unconfirmed
from forum.attachments.actions import purge_orphans
from forum.attachments.queries import used_digests
from forum.config import Config
from forum.db import db
from forum.drafts.actions import purge as purge_drafts
from forum.experts import actions as experts
from forum.messages.actions import purge_deserted
from forum.notifications.digests import ask_for_digests
from forum.outbox import heartbeat
from forum.privacy.erasing import erase_due
from forum.resources.rounds import Rounds
from forum.search import alerts, indexing, journal, meanings
from forum.search.backend import EngineDown, SearchBackend
from forum.search.meaning import Meaning
from forum.settings.queries import snapshot
from forum.topics.models import Contribution, Submission
from forum.uploads.actions import purge_unreferenced
from forum.uploads.storage import files_before

_log = logging.getLogger(__name__)
_FAREWELL_SECONDS = 5.0


class AlreadyRunning(RuntimeError):
    """Another worker holds this data directory."""


@dataclass
class Timer:
    """Something done every so many seconds."""

    name: str
    every: float
    act: Callable[[Config], object]
    due: float = 0.0


def run(app: Flask, config: Config, stop: threading.Event) -> None:
    """Work until `stop` is set. Raises AlreadyRunning when another worker is there."""
    lock = hold_lock(config.data_dir)
    # what other people's servers may hold up has threads of its own
    outside = [threading.Thread(target=each, args=(app, config, stop), daemon=True) for each in (_speak, _try_links)]
    for thread in outside:
        thread.start()
    timers = [
        Timer("compare", config.search_compare_seconds, _compare),
        Timer("index", config.search_seconds, index_now),
        Timer("meanings", config.search_seconds, _find_meanings),
        Timer("alerts", config.search_alert_seconds, alerts.tell_of_news),
        Timer("erase", 3600, _erase),
        Timer("purge", 3600, _purge),
        Timer("digests", 300, _digests),
        Timer("heartbeat", 5, _beat),
    ]
    try:
        while not stop.wait(config.worker_poll_seconds):
            with app.app_context():
                _step(config, timers)
    finally:
        outside[0].join(_FAREWELL_SECONDS)  # a mail under way is finished; one that hangs is sent by the next worker
        lock.close()


def main(app: Flask, config: Config) -> None:
    """Run in this process until a signal says to stop."""
    stop = threading.Event()
    stop_at_signals(stop)
    try:
        run(app, config, stop)
    except AlreadyRunning as error:
        sys.exit(str(error))


def stop_at_signals(stop: threading.Event) -> None:
    """Have SIGTERM and SIGINT set `stop`.

    Not in the handler: it runs in the main thread, which may hold the event's own lock as it waits, and would then wait
    for itself for ever.
    """
    heard, said = os.pipe()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os.write(said, b"."))

    def listen() -> None:
        os.read(heard, 1)
        stop.set()

    threading.Thread(target=listen, name="signals", daemon=True).start()


def hold_lock(data_dir: Path) -> IO[str]:
    """A lock on the data directory, held as long as the file stays open. Raises AlreadyRunning."""
    file = (data_dir / "worker.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise AlreadyRunning(f"A worker already runs on {data_dir}.") from None
    return file


def _speak(app: Flask, config: Config, stop: threading.Event) -> None:
    """Send what is for the outside, until `stop` is set."""
    while not stop.wait(config.worker_poll_seconds):
        with app.app_context():
            try:
                outbox.drain(patience_hours=config.outbox_patience_hours, slow=True)
            except SQLAlchemyError:
                _log.exception("what is for the outside waits: the database could not be reached")


def _try_links(app: Flask, config: Config, stop: threading.Event) -> None:
    """See whether the pages that topics list still answer, a few at a time, until `stop` is set."""
    rounds: Rounds = app.extensions["links"]
    while not stop.wait(config.link_round_seconds):
        with app.app_context():
            try:
                rounds.check_due()
            except SQLAlchemyError:
                _log.exception("links are tried later: the database could not be reached")


def _step(config: Config, timers: list[Timer]) -> None:
    try:
        outbox.drain(patience_hours=config.outbox_patience_hours, slow=False)
        for timer in timers:
            if time.monotonic() >= timer.due:
                timer.act(config)
                timer.due = time.monotonic() + timer.every
    except SQLAlchemyError:
        _log.exception("the worker could not reach the database; it tries again")


def _compare(config: Config) -> None:
    """Put right what index and database differ in; a copy that cannot be written now is tried again next time."""
    if config.search_semantic:
        with db.write(quiet=True):
            meanings.note_missing()
    try:
        indexing.repair(_search(), config)
    except EngineDown:
        _log.warning("the search index could not be compared", exc_info=True)


def index_now(config: Config) -> None:
    """Index what waits. An index that cannot be read is made anew."""
    backend = _search()
    try:
        if not indexing.index_waiting(backend, config):
            backend.tidy()
    except EngineDown:
        indexing.repair(backend, config)


def _find_meanings(config: Config) -> None:
    """Make a few of the vectors that wait, where the settings name a model."""
    meaning: Meaning | None = current_app.extensions["meaning"]
    if meaning is not None:
        meanings.make_waiting(meaning)


def _search() -> SearchBackend:
    return current_app.extensions["search"]


def _erase(config: Config) -> None:
    """Delete the accounts whose days are over. The index is made anew: its files keep the words they were made of."""
    if erase_due(clock.now()):
        try:
            indexing.rebuild(_search(), config)
        except EngineDown:
            _log.warning("the search index could not be made anew after a deletion", exc_info=True)


def _digests(config: Config) -> None:
    with db.write(quiet=True):
        ask_for_digests(clock.now(), config.timezone)


def _beat(config: Config) -> None:
    heartbeat.beat(config.data_dir)


def _digests_in_use() -> sa.Select[Any]:
    """Every stored file that something names: attachments, avatars, the logo."""
    logo = sa.select(sa.literal(snapshot().settings.logo))
    named = sa.union_all(used_digests(), sa.select(User.avatar_key), logo)
    return sa.select(named.subquery().c[0])


def _purge(config: Config) -> None:
    """Forget what has had its time: orphan uploads, ended sessions, requests never confirmed, old form keys, traces."""
    moment = clock.now()
    before = moment - timedelta(hours=config.orphan_hours)
    candidates = files_before(config.uploads_dir, before)  # a walk over the disk: before the transaction, not in it
    with db.write(quiet=True):
        purge_orphans(before)
        purge_unreferenced(_digests_in_use(), before=before, candidates=candidates)
        db.session.execute(sa.delete(LoginSession).where(LoginSession.expires_at < moment))
        db.session.execute(sa.delete(FailedLogin).where(FailedLogin.at < moment - timedelta(days=1)))
        purge_unconfirmed(moment - timedelta(days=config.unconfirmed_days))
        db.session.execute(sa.delete(Submission).where(Submission.at < moment - timedelta(days=7)))
        traces = sa.delete(Contribution).where(Contribution.at < moment - timedelta(days=config.contribution_days))
        db.session.execute(traces)
        journal.purge(moment.date(), config.search_log_days)
        purge_deserted()
        purge_drafts(moment - timedelta(days=config.draft_days))
        outbox.purge_done()
    with db.write():
        experts.expire(moment)
        experts.remind(moment, config.expert_reminder_days)
        experts.purge_proofs(moment)
