"""Races are run with the suite's own memory out of the collector's sight.

Late in a run, thousands of tests have left so much behind that one full collection stops every thread for longer
than the site lets a writer wait.
"""

import gc
from collections.abc import Iterator

import pytest

from forum.db import db


@pytest.fixture(autouse=True)
def _collector_at_rest(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(db, "turn_seconds", 60.0)  # a loaded machine is slow; what must not happen is a lock or a loss
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
