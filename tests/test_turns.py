"""Turns: one at a time, in the order asked for, and not waited for without end."""

import threading
import time

import pytest

from forum.turns import TooLong, Turns


def test_they_are_given_in_the_order_asked_for() -> None:
    turns, order, threads = Turns(), [], []

    def take(number: int) -> None:
        with turns.turn(5):
            order.append(number)

    with turns.turn(1):
        for number in range(10):
            threads.append(threading.Thread(target=take, args=(number,)))
            threads[-1].start()
            while len(turns._waiting) <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == list(range(10))


def test_a_thread_that_asks_again_and_again_waits_for_the_others() -> None:
    turns, done, took = Turns(), threading.Event(), []

    def greedy() -> None:
        while not done.is_set():
            with turns.turn(5):
                time.sleep(0.001)

    others = [threading.Thread(target=greedy) for _ in range(4)]
    for each in others:
        each.start()
    for _ in range(20):
        began = time.monotonic()
        with turns.turn(5):
            took.append(time.monotonic() - began)
    done.set()
    for each in others:
        each.join()
    assert max(took) < 2


def test_waiting_ends_and_leaves_no_trace() -> None:
    turns = Turns()
    with turns.turn(1):
        began = time.monotonic()
        with pytest.raises(TooLong), turns.turn(0.05):
            pass
        assert time.monotonic() - began < 2
    with turns.turn(0):
        assert not turns._waiting
    assert not turns._taken


def test_an_error_inside_gives_the_turn_back() -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="no"), turns.turn(1):
        raise ValueError("no")
    assert not turns._taken
