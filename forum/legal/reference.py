"""A reference as the readers of each family hand it over, still in the folded text."""

from dataclasses import dataclass
from datetime import date

from forum.legal.citation import Mark

# « n° », « no. », « numéro »…
NUMERO = r"(?:n ?(?:°s?|os?\b)\.? ?:? ?|n\.? ?(?=\d)|num(?:ero)?s?\b\.? ?:? ?)"


@dataclass(frozen=True, slots=True)
class Reference:
    """What stands from `start` to `end` refers to `key`; `day`: signature or decision, where it is said."""

    start: int
    end: int
    key: str
    day: date | None = None
    marks: tuple[Mark, ...] = ()
    locator: str = ""
    list_start: int | None = None
    """Where the list that it was read in begins; None: it stands alone."""
