"""Something personal in a text."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum, unique


@unique
class Sort(StrEnum):
    """What was found. The order decides between two that begin at one place."""

    PASSWORD = "password"  # noqa: S105  # the name of a sort
    IBAN = "iban"
    SOCIAL = "social"
    CARD = "card"
    FILE = "file"
    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Finding:
    """`text[start:end]`. `key` is the value whatever its spacing: two of one key are the same thing."""

    sort: Sort
    start: int
    end: int
    text: str
    key: str

    @property
    def digest(self) -> str:
        """A short name of the value, fit for a form's field."""
        return hashlib.sha256(f"{self.sort}:{self.key}".encode()).hexdigest()[:16]
