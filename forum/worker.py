"""The worker: drains the outbox, and does what is due by the clock. One per data directory.

What speaks to the outside has a thread of its own: a mail server that takes its time delays no index.
"""

import fcntl
import logging
import os
import signal
import sys
import threading
from pathlib import Path
from typing import IO

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from forum import outbox
from forum.config import Config
from forum.resources.rounds import Rounds
from forum.timers import Timer, do_what_is_due, timers

_log = logging.getLogger(__name__)
_FAREWELL_SECONDS = 5.0


class AlreadyRunning(RuntimeError):
    """Another worker holds this data directory."""


def run(app: Flask, config: Config, stop: threading.Event) -> None:
    """Work until `stop` is set. Raises AlreadyRunning when another worker is there."""
    lock = hold_lock(config.data_dir)
    # what other people's servers may hold up has threads of its own
    outside = [threading.Thread(target=each, args=(app, config, stop), daemon=True) for each in (_speak, _try_links)]
    for thread in outside:
        thread.start()
    due_by_the_clock = timers(config)
    try:
        while not stop.wait(config.worker_poll_seconds):
            with app.app_context():
                _step(config, due_by_the_clock)
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


def _step(config: Config, due_by_the_clock: list[Timer]) -> None:
    try:
        outbox.drain(patience_hours=config.outbox_patience_hours, slow=False)
    except SQLAlchemyError:
        _log.exception("the worker could not reach the database; it tries again")
    do_what_is_due(config, due_by_the_clock)
