"""Several threads that do the same at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread

from forum.errors import ForumError

THREADS = 6


def at_once(act: Callable[[int], object]) -> list[object]:
    """What each of several threads got, all starting together: a value, or the error of ours."""
    start, got = Barrier(THREADS), [None] * THREADS

    def run(number: int) -> None:
        start.wait()
        try:
            got[number] = act(number)  # type: ignore[call-overload]
        except ForumError as error:
            got[number] = error  # type: ignore[call-overload]

    threads = [Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got
