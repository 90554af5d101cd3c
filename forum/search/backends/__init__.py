"""The engines behind `forum.search.backend`: Whoosh (the default), PostgreSQL, and one in memory for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from forum.config import Config
from forum.search.backend import SearchBackend
from forum.search.backends.memory import MemoryBackend
from forum.search.backends.whoosh import WhooshBackend


def opened(config: Config) -> SearchBackend:
    """The engine that the settings name. Opens nothing yet."""
    return MemoryBackend() if config.search_backend == "memory" else WhooshBackend(config.search_dir)


@contextmanager
def apart(config: Config) -> Iterator[SearchBackend]:
    """An engine of the same kind with an index of its own, gone afterwards: to measure without touching the site's."""
    if config.search_backend == "memory":
        yield MemoryBackend()
        return
    with TemporaryDirectory(prefix="search-") as folder:
        backend = WhooshBackend(Path(folder))
        yield backend
        backend.close()
