"""A render child: one long-lived process that renders one text after another, each within its own limits.

Run as `python -m forum.markup.child CPU_SECONDS MEMORY_BYTES [LAW]`; requests come on stdin, results go to stdout. The
processor limit is a timer whose signal kills the process: nothing a text does can catch it. The child ends when its
stdin does, that is, when its parent closes it or dies.
"""

import os
import resource
import signal
import sys
from pathlib import Path
from typing import BinaryIO

from forum.legal import facts
from forum.markup import wire
from forum.markup.document import TooComplex
from forum.markup.limits import Rule
from forum.markup.pipeline import render

_FIRST = "*Un* mot, article 9 du code civil"
"""What is made and loaded once, with the first text, is not to count as that of whoever writes it."""


def main(cpu_seconds: float, memory_bytes: int, law: str = "") -> None:
    """Serve until stdin ends. `law`: where the tables of the law are kept that the site was given."""
    facts.use(Path(law) if law else None)
    # The parent decides when a child ends; Ctrl-C in its terminal is for it alone.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
    _limit_memory(memory_bytes)
    requests, results = sys.stdin.buffer, _private_stdout()
    render(_FIRST)
    _send(results, wire.READY)
    while (message := wire.unpack(requests.read)) is not None:
        # security: the limit is per text, and the default action of this signal cannot be handled in Python.
        signal.setitimer(signal.ITIMER_VIRTUAL, cpu_seconds)
        answer = _answer(message)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        _send(results, answer)
        if answer.get("rule") == Rule.MEMORY:
            return


def _answer(message: wire.Message) -> wire.Message:
    text, kind, context = wire.read_request(message)
    try:
        return wire.result(render(text, kind, context=context))
    except TooComplex as refused:
        return wire.refusal(refused)
    except RecursionError:
        return wire.refusal(TooComplex(Rule.NESTING))
    except MemoryError:
        return wire.refusal(TooComplex(Rule.MEMORY))


def _private_stdout() -> BinaryIO:
    """The pipe to the parent, out of reach of anything that prints."""
    private = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return os.fdopen(private, "wb")


def _send(results: BinaryIO, message: wire.Message) -> None:
    results.write(wire.pack(message))
    results.flush()


def _limit_memory(memory_bytes: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    ceiling = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, hard))


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
