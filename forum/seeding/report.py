"""What a seeding made and what it left out."""

from dataclasses import dataclass, field


@dataclass
class SeedReport:
    """How many of each kind were made now (nothing, the second time), and what could not be, in words."""

    made: dict[str, int] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)

    def count(self, kind: str, number: int = 1) -> None:
        if number:
            self.made[kind] = self.made.get(kind, 0) + number

    def __str__(self) -> str:
        made = ", ".join(f"{kind} {number}" for kind, number in self.made.items())
        return "\n".join([f"Made: {made}." if made else "Nothing to add.", *self.skipped])
