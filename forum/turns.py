"""A lock that is given in the order in which it was asked for. Pure."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class TooLong(TimeoutError):
    """Others had the lock for longer than one would wait."""


class Turns:
    """One at a time, first come, first served: a thread that asks again and again cannot keep another waiting."""

    def __init__(self) -> None:
        self._gate = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Hold the lock inside the block. Raises TooLong when it was not to be had within so many seconds."""
        self._take(seconds)
        try:
            yield
        finally:
            self._give()

    def _take(self, seconds: float) -> None:
        with self._gate:
            if not self._taken:
                self._taken = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=seconds):
            return
        with self._gate:
            if mine not in self._waiting:
                return  # it was handed over at the last moment
            self._waiting.remove(mine)
        raise TooLong(f"others wrote for more than {seconds} seconds")

    def _give(self) -> None:
        with self._gate:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
