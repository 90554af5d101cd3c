"""Sentences for the reader, marked where they are thought of and translated where they are shown.

The message id is the French sentence itself: French needs no catalogue, English has a complete one.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Message:
    """A sentence with its parameters, not yet in anybody's language."""

    text: str
    params: dict[str, Any] = field(default_factory=dict, hash=False)
    plural: str | None = None
    count: int | None = None

    def __str__(self) -> str:
        """The French sentence, for logs and consoles."""
        text = self.text if self.count is None or abs(self.count) < 2 else (self.plural or self.text)
        return text % {"count": self.count, **self.params} if self.params or self.count is not None else text


@dataclass(frozen=True)
class Listed:
    """Values in a sentence, one behind the other: « 1103, 1104 »."""

    items: tuple[Any, ...]

    def __str__(self) -> str:
        return ", ".join(map(str, self.items))


def message(text: str, /, **params: Any) -> Message:
    """A sentence; `%(name)s` stands where a parameter comes."""
    return Message(text, params)


def plural(one: str, many: str, count: int, /, **params: Any) -> Message:
    """A sentence that depends on a number, itself available as `%(count)s`."""
    return Message(one, params, many, count)
