"""Days as people write them in French, in folded text."""

import re
from datetime import date

_MONTHS = ("jan", "fev", "mar", "avr", "mai", "juin", "juil", "ao", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:janv(?:ier)?|jan|fevr(?:ier)?|fev|mars|mar|avr(?:il)?|mai|juin|juill?(?:et)?|aout|aou|sept(?:embre)?|sep"
    r"|oct(?:obre)?|nov(?:embre)?|dec(?:embre)?)\b\.?"
)
# Without groups, so that other patterns can hold it.
DAY = (
    rf"(?:(?:1 ?er|\d{{1,2}}) ?{MONTH} ?(?:19|20|18)\d\d"
    r"|\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:18|19|20)\d\d"
    r"|(?:18|19|20)\d\d-\d\d-\d\d|\d{1,2}/\d{1,2}/\d\d)(?!\d)"
)
_FIELDS = re.compile(r"\d+|[a-z]+")


def day_of(text: str) -> date | None:
    """The day that `text` (what DAY matched) names; None of a day that does not exist."""
    fields = [field for field in _FIELDS.findall(text) if field != "er"]
    if len(fields) != 3:
        return None
    first, month, last = fields
    if len(first) == 4:
        first, last = last, first
    try:
        return date(_year(last), _month(month), int(first))
    except ValueError:
        return None


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return 1900 + year if year > 50 else 2000 + year


def _month(name: str) -> int:
    if name.isdigit():
        return int(name)
    return next(number for number, start in enumerate(_MONTHS, 1) if name.startswith(start))
