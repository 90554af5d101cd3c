"""What told experiences add up to, so that no number tells of fewer than three. Pure.

Every value rests on at least `LEAST` posts of as many people (`queries` counts one of each), else it is not shown, and
neither is what a subtraction would give away:

- In a breakdown (each experience in one class), classes below `LEAST` are summed up without a name. When that sum would
  itself say what they are, the last class that could be shown goes into it as well. (The last in the usual order: were
  it the smallest, its place among the others would tell its number.) A test goes through all small breakdowns:
  whoever knows this rule finds no number that is not shown.
- Of things that one may tick several of, the number that did not tick it counts too: 5 of 6 would tell of the sixth.
- Figures move by threes: they rest on the experiences told first, as many as make a multiple of `LEAST`, and a median
  on as many answers. So reading them before and after somebody tells does not tell of that person.

An experience that is hidden, or told otherwise, leaves the figures at once; that outranks the last rule. What they
cannot hide is what the posts themselves say in public.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, NamedTuple, TypeVar

from forum.experiences.models import Outcome
from forum.experiences.words import COSTS, OUTCOMES, PROVIDERS, STEPS, WITHHELD, how_long
from forum.words import Message, message

LEAST = 3

T = TypeVar("T")
_NOT_SAID = message("Non précisé")


class Case(NamedTuple):
    """An experience as it is counted. Empty: not said."""

    provider: str
    outcome: str
    withheld: Sequence[str]
    steps: Sequence[str]
    days: int | None
    cost: str


@dataclass(frozen=True)
class Share:
    """A class and how many are in it."""

    name: str
    count: int
    words: Message


@dataclass(frozen=True)
class Breakdown:
    """Classes with their numbers, in their usual order; `rest`: how many are in those not shown, 0 or three or more."""

    shares: tuple[Share, ...]
    rest: int = 0

    def count(self, name: str) -> int:
        """Of a class; 0 where it is not shown."""
        return next((share.count for share in self.shares if share.name == name), 0)


@dataclass(frozen=True)
class Figures:
    """What a page shows. `took`: the median of `answers` that said how long it took, None where too few did."""

    total: int
    outcomes: Breakdown
    took: Message | None
    answers: int
    providers: Breakdown
    costs: Breakdown
    withheld: tuple[Share, ...]
    steps: tuple[Share, ...]

    @property
    def solved(self) -> int:
        return self.outcomes.count(Outcome.SOLVED)

    @property
    def tells_cost(self) -> bool:
        """Whether a cost may be named: that nobody said what it was is no news."""
        return any(share.name for share in self.costs.shares)

    @property
    def has_detail(self) -> bool:
        """Whether something that was said may be named."""
        return self.tells_cost or any((self.outcomes.shares, self.providers.shares, self.withheld, self.steps))


def figures(cases: Sequence[Case]) -> Figures | None:
    """Of experiences in the order in which they were told; None where too few were."""
    counted = whole(cases)
    if not counted:
        return None
    ended = whole([case.days for case in counted if case.days is not None and case.outcome != Outcome.PENDING])
    return Figures(
        total=len(counted),
        outcomes=breakdown((case.outcome for case in counted), OUTCOMES),
        took=how_long(round(median(ended))) if ended else None,
        answers=len(ended),
        providers=breakdown((case.provider for case in counted), PROVIDERS),
        costs=breakdown((case.cost for case in counted), {**COSTS, "": _NOT_SAID}),
        withheld=ticked([case.withheld for case in counted], WITHHELD),
        steps=ticked([case.steps for case in counted], STEPS),
    )


def whole(things: Sequence[T]) -> Sequence[T]:
    """The first of them, as many as make a multiple of three."""
    return things[: len(things) // LEAST * LEAST]


def breakdown(classes: Iterable[str], words: Mapping[Any, Message]) -> Breakdown:
    """How many are in each class, as far as it may be shown; in the order of `words`."""
    counts, order = Counter(classes), list(words)
    total = sum(counts.values())
    shown = {name: counts[name] for name in order if counts[name] >= LEAST}
    while shown and _tells_too_much(total - sum(shown.values()), len(order) - len(shown)):
        shown.popitem()
    shares = tuple(Share(str(name), count, words[name]) for name, count in shown.items())
    return Breakdown(shares, total - sum(shown.values()))


def ticked(answers: Sequence[Sequence[str]], words: Mapping[Any, Message]) -> tuple[Share, ...]:
    """How many ticked each thing, those most ticked first."""
    counts = Counter(name for answer in answers for name in set(answer))
    may_show = [
        Share(str(name), counts[name], words[name]) for name in words if _both_enough(counts[name], len(answers))
    ]
    return tuple(sorted(may_show, key=lambda share: -share.count))


def _tells_too_much(rest: int, classes: int) -> bool:
    """Whether so many in so many classes that are not shown leave only one way to share them out."""
    return rest > 0 and (rest < LEAST or rest == (LEAST - 1) * classes)


def _both_enough(count: int, total: int) -> bool:
    return count >= LEAST and (count == total or total - count >= LEAST)
