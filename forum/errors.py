"""What can go wrong in a slice, said so that the edge can answer well. Only `web/errors.py` makes pages of these."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from forum.words import Message

T = TypeVar("T")


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
    """The input cannot be taken: 422. `field` names the form field to blame, when one is, `also` what else is wrong."""

    def __init__(self, message: Message, field: str | None = None, also: Sequence["Invalid"] = ()) -> None:
        super().__init__(message)
        self.field = field
        self.also = tuple(also)

    @property
    def every(self) -> tuple["Invalid", ...]:
        """Itself, then what else is wrong."""
        return self, *self.also


class Faults:
    """What is wrong with an input, gathered so that its writer is told all of it at once."""

    def __init__(self) -> None:
        self._found: list[Invalid] = []

    def add(self, message: Message, field: str) -> None:
        self._found.append(Invalid(message, field))

    def of(self, check: Callable[[], T], otherwise: T) -> T:
        """What the check makes of it; `otherwise` where it finds a fault."""
        try:
            return check()
        except Invalid as error:
            self._found.extend(error.every)
            return otherwise

    def tell(self) -> None:
        """Raise Invalid, where anything was found."""
        if self._found:
            first, *others = self._found
            raise Invalid(first.message, first.field, others)


class Conflict(ForumError):
    """Somebody else changed the thing meanwhile: 409."""


class TooOften(ForumError):
    """A limit was reached: 429. `retry_after` is in seconds."""

    def __init__(self, message: Message, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after
