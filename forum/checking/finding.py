"""One thing that does not agree with another."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`thing` and its id say where, `text` what is there and what should be."""

    thing: str
    row_id: int
    text: str

    def __str__(self) -> str:
        return f"{self.thing} {self.row_id}: {self.text}" if self.row_id else f"{self.thing}: {self.text}"
