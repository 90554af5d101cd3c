"""Races are run with the suite's own memory out of the collector's sight.

Late in a run, thousands of tests have left so much behind that one full collection stops every thread for longer
than the site lets a writer wait.
"""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _collector_at_rest() -> Iterator[None]:
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
