"""No number tells of fewer than three people: not by itself, not by subtraction, not by reading it again later."""

from collections import defaultdict
from itertools import product

import pytest

from forum.experiences.figures import LEAST, Breakdown, Case, breakdown, figures, ticked
from forum.experiences.models import Outcome
from forum.experiences.words import how_long
from forum.words import message

CLASSES = {name: message(name) for name in "abcdef"}
FOUR = {name: CLASSES[name] for name in "abcd"}


def case(outcome: str = "solved", **said: object) -> Case:
    blank = {"provider": "agency", "withheld": (), "steps": (), "days": None, "cost": ""}
    return Case(outcome=outcome, **{**blank, **said})  # type: ignore[arg-type]  # as the fields of a case


def shown(found: Breakdown) -> dict[str, int]:
    return {share.name: share.count for share in found.shares}


@pytest.mark.parametrize(("count", "total"), [(0, None), (2, None), (3, 3), (4, 3), (5, 3), (6, 6), (13, 12)])
def test_figures_move_by_threes(count: int, total: int | None) -> None:
    found = figures([case()] * count)
    assert (found.total if found else None) == total


def test_the_newest_wait_for_two_more() -> None:
    before, after = figures([case()] * 6), figures([case()] * 6 + [case("no")] * 2)
    assert before == after
    grown = figures([case()] * 6 + [case("no")] * 3)
    assert grown is not None
    assert shown(grown.outcomes) == {"solved": 6, "no": 3}


@pytest.mark.parametrize(
    ("counts", "named", "rest"),
    [
        ((3, 0, 0, 0), {"a": 3}, 0),
        ((7, 2, 2, 1), {"a": 7}, 5),
        ((3, 3, 3, 3), {"a": 3, "b": 3, "c": 3, "d": 3}, 0),
        ((5, 1, 0, 0), {}, 6),  # one alone is known by subtraction: the five go with it
        ((6, 4, 2, 0), {}, 12),  # six in the three others would be two in each, or this: too few ways
        ((1, 1, 1, 0), {}, 3),
    ],
)
def test_a_breakdown(counts: tuple[int, ...], named: dict[str, int], rest: int) -> None:
    found = breakdown([name for name, count in zip("abcd", counts, strict=True) for _ in range(count)], FOUR)
    assert shown(found) == named
    assert found.rest == rest


@pytest.mark.parametrize(("classes", "people"), [("ab", 30), ("abc", 24), ("abcd", 18), ("abcdef", 9)])
def test_who_knows_the_rule_finds_no_number_that_is_not_shown(classes: str, people: int) -> None:
    """Every breakdown of so many people: among those that look the same, a number not shown could be another."""
    alike: dict[tuple[int, Breakdown], list[tuple[int, ...]]] = defaultdict(list)
    for total in range(LEAST, people + 1, LEAST):
        for counts in product(range(total + 1), repeat=len(classes)):
            if sum(counts) == total:
                names = [name for name, count in zip(classes, counts, strict=True) for _ in range(count)]
                alike[total, breakdown(names, {name: CLASSES[name] for name in classes})].append(counts)
    for (_, found), possible in alike.items():
        assert all(share.count >= LEAST for share in found.shares)
        assert found.rest == 0 or found.rest >= LEAST
        for place, name in enumerate(classes):
            numbers = {counts[place] for counts in possible}
            assert found.count(name) or numbers == {0} or len(numbers) > 1, (found, possible)


def test_what_one_may_tick_several_of() -> None:
    answers = [("a", "b")] * 4 + [("a",)] + [("a", "c", "c")] * 1
    assert [(share.name, share.count) for share in ticked(answers, CLASSES)] == [("a", 6)]  # 4 of 6 tell of the two
    assert [share.name for share in ticked([("a",)] * 3 + [("b", "a")] * 3, CLASSES)] == ["a", "b"]
    assert ticked([("c",)] * 2 + [()] * 4, CLASSES) == ()


@pytest.mark.parametrize(
    ("days", "answers", "took"),
    [
        ((10, 20), 0, None),
        ((7, 35, 49), 3, "5 semaines"),
        ((7, 35, 49, 900), 3, "5 semaines"),  # the fourth waits, so that it is not read off the change
        ((7, 35, 49, 56, 63, 70), 6, "7 semaines"),
    ],
)
def test_the_median_rests_on_three(days: tuple[int, ...], answers: int, took: str | None) -> None:
    told = [case(days=each) for each in days] + [case("pending", days=4000)] * 3 + [case()] * 3
    found = figures(told)
    assert found is not None
    assert (found.answers, str(found.took) if found.took else None) == (answers, took)


def test_the_costs_not_said_are_a_class_of_their_own() -> None:
    found = figures([case(cost="none")] * 5 + [case()])
    assert found is not None
    assert found.costs.shares == ()  # 5 of 6 would tell that one alone kept silent, and 6 that all said it
    assert found.solved == 6
    assert found.outcomes.count(Outcome.NO) == 0


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 jour"), (7, "1 semaine"), (13, "13 jours"), (35, "5 semaines"), (150, "5 mois"), (1100, "3 ans")],
)
def test_a_time_in_words(days: int, words: str) -> None:
    assert str(how_long(days)) == words
