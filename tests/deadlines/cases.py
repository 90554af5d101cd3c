"""Worked cases, each with where it comes from.

A source that is an article is that article applied to the calendar by hand; an address is a page that works out the
very case; an article with a date in brackets adds the holiday or the weekend that the case turns on.
"""

from datetime import date
from typing import NamedTuple

from forum.deadlines import Away, Method, Span, Territory

CIVIL, CLEAR, EUROPEAN, PRESCRIPTION = Method.CIVIL, Method.CLEAR, Method.EUROPEAN, Method.PRESCRIPTION
HERE, MAINLAND = Away.HERE, Territory.MAINLAND

_SIMONNET = "https://www.simonnetavocat.fr/comment-calculer-un-delai-de-procedure-en-droit/"
_BAMDE = "https://aurelienbamde.com/2017/12/18/computation-des-delais-regles-generales/"
_ICARD_CLEAR = "https://consultation.avocat.fr/barreau-poitiers/blog/andre-icard/article-15761"
_ICARD_SHORT = "https://consultation.avocat.fr/barreau-lyon/blog/andre-icard/article-2969194"
_ALEXIA = "https://alexia.fr/questions/486465/contestation-decision-recours-amiable.htm"
_LEX_PUBLICA = "https://lex-data.fr/impression/cours/dadmgen/flashes/aaunil_dag_2023-2024_exam_v4 (p. 21)"
_LODIEVO = "https://lodievo.com/?p=1577"
_ART_641_1, _ART_641_2 = "CPC, art. 641, al. 1", "CPC, art. 641, al. 2"
_ART_641_3, _ART_642, _ART_643 = "CPC, art. 641, al. 3", "CPC, art. 642, al. 2", "CPC, art. 643"
_ART_221_19 = "C. consom., art. L. 221-19"
_REG_3_2, _REG_3_4, _REG_3_5 = ("règl. 1182/71, art. 3 (2)", "règl. 1182/71, art. 3 (4)", "règl. 1182/71, art. 3 (5)")


class Case(NamedTuple):
    """A day, a length, the rules, and the last day."""

    start: str
    span: Span
    due: str
    source: str
    method: Method = CIVIL
    away: Away = HERE
    territory: Territory = MAINLAND

    @property
    def day(self) -> date:
        return date.fromisoformat(self.start)


