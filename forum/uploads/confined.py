"""The children that parse hostile bytes: started the same way, each with limits that it sets itself."""

import subprocess
import sys
from pathlib import Path
from typing import IO

_PROJECT = Path(__file__).resolve().parents[2]


def runs_well(module: str, argument: str, source: IO[bytes], result: IO[bytes], *, seconds: float) -> bool:
    """Run a module as a program, from `source` to `result`; whether it ended well and in time, by the clock."""
    try:
        done = subprocess.run(
            [sys.executable, "-E", "-s", "-m", module, argument],
            stdin=source,
            stdout=result,
            stderr=subprocess.DEVNULL,
            cwd=_PROJECT,
            env={},  # security: the environment's secrets stay out of a process that parses hostile bytes
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
