"""One thing that does not agree with another."""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from forum.db import db


@dataclass(frozen=True)
class Finding:
    """`thing` and its id say where, `text` what is there and what should be."""

    thing: str
    row_id: int
    text: str

    def __str__(self) -> str:
        return f"{self.thing} {self.row_id}: {self.text}" if self.row_id else f"{self.thing}: {self.text}"


def differences(thing: str, names: list[str], statement: sa.Executable) -> Iterator[Finding]:
    """From rows of an id and, for each name, what is held and what was found."""
    for row_id, *values in db.session.execute(statement):
        pairs = zip(names, values[::2], values[1::2], strict=True)
        wrong = [f"{name} is {held}, should be {found}" for name, held, found in pairs if held != found]
        yield Finding(thing, row_id, "; ".join(wrong))
