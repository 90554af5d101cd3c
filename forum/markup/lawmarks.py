"""The small marks after a reference whose text moved: « → 1240 », read aloud « devenu l’article 1240 ».

Where the number may be meant as it is today, the mark asks, in brackets, so that its sign is never taken for the
writer's: « (→ 1240 ?) ». Of a range, each end is told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forum.legal import Case, Standing, display_number
from forum.markup.pieces import Piece, Tag, Text


@dataclass(frozen=True, slots=True)
class _Words:
    """Of a language: « devenu l’article » of one, of several, what doubts it, « et », what asks, the sign between."""

    one: str
    many: str
    perhaps: str
    last: str
    asks: str
    between: str


_WORDS = {
    "fr": _Words(
        "devenu l’article %s", "devenu les articles %s", "s’il s’agit de l’ancien, %s", " et ", "(%s\u202f?)", "\u202f;"
    ),
    "en": _Words("now article %s", "now articles %s", "if the former one is meant, %s", " and ", "(%s?)", ";"),
}


def law_marks(standings: Sequence[Standing], language: str, *, named: bool) -> Iterator[Piece]:
    """The marks, one behind the other. `named`: with the number cited, where the words before do not end with it."""
    words = _WORDS.get(language, _WORDS["fr"])
    shown = [standing for standing in standings if standing.numbers_now]
    for position, standing in enumerate(shown):
        number = display_number(standing.key.partition("/")[2]) if named else ""
        sign = words.between if position < len(shown) - 1 else ""
        yield from _mark(standing, number, words, sign)


def _mark(standing: Standing, number: str, words: _Words, sign: str) -> Iterator[Piece]:
    now = [display_number(each) for each in standing.numbers_now]
    doubtful = standing.case is Case.REUSED
    aloud = (words.many if len(now) > 1 else words.one) % _listed(now, words.last)
    aloud = words.perhaps % aloud if doubtful else aloud
    arrow = f"{number}\u00a0→\u00a0".lstrip() + ", ".join(now)
    arrow = words.asks % arrow if doubtful else arrow
    yield Tag("small", (("class", "moved maybe" if doubtful else "moved"),))
    yield Tag("span", (("class", "hide"),))
    yield from (Text(f" ({number}, {aloud})" if number else f" ({aloud})", frozen=True), Tag("span", closing=True))
    if number:
        yield Text(" ", frozen=True)
    yield Tag("span", (("aria-hidden", "true"),))
    yield from (
        Text(("" if number else "\u00a0") + arrow + sign, frozen=True),
        Tag("span", closing=True),
        Tag("small", closing=True),
    )


def _listed(numbers: Sequence[str], last: str) -> str:
    """« 1103, 1104 et 1193 »."""
    first = ", ".join(numbers[:-1])
    return f"{first}{last}{numbers[-1]}" if first else numbers[-1]
