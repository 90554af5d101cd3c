"""Small tables that nearly every page needs and hardly ever change, held in memory for one generation of the site."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy.engine import Engine

from forum.db import db

T = TypeVar("T")


class PerGeneration(Generic[T]):
    """A value read from the database once per generation and process. Thread-safe; one per database."""

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._held: WeakKeyDictionary[Engine, tuple[int, T]] = WeakKeyDictionary()
        self._lock = threading.Lock()

    def of(self, generation: int) -> T:
        """The value as of this generation; the read's statements only when this process does not hold it."""
        database = db.engine
        held = self._held.get(database)
        if held is None or held[0] != generation:
            held = (generation, self._read())
            with self._lock:
                self._held[database] = held
        return held[1]
