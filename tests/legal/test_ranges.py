"""Which numbers lie in a range, and which numbers a sentence gives that says not of what."""

import pytest

from forum.legal.barenumbers import spans, spans_in_brackets
from forum.legal.ranges import holds


@pytest.mark.parametrize(
    ("span", "number", "inside"),
    [
        ("1240", "1240", True),
        ("1240..1242", "1242", True),
        ("1240..1242", "1243", False),
        ("1240..1242", "1239", False),
        ("9..1240", "L100", False),
        ("1231-1..1231-7", "1231-5", True),
        ("1365..1368", "1366-1", True),
        ("1240..", "1242", True),
        ("1240..", "1239", False),
        ("1240..", "1300", False),
        ("1231-1..", "1231-6", True),
        ("1231-1..", "1232", False),
        ("L221-1..", "L221-18", True),
        ("L221-1..", "L222-1", False),
        ("L221-1..", "R221-2", False),
    ],
)
def test_what_a_range_holds(span: str, number: str, inside: bool) -> None:
    assert holds(span, number) is inside


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("devenu 1240 à 1242", {"1240..1242"}),
        ("1240 et suivants, 834 et s., 835 s.", {"1240..", "834..", "835.."}),
        ("L. 221-18 et R*121-1", {"L221-18", "R121-1"}),
        ("1 240 € ou 834 euros, 30 jours, 12,5", set()),
        ("834 à 900 €", {"834"}),
        ("09/05033, 3.4.2019, v1240", set()),
    ],
)
def test_numbers_by_themselves(text: str, found: set[str]) -> None:
    assert spans(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("l’article 808 (834 depuis 2020)", {"834", "2020"}),
        ("l’article 808 (nouvel article 834)", {"834"}),
        ("l’article 808 (une facture de 834)", set()),
        ("834", set()),
    ],
)
def test_numbers_in_brackets(text: str, found: set[str]) -> None:
    assert spans_in_brackets(text) == found
