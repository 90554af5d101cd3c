"""A text that has articles (code, law, ordinance, decree, EU act, treaty), found where it is named."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache


class Nature(StrEnum):
    """What kind of text it is; « de la même loi » asks for the last of its kind."""

    CODE = "code"
    LAW = "loi"
    ORDINANCE = "ordonnance"
    DECREE = "decret"
    REGULATION = "reglement"
    DIRECTIVE = "directive"
    TREATY = "traite"


@lru_cache(maxsize=1000)
def nature_of(slug: str) -> Nature:
    """The nature a slug tells."""
    start = slug.split("-", 1)[0]
    return next((nature for nature in Nature if nature.value == start), Nature.TREATY)


@dataclass(frozen=True, slots=True)
class TextName:
    """A text named from `start` to `end`. `slugs` holds two where the name is shared, none where it is no text of ours.

    `is_weak`: too short or too common a name to mean a text without a clear article beside it.
    `stands_alone`: naming it is a citation by itself, as for a law and unlike a code.
    """

    start: int
    end: int
    slugs: tuple[str, ...]
    is_weak: bool = False
    stands_alone: bool = False
    former: bool = False
    signed_on: date | None = None
    is_of_code: bool = True
    """Of a text that is none of ours: whether it is a code."""

    @property
    def nature(self) -> Nature:
        """Of the (first) text named."""
        return nature_of(self.slugs[0]) if self.slugs else Nature.CODE if self.is_of_code else Nature.TREATY
