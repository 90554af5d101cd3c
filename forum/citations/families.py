"""The families under which the texts cited here are listed. Pure."""

from enum import StrEnum

from forum.legal.facts import packaged
from forum.words import Message, message


class Family(StrEnum):
    """What kind of text it is, as the address of a list says it."""

    CODES = "codes"
    LAWS = "lois"
    EUROPE = "union"
    TREATIES = "traites"
    RULINGS = "decisions"


FAMILY_NAMES: dict[Family, Message] = {
    Family.CODES: message("Codes"),
    Family.LAWS: message("Lois et décrets"),
    Family.EUROPE: message("Union européenne"),
    Family.TREATIES: message("Constitution et traités"),
    Family.RULINGS: message("Décisions"),
}
_FIRST_WORDS = {
    "loi": Family.LAWS,
    "ordonnance": Family.LAWS,
    "decret": Family.LAWS,
    "reglement": Family.EUROPE,
    "directive": Family.EUROPE,
    "charte": Family.EUROPE,
    "tfue": Family.EUROPE,
    "cedh": Family.TREATIES,
    "ddhc": Family.TREATIES,
    "constitution": Family.TREATIES,
}


def family_of(slug: str) -> Family:
    """The family of a text, by its slug; what is no text is a court or an authority."""
    if slug in packaged().codes:
        return Family.CODES
    return _FIRST_WORDS.get(slug.partition("-")[0], Family.RULINGS)
