"""The worker's sign of life: a file that it touches every few seconds."""

import time
from pathlib import Path

_NAME = "worker.alive"


def beat(data_dir: Path) -> None:
    (data_dir / _NAME).touch()


def seconds_since_heartbeat(data_dir: Path) -> float | None:
    """How long ago the worker said that it lives; None when it never did."""
    try:
        return time.time() - (data_dir / _NAME).stat().st_mtime
    except FileNotFoundError:
        return None
