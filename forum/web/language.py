"""Languages: which one a page is in, and the words of it.

French is the language of the source, so it needs no catalogue; others are compiled catalogues in
`forum/translations`. A page's language is the member's, else `?lang=`, else the site's: never the browser's
header, so that an address and a language make one page for every visitor and every cache.
"""

import gettext as gnu
import re
from collections.abc import Callable
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, g, request, session
from markupsafe import Markup

from forum.config import Config
from forum.words import Listed, Message

LANGUAGES = ("fr", "en")
NAMES = {"fr": "Français", "en": "English"}
_FOLDER = Path(__file__).parent.parent / "translations"
_NARROW = re.compile(r" (?=[:;!?»])|(?<=«) |(?<=\d) (?=\d{3}\b)")  # before signs, within « » and in « 2 000 »
_moment: Callable[[datetime], str] = str
_day: Callable[[date], str] = str
_count: Callable[[int], str] = str
_present: ContextVar[str] = ContextVar("language", default="fr")


def join(app: Flask, config: Config) -> None:
    def choose() -> None:
        user = getattr(session, "user", None)
        wanted = request.args.get("lang", "") if request.query_string else ""
        g.asked_language = wanted if wanted in LANGUAGES else ""
        preferred = user.language if user is not None and user.language in LANGUAGES else config.language
        set_present(g.asked_language or preferred)

    app.before_request(choose)


def present() -> str:
    return _present.get()


def set_present(language: str) -> None:
    _present.set(language if language in LANGUAGES else "fr")


def _(text: str, /, **params: Any) -> str:
    """The sentence in the page's language."""
    found = sentence(_present.get(), text)
    return _filled(found, params) if params else found


def sentence(language: str, text: str) -> str:
    """A sentence without parameters in that language."""
    return _catalogue(language).gettext(text)


def _n(one: str, many: str, count: int, /, **params: Any) -> str:
    """The sentence that fits the number; `%(count)s` is available in it."""
    return _filled(_catalogue(_present.get()).ngettext(one, many, count), {"count": count, **params})


def said(message: Message | str | None, linked: Callable[[Any], Markup | None] | None = None) -> str:
    """A message of a policy, an error or a form, in the page's language.

    `linked` makes HTML of those parameters, also within others, for which it gives any.
    """
    if message is None:
        return ""
    if isinstance(message, str):
        return _(message)
    params = {name: _shown(value, linked) for name, value in message.params.items()}
    if message.count is not None:
        count = _count(message.count)
        return _n(message.text, message.plural or message.text, message.count, **{"count": count, **params})
    return _(message.text, **params)


def show_values(moment: Callable[[datetime], str], day: Callable[[date], str], count: Callable[[int], str]) -> None:
    """How a moment and a day among a message's parameters are written, and the number that it depends on."""
    global _moment, _day, _count  # set once, at start: dates depend on this module and cannot be imported here
    _moment, _day, _count = moment, day, count


def _shown(value: Any, linked: Callable[[Any], Markup | None] | None) -> Any:
    if linked is not None and (html := linked(value)) is not None:
        return html
    if isinstance(value, Message):
        return said(value, linked)
    if isinstance(value, Listed):
        return Markup(", ").join(_shown(each, linked) for each in value.items)
    if isinstance(value, datetime):
        return _moment(value)
    return _day(value) if isinstance(value, date) else value


def _filled(sentence: str, params: dict[str, Any]) -> str:
    """The sentence with its parameters; where one is HTML (a link), the result is HTML and the others are escaped."""
    if any(hasattr(value, "__html__") for value in params.values()):
        return Markup(sentence) % params  # noqa: S704  # our own sentence
    return sentence % params


class _French(gnu.NullTranslations):
    """The sentences of the source: zero and one count as one, and signs keep to their word, as do thousands."""

    def gettext(self, message: str) -> str:
        return _typeset(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _typeset(msgid1 if abs(n) < 2 else msgid2)


@lru_cache(maxsize=4096)
def _typeset(sentence: str) -> str:
    """With the narrow no-break spaces that nobody can tell apart, or type, in a source file."""
    return _NARROW.sub("\u202f", sentence)


@cache
def _catalogue(language: str) -> gnu.NullTranslations:
    if language == "fr":
        return _French()
    return gnu.translation("messages", str(_FOLDER), [language], fallback=True)
