"""Rendering that can be stopped: long-lived child processes, shared by the threads of a server.

A thread cannot be interrupted, so a text that takes too long would hold one for good. A child can be killed: by its
own timer after a second of processor time, by the parent after a second and a half of the clock. Another is started
in its place. Children are started by `subprocess`, never forked from a process with threads, and lazily.
"""

import os
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Self

from forum.legal import facts
from forum.markup import limits, wire
from forum.markup.cleaning import clean_text
from forum.markup.document import RenderContext, Rendered, TooComplex
from forum.markup.gate import check_size
from forum.markup.limits import PROFILES, Kind, Rule
from forum.markup.plain import as_typed

_ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 30.0
"""A start costs 0.15 s; on a machine that swaps it may cost much more, and nobody is to blame."""
_JOBS_PER_CHILD = 2_000
"""A child is replaced after so many, so that nothing it leaks adds up to its memory limit."""
_SLOW = (-signal.SIGVTALRM,)


class _ChildLost(Exception):
    """The child ended and not for the text it was given."""


class RenderPool:
    """At most `size` children; more threads than that wait for one another. Usable as a context manager."""

    def __init__(
        self,
        size: int = 2,
        *,
        cpu_seconds: float = limits.CPU_SECONDS,
        wall_seconds: float = limits.WALL_SECONDS,
        memory_bytes: int = limits.MEMORY_BYTES,
    ) -> None:
        self._cpu_seconds = cpu_seconds
        self._wall_seconds = wall_seconds
        self._memory_bytes = memory_bytes
        self._free = threading.BoundedSemaphore(size)
        self._idle: LifoQueue[_Child] = LifoQueue()
        self._closed = False

    def render(self, text: str, kind: Kind = Kind.POST, context: RenderContext | None = None) -> Rendered:
        """As `forum.markup.render`, and TooComplex with the rule "time" or "memory" for what had to be stopped."""
        text = clean_text(text)
        if not PROFILES[kind].inline:
            check_size(text, PROFILES[kind])
        request = wire.pack(wire.request(text, kind, context or RenderContext()))
        with self._free:
            try:
                return self._render_once(request)
            except _ChildLost:
                # Killed from outside, or out of luck between two jobs: the text is not to blame the first time.
                return self._render_again(request)

    def render_or_plain(self, text: str, kind: Kind = Kind.POST, context: RenderContext | None = None) -> Rendered:
        """As `render`, but what is too complex comes back as it was typed, with `plain_fallback` set."""
        try:
            return self.render(text, kind, context)
        except TooComplex:
            return as_typed(text)

    def close(self) -> None:
        """End the children. A closed pool ends the children still at work when they are done."""
        self._closed = True
        while (child := self._take_idle()) is not None:
            child.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _render_again(self, request: bytes) -> Rendered:
        try:
            return self._render_once(request)
        except _ChildLost:
            raise TooComplex(Rule.FAILED) from None

    def _render_once(self, request: bytes) -> Rendered:
        child = self._take_idle() or _Child(self._cpu_seconds, self._memory_bytes)
        try:
            answer = child.ask(request, self._wall_seconds)
        except BaseException:
            child.end()
            raise
        if self._closed or child.is_worn_out or answer.get("rule") == Rule.MEMORY:
            child.end()
        else:
            self._idle.put(child)
        return wire.read_result(answer)

    def _take_idle(self) -> "_Child | None":
        try:
            return self._idle.get_nowait()
        except Empty:
            return None


class _Child:
    """One process. Used by one thread at a time."""

    def __init__(self, cpu_seconds: float, memory_bytes: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "forum.markup.child", str(cpu_seconds), str(memory_bytes), str(facts.home() or "")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # security: it reads hostile text, so it is given none of the site's secrets.
            env={"PYTHONPATH": str(_ROOT), "PATH": os.environ.get("PATH", "")},
            bufsize=0,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests = self._process.stdin
        self._results = self._process.stdout
        self._jobs = 0
        self._deadline = time.monotonic() + _START_SECONDS
        if wire.unpack(self._read) != wire.READY:
            self.end()
            raise RuntimeError("the render child did not start; its message is on standard error")

    @property
    def is_worn_out(self) -> bool:
        return self._jobs >= _JOBS_PER_CHILD

    def ask(self, request: bytes, wall_seconds: float) -> wire.Message:
        """Send one request and wait for its answer. Raises TooComplex("time") or _ChildLost."""
        self._jobs += 1
        self._deadline = time.monotonic() + wall_seconds
        try:
            self._write(request)
        except BrokenPipeError:
            raise _ChildLost from None
        answer = wire.unpack(self._read)
        if answer is None:
            raise self._reason()
        return answer

    def end(self) -> None:
        """Kill the process and reap it."""
        self._process.kill()
        self._process.wait()
        self._requests.close()
        self._results.close()

    def _reason(self) -> Exception:
        """Why there is no answer."""
        if time.monotonic() >= self._deadline or self._process.wait() in _SLOW:
            return TooComplex(Rule.TIME)
        return _ChildLost()

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[self._requests.write(view) :]

    def _read(self, length: int) -> bytes:
        """Exactly `length` bytes, or fewer when the child ended or the time is over."""
        data = bytearray()
        poller = select.poll()
        poller.register(self._results, select.POLLIN)
        while len(data) < length:
            remaining = self._deadline - time.monotonic()
            if remaining <= 0 or not poller.poll(remaining * 1000):
                break
            chunk = os.read(self._results.fileno(), length - len(data))
            if not chunk:
                break
            data += chunk
        return bytes(data)
