"""How long a time limit is, and how it is longer for those who live far away."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from forum.words import Message, message, plural


@dataclass(frozen=True)
class Span:
    """Years, months and days, none negative. A week is seven days."""

    years: int = 0
    months: int = 0
    days: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.years or self.months or self.days)

    @property
    def in_months(self) -> int:
        """Its years and months, in months."""
        return 12 * self.years + self.months


class Away(StrEnum):
    """Where somebody lives whose case is heard in mainland France: article 643 of the code de procédure civile, article
    R. 421-7 of the code de justice administrative.
    """

    HERE = "here"
    OVERSEAS = "overseas"  # one month more
    ABROAD = "abroad"  # two months more

    @property
    def months(self) -> int:
        return {"here": 0, "overseas": 1, "abroad": 2}[self.value]


def lengthened(span: Span, away: Away) -> Span:
    return replace(span, months=span.months + away.months)


@dataclass(frozen=True)
class SameDay:
    """The day of the last month that has the number of the first; or that month's last day, when it has none."""

    day: date
    is_short: bool


def after_months(start: date, months: int) -> SameDay:
    """Raises OverflowError past the year 9999."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:
        raise OverflowError
    last = monthrange(year, month + 1)[1]
    return SameDay(date(year, month + 1, min(start.day, last)), is_short=start.day > last)


def after_days(start: date, days: int) -> date:
    """Raises OverflowError past the year 9999."""
    return start + timedelta(days=days)


def in_months(span: Span) -> Message:
    """Its years and months in words: « 2 ans et 3 mois »."""
    years, months = divmod(span.in_months, 12) if span.years else (0, span.in_months)
    in_years = plural("%(count)s an", "%(count)s ans", years)
    months_only = plural("%(count)s mois", "%(count)s mois", months)
    if years and months:
        return message("%(years)s et %(months)s", years=in_years, months=months_only)
    return in_years if years else months_only


def in_words(span: Span) -> Message:
    """The whole of it: « 1 mois », « 15 jours », « 1 mois et 15 jours »."""
    days = plural("%(count)s jour", "%(count)s jours", span.days)
    if not span.in_months:
        return days
    return message("%(months)s et %(days)s", months=in_months(span), days=days) if span.days else in_months(span)
