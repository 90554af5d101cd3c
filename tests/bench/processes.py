"""Starts the processes that are measured, asks them for pages on one kept connection, and reads their CPU time."""

import http.client
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

_SECONDS = 30


@dataclass
class Process:
    """A running server with a client on it."""

    port: int
    asked: IO[str]
    answers: IO[str]
    client: http.client.HTTPConnection

    def get(self, path: str, cookie: str = "") -> bytes:
        """The page's body. Raises RuntimeError for anything but a page."""
        self.client.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = self.client.getresponse()
        body = answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(f"{path} answered {answer.status} {answer.getheader('Location', '')}")
        return body

    def cpu_ms(self, path: str, requests: int, cookie: str = "") -> float:
        """CPU ms of the server per request, over so many requests in a row."""
        before = self._cpu_seconds()
        for _ in range(requests):
            self.get(path, cookie)
        return (self._cpu_seconds() - before) * 1000 / requests

    def _cpu_seconds(self) -> float:
        self.asked.write("\n")
        self.asked.flush()
        return float(self.answers.readline())


@contextmanager
def running(what: str, environment: Mapping[str, str]) -> Iterator[Process]:
    """`what`: bare or site, with these settings beside the machine's own; ended with the block."""
    command = [sys.executable, "-m", "tests.bench.server", what]
    with subprocess.Popen(
        command, env=clean_environment(environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            line = child.stdout.readline()
            if not line:
                raise RuntimeError(f"the {what} server did not start")
            port = int(line)
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
            yield Process(port, child.stdin, child.stdout, client)
            client.close()
        finally:
            child.stdin.close()
            child.wait(_SECONDS)


def clean_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The machine's environment with these settings of the forum and no other: never a real site's database."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_") and name != "PORT"}
    return {**kept, **settings}
