"""Times that bars are held against: what an act costs by itself, whatever else the suite or the machine is doing."""

import gc
import re
import time
from collections.abc import Callable

_WORD = re.compile(r"[^\W\d_]+|\d+")
_TEXT = "Mon prestataire refuse de me donner mes 12 identifiants et mots de passe depuis le 3 mars. " * 600
# What `_reference` takes on an undisturbed core of the machine the bars were set on.
_REFERENCE_SECONDS = 0.0056


def cpu_seconds(act: Callable[[], object], *, tries: int = 3) -> float:
    """Processor seconds of this thread for one `act`, the least of so many tries, on a core of the bars' own speed.

    The suite holds millions of objects by the time a bar is measured: one walk of the garbage collector over them
    costs more than most acts, and says nothing of the act. Hence it rests meanwhile. Another thread's work (a server
    of a browser test) is not counted. Two busy threads of one core halve each other's speed, and machines differ:
    each try is framed by a fixed piece of work, and where that is slower than it should be, by so much the measured
    time is shortened. A faster machine is not asked for less, and a bar is never made easier by more than the least
    slow of the frames shows.
    """
    collecting = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        frames = [_once(_reference)]
        costs = []
        for _ in range(tries):
            costs.append(_once(act))
            frames.append(_once(_reference))
    finally:
        if collecting:
            gc.enable()
    return min(costs) / max(1.0, min(frames) / _REFERENCE_SECONDS)


def _once(act: Callable[[], object]) -> float:
    begin = time.thread_time()
    act()
    return time.thread_time() - begin


def _reference() -> dict[str, int]:
    """Words found, folded and counted: the kind of work that the measured acts do."""
    counts: dict[str, int] = {}
    for match in _WORD.finditer(_TEXT):
        word = match.group().casefold()
        counts[word] = counts.get(word, 0) + 1
    return counts
