"""What a writer says of an experience beside the text, checked. Pure but for the clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from forum import clock
from forum.errors import Faults, Invalid
from forum.experiences.models import Cost, Outcome, Provider, Step, Withheld
from forum.words import message

FOLLOW_UP_LENGTH = 1000
LONGEST_DAYS = 20 * 365
EARLIEST = date(1990, 1, 1)  # nobody's site was withheld before


@dataclass(frozen=True)
class Record:
    """All is optional but who withheld and how it ended. `steps`: what was undertaken, and when if that is known."""

    provider: Provider
    outcome: Outcome
    withheld: tuple[Withheld, ...] = ()
    steps: Mapping[Step, date | None] = field(default_factory=dict)
    days: int | None = None
    cost: Cost | None = None


def checked(record: Record) -> Record:
    """The record as it may be stored. Raises Invalid for all that cannot."""
    faults = Faults()
    tomorrow = clock.now().date() + timedelta(days=1)  # it is tomorrow already somewhere on Earth
    if not all(on is None or EARLIEST <= on <= tomorrow for on in record.steps.values()):
        faults.add(message("Une démarche a une date passée : laissez la date vide si vous ne la savez plus."), "step")
    if record.days is not None and not 0 < record.days <= LONGEST_DAYS:
        faults.add(message("Écrivez une durée de 1 jour à 20 ans, ou laissez vide."), "took")
    faults.tell()
    return record


def checked_follow_up(text: str) -> str:
    """What became of it since, as it may be stored. Raises Invalid."""
    text = text.strip()
    if len(text) > FOLLOW_UP_LENGTH:
        raise Invalid(
            message(
                "« Et depuis ? » tient en %(count)s caractères : répondez au sujet pour en dire plus.",
                count=FOLLOW_UP_LENGTH,
            ),
            "follow_up",
        )
    return text
