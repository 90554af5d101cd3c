"""Values out of a TOML table, with the file's name in every complaint. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

Value = TypeVar("Value")
Choice = TypeVar("Choice", bound=StrEnum)


class BadContent(ValueError):
    """A file of the seed that cannot be used, and why."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name}: {reason}")


@dataclass(frozen=True)
class Fields:
    """One table. Every reader raises BadContent when the value is absent without a default, or of another type."""

    path: Path
    values: dict[str, Any]

    def text(self, name: str, default: str | None = None) -> str:
        return self._typed(name, str, default)

    def number(self, name: str, default: int | None = None) -> int:
        return self._typed(name, int, default)

    def flag(self, name: str) -> bool:
        return self._typed(name, bool, False)

    def day(self, name: str) -> date:
        return self._typed(name, date, None)

    def moment(self, name: str) -> datetime:
        """A moment with its offset."""
        moment = self._typed(name, datetime, None)
        if moment.tzinfo is None:
            raise BadContent(self.path, f"“{name}” lacks its offset, as in 2026-05-02T10:00:00+02:00")
        return moment

    def one_of(self, name: str, choices: type[Choice]) -> Choice:
        value = self.text(name)
        if value not in tuple(choices):
            raise BadContent(self.path, f"“{name}” is one of {', '.join(choices)}")
        return choices(value)

    def several(self, name: str, choices: type[Choice]) -> tuple[Choice, ...]:
        """Any number of the choices."""
        values = self.texts(name)
        if not set(values) <= set(choices):
            raise BadContent(self.path, f"“{name}” holds {', '.join(choices)}")
        return tuple(choices(value) for value in values)

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(self._typed(name, list, []))

    def strings(self, name: str) -> dict[str, str]:
        return dict(self._typed(name, dict, {}))

    def table(self, name: str) -> "Fields | None":
        return Fields(self.path, self.values[name]) if name in self.values else None

    def tables(self, name: str) -> list["Fields"]:
        return [Fields(self.path, each) for each in self._typed(name, list, [])]

    def _typed(self, name: str, kind: type[Value], default: Value | None) -> Value:
        value = self.values.get(name, default)
        if value is None:
            raise BadContent(self.path, f"“{name}” is missing")
        if not isinstance(value, kind):
            raise BadContent(self.path, f"“{name}” should be a {kind.__name__}")
        return value
