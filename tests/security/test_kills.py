"""Processes that are killed or stopped: what was promised is done once they are back, and nothing counted is lost.

Real processes, on a data directory and a port of their own.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import sqlalchemy as sa
from flask import Flask

from forum import clock, schema
from forum.accounts import actions
from forum.app import create_app
from forum.config import Config
from forum.db import db
from forum.firstrun import make_groups
from forum.outbox import OutboxRow
from forum.outbox.heartbeat import seconds_since_heartbeat
from forum.topics.models import Topic
from tests.factories import Factory

_ROOT = Path(__file__).parent.parent.parent
_MAILS = 60
pytestmark = pytest.mark.slow


class Place:
    """A site of its own: its data directory, its port, and an application to look into its database with."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.app: Flask = create_app(
            Config.from_environment(data_dir=folder, base_url=self.url, render_processes=1, rate_limits="off")
        )
        with self.app.app_context():
            schema.upgrade(db.engine)
            with db.write():
                make_groups()
        self.factory = Factory(self.app)

    @contextmanager
    def running(self, command: str) -> Iterator["subprocess.Popen[bytes]"]:
        """`flask forum serve` or `worker` on this site."""
        own = {
            "DATA_DIR": str(self.folder),
            "BASE_URL": self.url,
            "HOST": "127.0.0.1",
            "TALLY_SECONDS": "3600",
            "RATE_LIMITS": "off",
        }
        settings = {f"FORUM_{name}": value for name, value in own.items()} | {"FORUM_RENDER_PROCESSES": "1"}
        words = [sys.executable, "-m", "flask", "--app", "wsgi", "forum", command]
        with (self.folder / f"{command}.log").open("ab") as log:
            environment = {**os.environ, **settings, "PORT": str(self.port)}
            process = subprocess.Popen(words, cwd=_ROOT, env=environment, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait(10)

    def close(self) -> None:
        self.app.extensions["renderer"].close()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path / "data")
    yield made
    made.close()


def test_each_mail_leaves_though_the_worker_is_killed_in_the_middle(place: Place) -> None:
    addresses = [f"membre{number}@example.org" for number in range(1, _MAILS + 1)]
    for _ in addresses:
        place.factory.user(password="$argon2id$unused")
    for address in addresses:
        place.factory.write(lambda address=address: actions.ask_reset(address))
    with place.running("worker") as worker:
        _wait_for(lambda: _sent(place) >= 10)
        worker.send_signal(signal.SIGKILL)
        worker.wait(10)
    assert _sent(place) < _MAILS, "the worker had nothing left to be killed in the middle of"
    with place.running("worker"):
        _wait_for(lambda: _waiting(place, due=True) == 0)
        place.factory.write(_end_leases)  # what it was sending when it died is tried again five minutes later
        _wait_for(lambda: _waiting(place) == 0)
    assert _sent(place) == _MAILS
    assert _receivers(place) == sorted(addresses)


def test_a_second_worker_refuses_to_start(place: Place) -> None:
    with place.running("worker"):
        _wait_for(lambda: seconds_since_heartbeat(place.folder) is not None)
        with place.running("worker") as second:
            assert second.wait(20) != 0


def test_what_was_counted_is_written_when_the_server_is_stopped(place: Place) -> None:
    topic = place.factory.topic(place.factory.forum("Contrats"), place.factory.user("alice"))
    address = f"{place.url}/t/{topic}/un-sujet"
    with place.running("serve") as server:
        _wait_for(lambda: _answers(f"{place.url}/healthz"))
        for _ in range(3):
            assert _answers(address)
        assert place.factory.get(Topic, topic).view_count == 0
        server.send_signal(signal.SIGTERM)
        assert server.wait(15) == 0
    assert place.factory.get(Topic, topic).view_count == 3


def test_a_stopped_worker_stops_though_the_signal_comes_as_it_begins_to_wait() -> None:
    done = subprocess.run([sys.executable, "-c", _SIGNALLED], cwd=_ROOT, timeout=60, check=False)
    assert done.returncode == 0


_SIGNALLED = """
import os, signal, threading
from forum.worker import stop_at_signals
stop = threading.Event()
stop_at_signals(stop)
with stop._cond:  # as the main thread does for a moment in each `stop.wait()`
    os.kill(os.getpid(), signal.SIGTERM)
raise SystemExit(0 if stop.wait(20) else 1)
"""


