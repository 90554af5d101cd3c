"""Time limits: worked cases with their source, and what holds for every one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.deadlines import Away, Method, Span, Territory, compute, holiday_on, is_working, next_working
from forum.errors import Invalid
from tests.deadlines.cases import CASES, Case

SPANS = st.builds(Span, st.integers(0, 30), st.integers(0, 40), st.integers(0, 400)).filter(lambda s: not s.is_empty)
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.start} {case.source}")
def test_worked_cases(case: Case) -> None:
    found = compute(case.day, case.span, case.method, territory=case.territory, away=case.away)
    assert found.due.isoformat() == case.due


def test_there_are_forty_of_them() -> None:
    assert len({case[:2] + case[4:] for case in CASES}) >= 40


@given(DAYS, SPANS, st.sampled_from(Method), st.sampled_from(Territory), st.sampled_from(Away))
def test_a_last_day_is_later_and_worked_except_for_prescription(
    start: date, span: Span, method: Method, territory: Territory, away: Away
) -> None:
    found = compute(start, span, method, territory=territory, away=away)
    assert found.due > start
    assert method is Method.PRESCRIPTION or is_working(found.due, territory)
    assert found.steps[-1].sources


@given(DAYS, SPANS, st.sampled_from(Method))
def test_a_longer_span_never_ends_sooner(start: date, span: Span, method: Method) -> None:
    longer = Span(span.years, span.months, span.days + 1)
    assert compute(start, longer, method).due >= compute(start, span, method).due


@given(DAYS, st.sampled_from(Territory))
def test_the_next_working_day_is_near(day: date, territory: Territory) -> None:
    assert timedelta(0) <= next_working(day, territory) - day <= timedelta(days=5)


def test_each_step_names_its_article() -> None:
    found = compute(date(2026, 1, 31), Span(months=1, days=1))
    said = [(str(step.text), [source.text for source in step.sources]) for step in found.steps]
    assert said[1] == (
        "1 mois : ce mois n’a pas de 31, son dernier jour en tient lieu, le samedi 2026-02-28.",
        ["CPC, art. 641, al. 2 et 3"],
    )
    assert said[3] == ("Le dimanche 2026-03-01 n’est pas un jour ouvrable.", [])


@pytest.mark.parametrize(
    ("method", "due", "said", "source"),
    [
        (Method.CIVIL, "2026-07-02", "deux mois de plus", "CPC, art. 643"),
        (Method.CLEAR, "2026-07-03", "deux mois de plus", "CJA, art. R. 421-7"),
        (Method.EUROPEAN, "2026-05-04", "Pas de délai de distance", "Règl. (CEE, Euratom) n° 1182/71, art. 3"),
        (Method.PRESCRIPTION, "2026-05-02", "Pas de délai de distance", "CPC, art. 643"),
    ],
)
def test_what_distance_does_is_said_whatever_the_rules(method: Method, due: str, said: str, source: str) -> None:
    found = compute(date(2026, 3, 2), Span(months=2), method, away=Away.ABROAD)
    assert found.due.isoformat() == due
    assert said in str(found.steps[1].text)
    assert [each.text for each in found.steps[1].sources] == [source]


def test_a_clear_limit_rests_on_no_article_of_civil_procedure() -> None:
    found = compute(date(2026, 2, 1), Span(months=1), Method.CLEAR)
    moved = compute(date(2026, 2, 6), Span(months=1), Method.CLEAR)  # the next day is a Saturday
    sources = [source.text for each in (found, moved) for step in each.steps for source in step.sources]
    assert "CE, 19 sept. 2014, n° 362568" in sources
    assert not [text for text in sources if "CPC" in text]


@pytest.mark.parametrize(
    ("day", "territory", "name"),
    [
        ("2026-04-03", Territory.MAINLAND, None),
        ("2026-04-03", Territory.ALSACE_MOSELLE, "Vendredi saint"),
        ("2026-04-27", Territory.MAYOTTE, "Abolition de l’esclavage"),
        ("2026-08-15", Territory.MAINLAND, "Assomption"),
        ("2021-05-24", Territory.MAINLAND, "Lundi de Pentecôte"),
    ],
)
def test_holidays_have_their_names(day: str, territory: Territory, name: str | None) -> None:
    found = holiday_on(date.fromisoformat(day), territory)
    assert (found and str(found)) == name


@pytest.mark.parametrize("territory", Territory)
def test_every_holiday_of_every_territory_has_a_name_of_ours(territory: Territory) -> None:
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(366)]
    named = [str(name) for day in days if (name := holiday_on(day, territory))]
    assert len(named) >= 11
    assert "jour férié" not in named


def test_an_empty_span_is_refused() -> None:
    with pytest.raises(Invalid):
        compute(date(2026, 1, 1), Span())


def test_a_span_past_the_calendar_is_refused() -> None:
    with pytest.raises(Invalid):
        compute(date(2026, 1, 1), Span(years=9000))
    with pytest.raises(Invalid):
        compute(date(2026, 1, 1), Span(days=9_000_000))
