"""The outbox: rows written with the act, run after it, each handler apart, each failure waiting longer."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from forum import clock, outbox, subscriptions
from forum.db import db
from forum.outbox import Event, OutboxRow
from tests.factories import Factory


class Handlers:
    """Handlers that note what they were called with; one of them fails as often as it is told to."""

    def __init__(self) -> None:
        self.seen: list[int] = []
        self.failures = 0

    def steady(self, number: int) -> None:
        self.seen.append(number)

    def shaky(self, number: int) -> None:
        if self.failures:
            self.failures -= 1
            raise ConnectionError("nobody there")
        self.seen.append(-number)


@pytest.fixture
def handlers() -> Iterator[Handlers]:
    """In place of the site's own table, for the length of a test."""
    made = Handlers()
    outbox.reset()
    outbox.register(Event.TOPIC_CHANGED, "steady", made.steady)
    outbox.register(Event.TOPIC_CHANGED, "shaky", made.shaky, slow=True)
    yield made
    subscriptions.join()


def _publish(factory: Factory, number: int) -> None:
    factory.write(lambda: outbox.publish(Event.TOPIC_CHANGED, number=number))


def _rows(factory: Factory) -> list[tuple[str, bool, int]]:
    return factory.read(
        lambda: [
            (row.handler, row.done_at is not None, row.attempts)
            for row in db.session.query(OutboxRow).order_by(OutboxRow.handler)
        ]
    )


def test_each_handler_has_its_row(factory: Factory, handlers: Handlers) -> None:
    _publish(factory, 7)
    assert handlers.seen == []
    factory.drain()
    assert sorted(handlers.seen) == [-7, 7]
    assert _rows(factory) == [("shaky", True, 0), ("steady", True, 0)]
    factory.drain()
    assert len(handlers.seen) == 2


def test_what_is_rolled_back_is_never_done(factory: Factory, handlers: Handlers) -> None:
    def fail() -> None:
        outbox.publish(Event.TOPIC_CHANGED, number=1)
        db.session.flush()
        raise ValueError("changed my mind")

    with pytest.raises(ValueError, match="changed my mind"):
        factory.write(fail)
    factory.drain()
    assert handlers.seen == []


def test_a_failure_waits_and_blocks_nobody(factory: Factory, handlers: Handlers) -> None:
    handlers.failures = 1
    _publish(factory, 3)
    factory.drain()
    assert handlers.seen == [3]
    assert _rows(factory) == [("shaky", False, 1), ("steady", True, 0)]
    with clock.set_to(clock.now() + timedelta(minutes=10)):
        factory.drain()
    assert handlers.seen == [3, -3]


def test_a_lasting_failure_is_given_up_and_counted(factory: Factory, handlers: Handlers) -> None:
    handlers.failures = 100
    _publish(factory, 3)
    moment = clock.now()
    for hours in (*range(25), 48, 71):
        with clock.set_to(moment + timedelta(hours=hours)):
            factory.drain()
    assert factory.read(outbox.state).failing == 1
    with clock.set_to(moment + timedelta(hours=73)):
        factory.drain()
    state = factory.read(outbox.state)
    assert (state.failing, state.given_up) == (0, 1)


def test_what_speaks_to_the_outside_is_drained_apart(factory: Factory, handlers: Handlers) -> None:
    _publish(factory, 5)
    with factory.app.app_context():
        assert outbox.drain(slow=False).done == 1
        assert handlers.seen == [5]
        assert outbox.drain(slow=True).done == 1
    assert handlers.seen == [5, -5]


def test_publishing_outside_a_write_is_a_mistake(app: Flask, handlers: Handlers) -> None:
    with app.app_context(), pytest.raises(RuntimeError, match="inside a write"):
        outbox.publish(Event.TOPIC_CHANGED, number=1)
