"""The calculator of time limits, without JavaScript: asking, what is wrong, the calendar file."""

from datetime import date

import pytest
from flask import Flask
from icalendar import Calendar

from tests.browsing import Browser

ASKED = "/outils/delais?start=2026-03-23&days=12"


@pytest.fixture
def visitor(app: Flask) -> Browser:
    return Browser(app)


def test_a_visitor_asks_and_is_told_why(visitor: Browser) -> None:
    page = visitor.get("/outils/delais").form("/outils/delais").submit(start="2026-03-23", days="12")
    words = page.words()
    assert "mardi 7 avril 2026" in words
    assert "Le lundi 6 avril 2026 est férié (Lundi de Pâques)." in words.replace("\u00a0", " ")
    assert "/droit/code-de-procedure-civile/642" in page.links()
    assert visitor.cookies() == []


def test_a_day_may_be_typed_the_french_way(visitor: Browser) -> None:
    assert "mardi 7 avril 2026" in visitor.get("/outils/delais?start=23/03/2026&days=12").words()


def test_one_day_is_not_said_from_day_to_day(visitor: Browser) -> None:
    words = visitor.get("/outils/delais?start=2026-07-13&days=1").words()
    assert "1 jour, sans compter le jour de départ : le mardi 14 juillet 2026." in words.replace("\u202f", " ").replace(
        "\u00a0", " "
    )


def test_long_counts_are_grouped(visitor: Browser) -> None:
    assert "36 525 jours" in visitor.get("/outils/delais?start=2026-07-13&days=36525").words()
    assert "36,525 days" in visitor.get("/outils/delais?start=2026-07-13&days=36525&lang=en").words()


def test_in_english(visitor: Browser) -> None:
    words = visitor.get(f"{ASKED}&lang=en").words()
    assert "Tuesday 7 April 2026" in words.replace("\u00a0", " ")
    assert "Easter Monday" in words


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("start=&days=3", "Écrivez une date"),
        ("start=2026-02-30&days=3", "Écrivez une date"),
        ("start=0001-01-01&days=3", "Écrivez une date"),
        ("start=2026-03-02", "Indiquez une durée"),
        ("start=2026-03-02&days=-3", "nombre entier de 0 à 36 525"),
        ("start=2026-03-02&days=1e3", "nombre entier"),
        ("start=2026-03-02&days=³", "nombre entier"),
        ("start=2026-03-02&years=101", "nombre entier de 0 à 100"),
        ("start=2026-03-02&months=99999999999", "nombre entier de 0 à 1 200"),
        ("start=2026-03-02&days=3&method=x", "Choisissez dans la liste"),
        ("start=2026-03-02&days=3&territory=Zone%20A", "Choisissez dans la liste"),
    ],
)
def test_what_cannot_be_counted_is_said_beside_its_field(visitor: Browser, asked: str, said: str) -> None:
    page = visitor.get(f"/outils/delais?{asked}")
    assert page.status == 422
    assert said in page.words()


def test_what_was_typed_is_kept(visitor: Browser) -> None:
    form = visitor.get("/outils/delais?start=hier&days=douze&method=clear").form("/outils/delais")
    assert (form.fields["start"], form.fields["days"], form.fields["method"]) == ("hier", "douze", "clear")


def test_the_usual_ones_fill_in_the_form_and_keep_the_day(visitor: Browser) -> None:
    page = visitor.get(ASKED)
    link = next(each for each in page.links() if "method=clear" in each)
    assert "start=2026-03-23" in link
    assert "mardi 26 mai 2026" in visitor.get(link).words()


def test_a_calendar_file_holds_the_day_and_the_reasons(visitor: Browser) -> None:
    answer = visitor.get(ASKED.replace("delais", "delais.ics"))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="delai-2026-04-07.ics"'
    calendar = Calendar.from_ical(answer.text)
    event = next(iter(calendar.walk("VEVENT")))
    assert event.decoded("dtstart") == date(2026, 4, 7)
    assert "Lundi de Pâques" in event["description"]
    assert event["url"].endswith(ASKED)
    assert len(list(calendar.walk("VALARM"))) == 2
    assert all(len(line) <= 75 for line in answer.text.encode().split(b"\r\n"))
