"""Keys that a decision can have, told by their form: which decisions there are is in no table of ours."""

import re
from datetime import date

from forum.legal.courts import seat_names

_DAY = r"\d{4}-\d\d-\d\d"
_NUMBERS = {
    "cass": re.compile(rf"\d\d-\d{{5}}|(?:civ(?:-[123])?|com|crim|soc|ass-plen|ch-mixte)/{_DAY}"),
    "ce": re.compile(r"\d{5,6}"),
    "cons-const": re.compile(r"(?:\d{4}|[5-9]\d)-\d{1,4}-(?:dc|qpc)"),
    "cjue": re.compile(r"[ct]-\d{1,4}-\d\d"),
    "cnil": re.compile(r"(?:[a-z]{2,5}-)?\d{2,4}-\d{1,4}"),
    "ecli": re.compile(r"ECLI:[A-Z]{2}:[A-Z0-9]{1,7}:\d{4}:[A-Z0-9.]{1,25}"),
}
_IN_TOWNS = re.compile(r"(?:ca|caa|tgi|tj|tcom|tae|ti|ta|tc|cph)-(?P<town>[a-z-]+)")
_ROLL = re.compile(rf"{_DAY}|\d\d-\d{{3,6}}|\d{{4}}F?-?\d{{3,7}}|\d{{6,10}}")


def is_ruling(key: str) -> bool:
    """Whether the key is one that a decision can have: its name can be said, and its official page be looked for."""
    court, _, number = key.partition("/")
    seat = _IN_TOWNS.fullmatch(court)
    form = _ROLL if seat and seat["town"] in seat_names() else _NUMBERS.get(court)
    return form is not None and form.fullmatch(number) is not None and _has_a_true_day(number)


def _has_a_true_day(number: str) -> bool:
    day = re.search(rf"{_DAY}$", number)
    try:
        return day is None or bool(date.fromisoformat(day[0]))
    except ValueError:
        return False