CASES = (
    # Days: the first does not count
    Case("2008-03-07", Span(days=15), "2008-03-25", _SIMONNET),
    Case("2026-03-02", Span(days=15), "2026-03-17", _ART_641_1),
    Case("2026-03-02", Span(days=1), "2026-03-03", _ART_641_1),
    Case("2026-02-20", Span(days=10), "2026-03-02", _ART_641_1),
    Case("2024-02-20", Span(days=10), "2024-03-01", f"{_ART_641_1} (29 February)"),
    Case("2026-12-28", Span(days=8), "2027-01-05", _ART_641_1),
    Case("2024-01-05", Span(days=14), "2024-01-19", _LODIEVO),
    Case("2026-06-01", Span(days=14), "2026-06-15", _ART_221_19),
    Case("2026-05-30", Span(days=14), "2026-06-15", f"{_ART_221_19} (Saturday 13 June)"),
    Case("2026-04-22", Span(days=14), "2026-05-06", _ART_221_19),
    Case("2026-04-24", Span(days=14), "2026-05-11", f"{_ART_221_19} (8 May is a Friday)"),
    # Months and years: the same day of the last month, or that month's last
    Case("2026-01-15", Span(months=1), "2026-02-16", f"{_ART_642} (Sunday 15 February)"),
    Case("2026-03-10", Span(months=1), "2026-04-10", _ART_641_2),
    Case("2026-03-31", Span(months=1), "2026-04-30", f"{_ART_641_2} (no 31 April)"),
    Case("2025-01-31", Span(months=1), "2025-02-28", f"{_ART_641_2} (no 31 February)"),
    Case("2024-01-31", Span(months=1), "2024-02-29", f"{_ART_641_2} (leap year)"),
    Case("2024-01-30", Span(months=1), "2024-02-29", f"{_ART_641_2} (leap year)"),
    Case("2025-12-31", Span(months=2), "2026-03-02", f"{_ART_641_2}, then {_ART_642} (Saturday 28 February)"),
    Case("2024-11-12", Span(months=2), "2025-01-13", _ALEXIA),
    Case("2026-02-28", Span(months=1), "2026-03-30", f"{_ART_641_2}, then {_ART_642} (Saturday 28 March)"),
    Case("2024-02-29", Span(years=1), "2025-02-28", f"{_ART_641_2} (no 29 February 2025)"),
    Case("2021-11-25", Span(years=5), "2026-11-25", _ART_641_2),
    Case("2016-06-13", Span(years=10), "2026-06-15", f"{_ART_642} (Saturday 13 June 2026)"),
    Case("2026-10-31", Span(months=1), "2026-11-30", _ART_641_2),
    Case("2025-08-31", Span(months=6), "2026-03-02", f"{_ART_641_2}, then {_ART_642} (Saturday 28 February)"),
    # Months first, then days
    Case("2026-01-31", Span(months=1, days=1), "2026-03-02", f"{_ART_641_3}, then {_ART_642} (Sunday 1 March)"),
    Case("2026-03-16", Span(months=1, days=15), "2026-05-04", f"{_ART_641_3}, then {_ART_642} (1 May is a Friday)"),
    Case("2026-01-05", Span(months=2, days=10), "2026-03-16", f"{_ART_641_3}, then {_ART_642} (Sunday 15 March)"),
    # Saturdays, Sundays and holidays
    Case("2026-03-23", Span(days=10), "2026-04-02", _ART_641_1),
    Case("2026-03-23", Span(days=12), "2026-04-07", f"{_ART_642} (Easter Monday, 6 April)"),
    Case("2026-12-10", Span(days=15), "2026-12-28", f"{_ART_642} (25 December is a Friday)"),
    Case("2026-06-14", Span(months=1), "2026-07-15", f"{_ART_642} (14 July)"),
    Case("2026-10-11", Span(months=1), "2026-11-12", f"{_ART_642} (11 November)"),
    Case("2026-04-14", Span(months=1), "2026-05-15", f"{_ART_642} (Ascension, 14 May)"),
    Case("2026-05-10", Span(days=15), "2026-05-26", f"{_ART_642} (Whit Monday, 25 May)"),
    Case("2025-12-01", Span(months=1), "2026-01-02", f"{_ART_642} (1 January)"),
    # Holidays that are not everybody's
    Case("2026-03-19", Span(days=15), "2026-04-03", _ART_641_1),
    Case(
        "2026-03-19", Span(days=15), "2026-04-07", "C. trav., art. L. 3134-13 (Good Friday)", territory=Territory("57")
    ),
    Case("2024-11-26", Span(months=1), "2024-12-26", _ART_641_2),
    Case("2024-11-26", Span(months=1), "2024-12-27", "C. trav., art. L. 3134-13 (26 Dec.)", territory=Territory("57")),
    Case("2024-11-20", Span(months=1), "2024-12-23", "C. trav., art. L. 3422-2 (20 Dec.)", territory=Territory("974")),
    Case("2026-05-05", Span(days=17), "2026-05-26", "C. trav., art. L. 3422-2 (22 May)", territory=Territory("972")),
    # Those who live far away
    Case("2017-02-12", Span(days=15), "2017-03-27", _BAMDE, away=Away.OVERSEAS),
    Case(
        "2026-03-10", Span(months=1), "2026-05-11", f"{_ART_643}, then {_ART_642} (Sunday 10 May)", away=Away.OVERSEAS
    ),
    Case("2026-03-10", Span(months=1), "2026-06-10", _ART_643, away=Away.ABROAD),
    Case("2025-12-31", Span(months=2), "2026-04-30", f"{_ART_643} and {_ART_641_2} (no 31 April)", away=Away.ABROAD),
    # Clear time limits: the last day does not count either
    Case("2007-10-01", Span(months=2), "2007-12-03", _ICARD_CLEAR, CLEAR),
    Case("2024-11-12", Span(months=2), "2025-01-13", _ICARD_SHORT, CLEAR),
    Case("2022-11-03", Span(months=2), "2023-01-04", _LEX_PUBLICA, CLEAR),
    Case("2025-12-31", Span(months=2), "2026-03-02", f"{_ICARD_SHORT} (28 February, and the next day a Sunday)", CLEAR),
    Case("2026-03-02", Span(days=15), "2026-03-18", "CJA, art. R. 421-1 and the rule of clear days", CLEAR),
    Case("2026-03-02", Span(months=2), "2026-06-03", "CJA, art. R. 421-7, al. 1", CLEAR, Away.OVERSEAS),
    Case("2026-03-02", Span(months=2), "2026-07-03", "CJA, art. R. 421-7, al. 3", CLEAR, Away.ABROAD),
    # Acts of the Union
    Case("2026-03-05", Span(months=1), "2026-04-07", f"{_REG_3_4} (Sunday 5 April, Easter Monday)", EUROPEAN),
    Case("2024-01-31", Span(months=1), "2024-02-29", _REG_3_2, EUROPEAN),
    Case("2026-04-03", Span(days=2), "2026-04-08", _REG_3_5, EUROPEAN),
    Case("2026-06-05", Span(days=2), "2026-06-09", _REG_3_5, EUROPEAN),
    Case("2026-06-01", Span(days=2), "2026-06-03", _REG_3_2, EUROPEAN),
    Case("2026-06-05", Span(days=1), "2026-06-08", _REG_3_4, EUROPEAN),
    # Prescription: nothing moves the last day
    Case("2021-02-28", Span(years=5), "2026-02-28", "C. civ., art. 2228 and 2229 (a Saturday)", PRESCRIPTION),
    Case("2020-02-29", Span(years=5), "2025-02-28", "C. civ., art. 2228 and 2229 (no 29 February)", PRESCRIPTION),
    Case("2024-05-01", Span(years=2), "2026-05-01", "C. civ., art. 2228 and 2229 (1 May)", PRESCRIPTION),
)
