"""Asking whether an address still answers: one page, its head alone, within bounds of time, of public machines.

security: a resource is an address that anybody may type, and the worker stands inside the operator's network. So:
names are looked up here, every address that comes back must be public, and the connection goes to the very address
that was looked at, with the name kept for Host, SNI and the certificate (a second look-up could answer otherwise);
each redirect is followed by hand and looked at in the same way; ports 80 and 443; no proxy, cookie or credential of the
environment; one deadline for everything, since a server may send a byte a minute; the body is not read.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from forum.resources.machines import is_public

Resolve = Callable[[str, int], list[str]]
_REDIRECTS = {301, 302, 303, 307, 308}
_MOST_REDIRECTS = 5
_MOST_ADDRESSES = 3  # tried, where a name has several
_CONNECT_SECONDS = 5.0
_LONGEST = 2000
# Whoever answers so is there, and may only not want to be asked by a machine.
_UNSURE = {400, 401, 402, 403, 405, 406, 408, 409, 412, 415, 416, 417, 418, 421, 425, 426, 429, 431, 451, 503, 999}
_SAFE = "/%:@!$&'()*+,;=~-._?"


class Answer(Enum):
    """What came of it."""

    LIVES = auto()
    FAILS = auto()
    UNSURE = auto()  # neither can be said: asked again later


class _Failed(Exception):
    """No answer from there."""


class _CannotTell(Exception):
    """An answer that this machine cannot judge, such as a certificate that it does not know."""


@dataclass(frozen=True)
class _Place:
    """Where one request goes."""

    secure: bool
    host: str
    port: int
    target: str


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a name by the system's resolver, those of IPv4 first: not every machine has the other kind."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    found.sort(key=lambda each: each[0] != socket.AF_INET)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(frozen=True)
class LinkReader:
    """Asks. `allowed` says of an address whether one may connect to it."""

    agent: str
    allowed: Callable[[str], bool] = is_public
    resolve: Resolve = resolved
    ports: Collection[int] | None = (80, 443)  # None: any, for tests
    seconds: float = 15.0  # for everything, redirects included
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    asks = True

    def ask(self, url: str) -> Answer:
        """Whether the address answers. Never raises for what is at the other end."""
        end = time.monotonic() + self.seconds
        try:
            return _meaning(self._follow(url, end))
        except _CannotTell:
            return Answer.UNSURE
        except _Failed:
            return Answer.FAILS

    def _follow(self, url: str, end: float) -> int:
        """The status at the end of the redirects."""
        seen: set[str] = set()
        while url not in seen and len(seen) <= _MOST_REDIRECTS:
            seen.add(url)
            status, location = self._status(self._place(url), end)
            if status not in _REDIRECTS or not location:
                return status
            try:
                url = urljoin(url, location)[:_LONGEST]
            except ValueError:
                raise _Failed("it leads to no address") from None
        raise _Failed("it leads round and round")

    def _status(self, place: _Place, end: float) -> tuple[int, str]:
        """By HEAD; by GET where a server has no answer to that."""
        address = self._addresses(place)
        try:
            status, location = self._request("HEAD", place, address, end)
        except _Failed:
            status, location = 0, ""
        return (status, location) if 200 <= status < 400 else self._request("GET", place, address, end)

    def _place(self, url: str) -> _Place:
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
            host = host if host.isascii() else host.encode("idna").decode("ascii")
        except ValueError:
            raise _Failed("not an address") from None
        secure = parts.scheme == "https"
        port = port or (443 if secure else 80)
        if parts.scheme not in {"http", "https"} or not host or parts.username is not None:
            raise _Failed("not an address of a page")
        if self.ports is not None and port not in self.ports:
            raise _Failed("not a port of the Web")
        # headers are read as Latin-1, whatever the bytes of a redirect were meant to be
        path, query = (quote(part.encode("latin-1", "replace"), safe=_SAFE) for part in (parts.path, parts.query))
        return _Place(secure, host, port, f"{path or '/'}{f'?{query}' if query else ''}")

    def _addresses(self, place: _Place) -> list[str]:
        try:
            found = self.resolve(place.host, place.port)
        except (OSError, UnicodeError):
            raise _Failed("no such name") from None
        # security: one address inside is enough to refuse the name, or a mixed answer would get in by chance
        if not found or not all(map(self.allowed, found)):
            raise _Failed("not a public machine")
        return found[:_MOST_ADDRESSES]

    def _request(self, method: str, place: _Place, addresses: list[str], end: float) -> tuple[int, str]:
        """Status and Location from the first of the addresses that answers."""
        for address in addresses:
            with suppress(_Failed):
                return self._request_one(method, place, address, end)
        raise _Failed("none of its addresses answers")

    def _request_one(self, method: str, place: _Place, address: str, end: float) -> tuple[int, str]:
        left = end - time.monotonic()
        if left <= 0:
            raise _Failed("out of time")
        with _deadline(left) as deadline:
            connection = self._connection(place, address, min(left, _CONNECT_SECONDS), deadline)
            try:
                connection.request(method, place.target, headers=self._headers(place), preload_content=False)
                if connection.sock is not None:
                    connection.sock.settimeout(left)
                answer = connection.getresponse()
                if deadline.over:  # what had come by then may look like a whole head
                    raise _Failed("out of time")
                return answer.status, answer.headers.get("Location", "")
            except ssl.SSLCertVerificationError:
                raise _CannotTell from None
            except (HTTPError, HTTPException, OSError, ValueError) as error:
                raise _Failed(type(error).__name__) from None
            finally:
                connection.close()

    def _connection(self, place: _Place, address: str, seconds: float, deadline: "_Deadline") -> HTTPConnection:
        if not place.secure:
            return _Plain(deadline, address, place.port, timeout=seconds)
        # the context holds the certificate against this name, not against the address
        return _Secure(deadline, address, place.port, timeout=seconds, ssl_context=self.tls, server_hostname=place.host)

    def _headers(self, place: _Place) -> dict[str, str]:
        usual = place.port == (443 if place.secure else 80)
        return {
            "Host": place.host if usual else f"{place.host}:{place.port}",
            "User-Agent": self.agent,
            "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }


class NoReader:
    """Its twin for a site that asks nobody."""

    asks = False

    def ask(self, url: str) -> Answer:
        return Answer.UNSURE


class _Deadline:
    """Ends a connection when its time is over, whatever the other side is sending."""

    def __init__(self) -> None:
        self.over = False
        self._held: list[socket.socket] = []

    def watch(self, connection: socket.socket) -> None:
        self._held.append(connection.dup())  # TLS takes the first one over, and both are one connection

    def end(self) -> None:
        self.over = True
        for each in self._held:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        for each in self._held:
            each.close()


@contextmanager
def _deadline(seconds: float) -> Iterator[_Deadline]:
    deadline = _Deadline()
    timer = threading.Timer(seconds, deadline.end)
    timer.daemon = True
    timer.start()
    try:
        yield deadline
    finally:
        timer.cancel()
        timer.join()
        deadline.close()


class _Plain(HTTPConnection):
    """A connection that its deadline ends."""

    def __init__(self, deadline: _Deadline, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deadline = deadline

    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        self._deadline.watch(made)
        return made


class _Secure(_Plain, HTTPSConnection):
    """The same, over TLS."""


def _meaning(status: int) -> Answer:
    if 200 <= status < 400:
        return Answer.LIVES
    return Answer.UNSURE if status in _UNSURE else Answer.FAILS
