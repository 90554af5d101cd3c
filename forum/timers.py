"""THE table of what is done by the clock. The worker does what is due; each may be done twice, or late."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from forum import clock, outbox
from forum.accounts import attempts, sessions
from forum.accounts.models import User
from forum.accounts.registration import purge_unconfirmed
from forum.attachments.actions import purge_orphans
from forum.attachments.queries import used_digests
from forum.config import Config
from forum.db import db
from forum.drafts.actions import purge as purge_drafts
from forum.experts import actions as experts
from forum.messages.actions import purge_deserted
from forum.notifications import digests
from forum.outbox import heartbeat
from forum.privacy.erasing import erase_due
from forum.search import alerts, indexing, journal, meanings
from forum.search.backend import EngineDown, SearchBackend
from forum.search.meaning import Meaning
from forum.settings.queries import snapshot
from forum.topics import traces
from forum.uploads.actions import purge_unreferenced
from forum.uploads.storage import files_before

_log = logging.getLogger(__name__)
_SOON = 60.0  # seconds until what failed is tried again, where its own time is longer
_FORM_KEY_DAYS = 7  # a form left open for longer may be sent twice
_FAILED_LOGIN_DAYS = 1


@dataclass
class Timer:
    """Something done every so many seconds, for the first time at once."""

    every: float
    act: Callable[[Config], object]
    due: float = 0.0


def timers(config: Config) -> list[Timer]:
    """All of them, to be done in this order where several are due."""
    return [
        Timer(config.search_compare_seconds, compare_index),
        Timer(config.search_seconds, index_now),
        Timer(config.search_seconds, find_meanings),
        Timer(config.search_alert_seconds, alerts.tell_of_news),
        Timer(3600, erase_accounts),
        Timer(3600, forget_what_is_old),
        Timer(3600, look_at_experts),
        Timer(300, ask_for_digests),
        Timer(5, beat),
    ]


def do_what_is_due(config: Config, among: list[Timer]) -> None:
    """One that the database fails holds no other back: it is tried again within a minute."""
    for timer in among:
        if time.monotonic() < timer.due:
            continue
        wait = timer.every
        try:
            timer.act(config)
        except SQLAlchemyError:
            _log.exception("done by the clock, and failed: %s", timer.act.__name__)
            db.session.rollback()
            wait = min(wait, _SOON)
        timer.due = time.monotonic() + wait


def compare_index(config: Config) -> None:
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


def find_meanings(config: Config) -> None:
    """Make a few of the vectors that wait, where the settings name a model."""
    meaning: Meaning | None = current_app.extensions["meaning"]
    if meaning is not None:
        meanings.make_waiting(meaning)


def erase_accounts(config: Config) -> None:
    """Delete the accounts whose days are over. The index is made anew: its files keep the words they were made of."""
    if erase_due(clock.now()):
        try:
            indexing.rebuild(_search(), config)
        except EngineDown:
            _log.warning("the search index could not be made anew after a deletion", exc_info=True)


def forget_what_is_old(config: Config) -> None:
    """What has had its time goes: files never posted, ended sessions, accounts never confirmed, drafts, traces."""
    moment = clock.now()
    before = moment - timedelta(hours=config.orphan_hours)
    candidates = files_before(config.uploads_dir, before)  # a walk over the disk: before the transaction, not in it
    with db.write(quiet=True):
        purge_orphans(before)
        purge_unreferenced(_digests_in_use(), before=before, candidates=candidates)
        sessions.purge_ended(moment)
        attempts.purge(moment - timedelta(days=_FAILED_LOGIN_DAYS))
        purge_unconfirmed(moment - timedelta(days=config.unconfirmed_days))
        traces.purge_form_keys(moment - timedelta(days=_FORM_KEY_DAYS))
        traces.purge(moment - timedelta(days=config.contribution_days))
        journal.purge(moment.date(), config.search_log_days)
        purge_deserted()
        purge_drafts(moment - timedelta(days=config.draft_days))
        outbox.purge_done()


def look_at_experts(config: Config) -> None:
    """End the recognitions whose time is over, warn of those that end soon, forget the proofs of what was decided."""
    moment = clock.now()
    with db.write():
        experts.expire(moment)
        experts.remind(moment, config.expert_reminder_days)
        experts.purge_proofs(moment)


def ask_for_digests(config: Config) -> None:
    """Have the digests that are due written."""
    with db.write(quiet=True):
        digests.ask_for_digests(clock.now(), config.timezone)


def beat(config: Config) -> None:
    """Show that the worker lives."""
    heartbeat.beat(config.data_dir)


def _search() -> SearchBackend:
    return current_app.extensions["search"]


def _digests_in_use() -> sa.Select[Any]:
    """Every stored file that something names: attachments, avatars, the logo."""
    logo = sa.select(sa.literal(snapshot().settings.logo))
    named = sa.union_all(used_digests(), sa.select(User.avatar_key), logo)
    return sa.select(named.subquery().c[0])
