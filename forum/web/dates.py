"""Dates and numbers in the page's language and the reader's time zone, memoised: a page shows the same day often."""

from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_timedelta

from forum import clock
from forum.web.language import present

_NARROW = "\u202f"
_zone: ContextVar[str] = ContextVar("zone", default="Europe/Paris")


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@lru_cache(maxsize=16384)
def _when(minute: int, language: str, zone_name: str) -> str:
    moment = datetime.fromtimestamp(minute * 60, zone(zone_name))
    at = "à" if language == "fr" else "at"
    return f"{_long_day(moment.toordinal(), language)} {at} {moment:%H:%M}"


@lru_cache(maxsize=16384)
def _day_at(minute: int, language: str, zone_name: str) -> str:
    return _long_day(datetime.fromtimestamp(minute * 60, zone(zone_name)).toordinal(), language)


@lru_cache(maxsize=8192)
def _long_day(ordinal: int, language: str) -> str:
    day = datetime.fromordinal(ordinal)
    text = format_date(day, "d\u00a0MMMM y", locale=language)  # a day never ends a line without its month
    return text.replace("1\u00a0", "1er\u00a0", 1) if language == "fr" and day.day == 1 else text


def set_zone(name: str) -> None:
    """The time zone of whoever reads this page or this mail."""
    _zone.set(name)


def present_zone() -> str:
    return _zone.get()


def when(moment: datetime) -> str:
    """« 24 juin 2019 à 09:21 »."""
    return _when(int(moment.timestamp() // 60), present(), _zone.get())


def day(moment: datetime | date) -> str:
    """« 24 juin 2019 »; of a date too."""
    if isinstance(moment, datetime):
        return _day_at(int(moment.timestamp() // 60), present(), _zone.get())
    return _long_day(moment.toordinal(), present())


def ago(moment: datetime) -> str:
    """« il y a 3 heures »."""
    return format_timedelta(moment - clock.now(), add_direction=True, locale=present())


@lru_cache(maxsize=4096)
def _grouped(number: int, language: str) -> str:
    return f"{number:,}".replace(",", _NARROW if language == "fr" else ",")


def grouped(number: int) -> str:
    """« 12 340 », with a narrow no-break space in French."""
    return _grouped(number, present())


def size(octets: int) -> str:
    """« 340 ko », « 1,2 Mo », « 84,1 Go »."""
    unit = "o" if present() == "fr" else "B"
    if octets < 1_000_000:
        return f"{max(1, round(octets / 1000))}\u00a0k{unit}"
    value, prefix = (octets / 1_000_000, "M") if octets < 1_000_000_000 else (octets / 1_000_000_000, "G")
    text = f"{value:.1f}".removesuffix(".0")
    return f"{text.replace('.', ',') if present() == 'fr' else text}\u00a0{prefix}{unit}"