def test_a_worker_that_hangs_does_not_outlive_its_server(place: Place) -> None:
    with place.running("serve") as server:
        _wait_for(lambda: seconds_since_heartbeat(place.folder) is not None)
        worker = _worker_of(server)
        os.kill(worker, signal.SIGSTOP)
        server.send_signal(signal.SIGTERM)
        assert server.wait(40) == 0
        _wait_for(lambda: not _is_alive(worker))


def test_the_write_ahead_log_can_be_emptied_while_the_site_is_served(place: Place) -> None:
    with place.running("serve"):
        _wait_for(lambda: _answers(f"{place.url}/healthz"))
        place.factory.forum("Contrats")
        assert _answers(f"{place.url}/")

        def emptied() -> bool:
            with place.app.app_context(), db.engine.connect() as connection:
                driver = connection.connection.driver_connection
                return driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0

        _wait_for(emptied, 20)


def test_a_killed_server_takes_its_worker_along_and_comes_back(place: Place) -> None:
    place.factory.forum("Contrats")
    with place.running("serve") as server:
        _wait_for(lambda: _answers(f"{place.url}/healthz") and seconds_since_heartbeat(place.folder) is not None)
        worker = _worker_of(server)
        server.send_signal(signal.SIGKILL)
        server.wait(10)
    with place.running("serve") as server:
        _wait_for(lambda: _answers(f"{place.url}/healthz"))
        _wait_for(lambda: not _is_alive(worker))
        place.factory.write(lambda: actions.ask_reset("personne@example.org"))
        _wait_for(lambda: _waiting(place) == 0)
        os.kill(_worker_of(server), signal.SIGKILL)
        place.factory.write(lambda: actions.ask_reset("personne@example.org"))
        _wait_for(lambda: _waiting(place) == 0)
        for request in _ODD_REQUESTS:
            answer = _raw(place, request)
            assert answer.split()[1] in {"200", "400", "404", "414", "431"}, answer[:200]
            assert "//evil" not in answer
            assert "/\\evil" not in answer
        assert _answers(f"{place.url}/")


def test_a_very_long_question_is_answered_by_our_own_page(place: Place) -> None:
    with place.running("serve"):
        _wait_for(lambda: _answers(f"{place.url}/healthz"))
        answer = _raw(place, b"GET /search?q=" + b"a" * 60_000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert answer.split()[1] == "200"
        assert "<h1>Recherche</h1>" in answer


_ODD_REQUESTS = (
    b"GET http://evil.example HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    b"GET //evil.example/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    b"GET /%5Cevil.example HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: -1\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"GET /\x00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
)


def _sent(place: Place) -> int:
    return len(list((place.folder / "mail").glob("*.eml")))


def _receivers(place: Place) -> list[str]:
    lines = [file.read_text().splitlines() for file in (place.folder / "mail").glob("*.eml")]
    return sorted(line.removeprefix("To: ") for each in lines for line in each if line.startswith("To: "))


def _waiting(place: Place, *, due: bool = False) -> int:
    def count() -> int:
        wanted = [OutboxRow.done_at.is_(None), *([OutboxRow.run_at <= clock.now()] if due else [])]
        return db.session.scalar(sa.select(sa.func.count()).select_from(OutboxRow).where(*wanted)) or 0

    return place.factory.read(count)


def _end_leases() -> None:
    db.session.execute(sa.update(OutboxRow).where(OutboxRow.done_at.is_(None)).values(run_at=clock.now()))


def _wait_for(holds: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=10) as answer:  # noqa: S310  # our own address on the loopback
            return bool(answer.status == 200)
    except URLError:
        return False


def _raw(place: Place, request: bytes) -> str:
    """What the server sends for these very bytes."""
    with socket.create_connection(("127.0.0.1", place.port), timeout=10) as connection:
        connection.sendall(request)
        connection.settimeout(0.7)
        received = b""
        try:
            while b"</html>" not in received and (more := connection.recv(65536)):
                received += more
        except (TimeoutError, ConnectionResetError):
            pass
    return received.decode("utf-8", "replace")


def _worker_of(server: "subprocess.Popen[bytes]") -> int:
    """The child that runs the worker."""
    for children in Path(f"/proc/{server.pid}/task").glob("*/children"):
        for child in children.read_text().split():
            if b"worker" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0"):
                return int(child)
    raise AssertionError("the server has no worker")


def _is_alive(process_id: int) -> bool:
    return Path(f"/proc/{process_id}").exists()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
