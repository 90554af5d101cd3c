"""Work to do after commit, stored in the same transaction: one row per handler, drained by the worker.

`publish(event, …)` is called inside a write; `forum.subscriptions` says which handlers an event has;
`drain()` runs what is due. A handler may run twice after a crash, so each is idempotent.
"""

from forum.outbox.events import Event, Handler, handlers_of, register, reset
from forum.outbox.forgetting import forget_words, replaced
from forum.outbox.models import OutboxRow
from forum.outbox.queue import Drained, drain, publish, publish_later, purge_done, state

__all__ = [
    "Drained",
    "Event",
    "Handler",
    "OutboxRow",
    "drain",
    "forget_words",
    "handlers_of",
    "publish",
    "publish_later",
    "purge_done",
    "register",
    "replaced",
    "reset",
    "state",
]
