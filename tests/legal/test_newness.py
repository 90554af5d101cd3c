"""« Nouveau », « actuel », « futur » beside a number: it is meant as it is, or as it will be, and no former text."""

from datetime import date

import pytest

from forum.legal import Mark, find_citations, to_json
from forum.legal.cited import gathered, judged, judged_ends, pack, unpack

SOON, LATE, LONG_AGO = date(2016, 5, 1), date(2019, 6, 24), date(2009, 1, 1)


def _told(text: str, written_on: date) -> dict[str, str]:
    """What there is to say of each number of the code civil, the ends of ranges too: the case."""
    found = find_citations(text)
    pairs = [*judged(found, text, written_on), *judged_ends(found, text, written_on)]
    return {each.key.partition("/")[2]: str(standing.case) for each, standing in pairs if standing is not None}


@pytest.mark.parametrize(
    "text",
    [
        "Le nouvel article 1382 du code civil.",
        "L’article 1382 nouveau du code civil.",
        "1382 nouveau C. civ.",
        "1382 (nouveau) C. civ.",
        "L’actuel article 1382 du code civil.",
        "L’article 1382 actuel du code civil.",
        "L’article 1382 du code civil (nouveau).",
        "Les nouveaux articles 1382 et 1383 du code civil.",
        "Les articles 1382 et 1383 nouveaux du code civil.",
        "La nouvelle rédaction de l’article 1382 du code civil.",
        "L’article 1382 du code civil, dans sa rédaction actuelle.",
        "Les articles 1382 et 1383 du code civil, dans leur nouvelle rédaction.",
        "Les actuels articles 1382 à 1386 du code civil.",
    ],
)
def test_after_the_change_todays_text_is_meant(text: str) -> None:
    assert _told(text, LATE) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Le futur article 1240 du code civil remplacera bien des choses.",
        "L’article 1240 nouveau du code civil entre en vigueur en octobre.",
        "1240 nouveau C. civ.",
        "Nouvel art. 1103 C. civ.",
        "Les futurs articles 1240 à 1244 du code civil.",
        "Les nouveaux articles 1240 et 1241 du code civil.",
        "L’article 1240 du code civil, dans sa future rédaction.",
    ],
)
def test_before_the_change_the_text_to_come_is_meant(text: str) -> None:
    assert _told(text, SOON) == {}


@pytest.mark.parametrize(
    ("text", "written_on", "told"),
    [
        # A number that was new long before: it has moved since like any other.
        ("Le nouvel article 1382 du code civil.", LONG_AGO, {"1382": "moved"}),
        ("L’actuel article 1382 du code civil.", SOON, {"1382": "moved"}),
        ("Le futur article 1240 du code civil.", LONG_AGO, {}),
        # Not said of the number, or not of this one.
        ("À nouveau l’article 1382 du code civil.", LATE, {"1382": "reused"}),
        ("De nouveau article 1382 du code civil.", LATE, {"1382": "reused"}),
        ("Mon nouvel employeur invoque l’article 1382 du code civil.", LATE, {"1382": "reused"}),
        ("L’article 1382 du nouveau code civil.", LATE, {"1382": "reused"}),
        ("Le nouvel article 9 et l’article 1382 du code civil.", LATE, {"1382": "reused"}),
        ("L’article 1382 du code civil, nouveau motif.", LATE, {"1382": "reused"}),
        ("L’ancien et nouvel article 1382 du code civil.", LATE, {}),
        ("Nouvel art. 1103 C. civ. contre ancien art. 1134 C. civ.", SOON, {"1134": "former"}),
        (
            "Les articles 1382 et 1383 anciens (1240 et 1241 nouveaux) du code civil.",
            SOON,
            {"1382": "former", "1383": "former"},
        ),
    ],
)
def test_of_what_it_is_said_and_when(text: str, written_on: date, told: dict[str, str]) -> None:
    assert _told(text, written_on) == told


@pytest.mark.parametrize(
    "text",
    [
        "1382 à 1386 du code civil, devenus 1240 à 1244",
        "1382 du code civil, devenu 1240",
        "L’article 1382 du code civil (aujourd’hui 1240).",
    ],
)
@pytest.mark.parametrize("written_on", [date(2013, 5, 1), LATE])
def test_a_number_given_as_the_new_one_is_marked_so(text: str, written_on: date) -> None:
    found = find_citations(text)
    told = {each.key: (each.marks, standing) for each, standing in judged(found, text, written_on)}
    (new,) = [key for key in told if key.startswith("code-civil/1240")]
    assert told[new] == ((Mark.NEW,), None)
    assert "moved" not in _told(text, written_on).values()


def test_the_recogniser_says_nothing_of_it_and_the_mark_is_stored() -> None:
    text = "Le nouvel article 1382 du code civil"
    found = find_citations(text)
    assert [each["marks"] for each in to_json(found)["citations"]] == [[]]
    (cited,) = unpack(pack(gathered(judged(found, text, LATE))))
    assert cited.marks == (Mark.NEW,)


def test_a_range_is_one_whoever_names_a_new_number_beside_it() -> None:
    text = "Avec l’article 1240 du code civil, les articles 1382 à 1386 du code civil."
    found = find_citations(text)
    ends = judged_ends(found, text, LATE)
    assert [standing and standing.is_warning for _, standing in ends] == [False, False]
    apart = "Avec l’article 1240 du code civil.\n\nLes articles 1382 à 1386 du code civil."
    found = find_citations(apart)
    assert [standing and standing.is_warning for _, standing in judged_ends(found, apart, LATE)] == [True, True]


def test_reading_the_words_beside_takes_linear_time() -> None:
    text = "Les nouveaux articles 1240, 1241, 1242 et 1243 du code civil (nouveau nouveau nouveau).\n" * 1500
    found = find_citations(text)[:2000]
    assert len(judged(found, text, LATE)) == len(found)
