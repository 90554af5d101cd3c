"""Which status an answer has when something was refused: our errors, and the numbers of HTTP for them."""

from forum.errors import Conflict, ForumError, Gone, Invalid, Missing, Refused, TooOften

_STATUSES: tuple[tuple[type[ForumError], int], ...] = (
    (Gone, 410),
    (Missing, 404),
    (Refused, 403),
    (Invalid, 422),
    (Conflict, 409),
    (TooOften, 429),
)


def status_of(error: ForumError) -> int:
    """The status of a page that shows this error, whole or beside a field of its form."""
    return next(status for kind, status in _STATUSES if isinstance(error, kind))
