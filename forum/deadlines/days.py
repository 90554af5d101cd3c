"""Which days are worked, where: Saturdays, Sundays and the public holidays of a French territory are not.

The holidays come from the `holidays` package: article L. 3133-1 of the code du travail, and what is added in
Alsace-Moselle and overseas (articles L. 3134-13 and L. 3422-2).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from holidays.countries.france import France

from forum.words import Message, message

_SATURDAY = 5


class Territory(StrEnum):
    """Where the act is done, by the codes of the `holidays` package."""

    MAINLAND = "fr"
    ALSACE_MOSELLE = "57"
    GUADELOUPE = "971"
    MARTINIQUE = "972"
    GUYANE = "973"
    REUNION = "974"
    MAYOTTE = "976"
    SAINT_BARTHELEMY = "BL"
    SAINT_MARTIN = "MF"
    SAINT_PIERRE = "PM"
    NEW_CALEDONIA = "NC"
    POLYNESIA = "PF"
    WALLIS = "WF"


# The package's French names, under which the catalogue of each language finds its own.
_NAMES = {
    each.text.replace("’", "'").casefold(): each
    for each in (
        message("Jour de l’an"),
        message("Vendredi saint"),
        message("Lundi de Pâques"),
        message("Fête du Travail"),
        message("Fête de la Victoire"),
        message("Ascension"),
        message("Lundi de Pentecôte"),
        message("Fête nationale"),
        message("Assomption"),
        message("Toussaint"),
        message("Armistice"),
        message("Noël"),
        message("Saint-Étienne"),
        message("Mi-Carême"),
        message("Abolition de l’esclavage"),
        message("Fête de Victor Schoelcher"),
        message("Fête de la prise de possession"),
        message("Fête de la Citoyenneté"),
        message("Arrivée de l’Évangile"),
        message("Fête de l’autonomie"),
        message("Matāri’i"),
        message("Saint Pierre Chanel"),
        message("Saints Pierre et Paul"),
        message("Fête du Territoire"),
    )
}
_UNNAMED = message("jour férié")


def is_working(day: date, territory: Territory = Territory.MAINLAND) -> bool:
    return day.weekday() < _SATURDAY and day not in _holidays(territory, day.year)


def next_working(day: date, territory: Territory = Territory.MAINLAND) -> date:
    """The day itself when it is worked, else the first one after it that is."""
    while not is_working(day, territory):
        day += timedelta(days=1)
    return day


def holiday_on(day: date, territory: Territory = Territory.MAINLAND) -> Message | None:
    """What is celebrated on that day."""
    name = _holidays(territory, day.year).get(day)
    if name is None:
        return None
    return _NAMES.get(name.split(";")[0].replace("’", "'").casefold(), _UNNAMED)


@lru_cache(maxsize=256)
def _holidays(territory: Territory, year: int) -> Mapping[date, str]:
    subdivision = None if territory is Territory.MAINLAND else territory.value
    return dict(France(subdiv=subdivision, years=year, language="fr"))  # type: ignore[no-untyped-call]
