"""THE table "after X, do Y and Z". Nothing else in the forum reacts to anything."""

from forum import outbox
from forum.notifications import handlers as tell
from forum.outbox import Event

_TABLE = (
    # event, stable name of the handler, the handler
    (Event.POST_HIDDEN, "tell-author", tell.author_of_hidden_post),
    (Event.TOPIC_MOVED, "tell-author", tell.author_of_moved_topic),
    (Event.POST_HELD, "tell-moderators", tell.moderators_of_held_post),
    (Event.POST_APPROVED, "tell-author", tell.author_of_approved_post),
    (Event.REPORT_MADE, "tell-moderators", tell.moderators_of_report),
    (Event.REPORT_CLOSED, "tell-reporter", tell.reporter_of_closed_report),
)
_SLOW = (
    # these speak to the outside, and so run outside any write transaction
)


def join() -> None:
    """Join every handler to its event."""
    outbox.reset()
    for event, name, handler in _TABLE:
        outbox.register(event, name, handler)
    for event, name, handler in _SLOW:
        outbox.register(event, name, handler, slow=True)
