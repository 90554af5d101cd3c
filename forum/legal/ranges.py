"""What a range of articles holds, told by the numbers alone: « 1240 à 1242 » is 1240..1242, « 1240 et suivants » 1240..

Which of the numbers between exist is not asked: whoever writes the range gives all that lie in it.
"""

import re

_PARTS = re.compile(r"\d+|[^\W\d_]+")
# « et suivants » means the rest of a section: of plain numbers some ten more, of 1231-1 the others of 1231.
_FOLLOWING = 10


def holds(span: str, number: str) -> bool:
    """Whether `number` is `span` or lies in it: « 1240 », « 1240..1242 », « 1240.. » with what follows closely."""
    first, dots, last = span.partition("..")
    if not dots:
        return number == span
    low, here, high = _order(first), _order(number), _order(last)
    if [kind for kind, _, _ in low[:1]] != [kind for kind, _, _ in here[:1]] or here < low:
        return False
    return here <= high if last else _follows(low, here)


def _follows(low: list[tuple[bool, int, str]], here: list[tuple[bool, int, str]]) -> bool:
    """Whether a number that is not before another is of those that « et suivants » means after it."""
    (letters, start), (same, there) = _whole(low), _whole(here)
    is_plain = sum(is_number for is_number, _, _ in low) == 1
    return letters == same and there - start <= (_FOLLOWING if is_plain else 0)


def _whole(order: list[tuple[bool, int, str]]) -> tuple[str, int]:
    """« L » and 221 of L221-18."""
    letters = "".join(word for is_number, _, word in order[:1] if not is_number)
    return letters, next((value for is_number, value, _ in order if is_number), 0)


def _order(number: str) -> list[tuple[bool, int, str]]:
    """Numbers by value: 9 before 1240, 1231 before 1231-1."""
    parts = _PARTS.findall(number)
    return [(part.isdecimal(), int(part[:18]) if part.isdecimal() else 0, part.upper()) for part in parts]
