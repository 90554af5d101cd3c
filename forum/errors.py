"""What can go wrong in a slice, said so that the edge can answer well. Only `web/errors.py` makes pages of these."""

from forum.words import Message


class ForumError(Exception):
    """Any of ours; carries the sentence for the reader."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class Refused(ForumError):
    """The actor may see the thing and may not do this to it: 403, with the reason."""


class LoginRequired(Refused):
    """Nobody is signed in; signing in may be enough."""


class FactorRequired(Refused):
    """What the actor may do only once a second factor protects their account."""


class Missing(ForumError):
    """No such thing, or none that this actor may know of: 404, the same for both."""


class Gone(ForumError):
    """A thing that was public here and was removed: 410."""


class Invalid(ForumError):
    """The input cannot be taken: 422. `field` names the form field to blame, when one is."""

    def __init__(self, message: Message, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Conflict(ForumError):
    """Somebody else changed the thing meanwhile: 409."""


class TooOften(ForumError):
    """A limit was reached: 429. `retry_after` is in seconds."""

    def __init__(self, message: Message, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after
