"""Templates print what Jinja would: each kind of value escaped as MarkupSafe escapes it, each kind of call made."""

from enum import StrEnum
from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup, escape

from forum.web.environment import printed
from forum.web.language import set_present

HOSTILE = "<script>alert('1' & \"2\")</script>"


class Word(StrEnum):
    """A word of ours, in two characters that HTML reserves."""

    SHARP = "<b>"


class Card:
    """Knows how it stands in a page."""

    def __html__(self) -> str:
        return "<i>card</i>"

    def __str__(self) -> str:
        return HOSTILE


@pytest.mark.parametrize(
    "value",
    [
        *("", "mot", "é", "’", "a&b", "<", ">", '"', "'", HOSTILE, "&amp;", 0, -7, 12.5, True, None, Word.SHARP),
        *(Markup("<b>fait</b>"), Markup.escape("<"), Card(), [HOSTILE], {"<": ">"}, HOSTILE.encode()),
    ],
    ids=repr,
)
def test_a_value_is_printed_as_markupsafe_escapes_it(value: Any) -> None:
    assert printed(value) == escape(value)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ x }}", str(escape(HOSTILE))),
        ("{{ x|safe }}", HOSTILE),
        ("{{ '<' ~ x }}", str(escape("<" + HOSTILE))),
        ("{% macro m(y) %}<p>{{ y }}</p>{% endmacro %}{{ m(x) }}", f"<p>{escape(HOSTILE)}</p>"),
        ("{% set y %}<p>{{ x }}</p>{% endset %}{{ y }}", f"<p>{escape(HOSTILE)}</p>"),
        ("{% for y in [x] %}{{ shout(y) }}{% endfor %}", str(escape(HOSTILE.upper()))),
        ("{% block b %}{{ shout(text=x) }}{% endblock %}", str(escape(HOSTILE.upper()))),
        ("{{ x.upper() }}", str(escape(HOSTILE.upper()))),
        ("{{ missing }}", ""),
        ("{{ bold(x) }}", f"<b>{escape(HOSTILE)}</b>"),
    ],
)
def test_templates_escape(sqlite_app: Flask, source: str, shown: str) -> None:
    def shout(text: str) -> str:
        return text.upper()

    def bold(text: str) -> Markup:
        return Markup("<b>%s</b>") % text

    template = sqlite_app.jinja_env.from_string(source)
    assert template.render(x=HOSTILE, shout=shout, bold=bold) == shown


def test_what_never_changes_is_compiled_in_once_per_language(sqlite_app: Flask) -> None:
    found = {}
    with sqlite_app.app_context():
        for language in ("fr", "en", "fr"):
            set_present(language)
            found[language] = sqlite_app.jinja_env.get_template("components/watch.html")
    set_present("fr")
    assert found["fr"] is not found["en"]
    said = {language: str(template.module.watch_link("topic", 7)) for language, template in found.items()}
    assert ("Suivre" in said["fr"], "Follow" in said["en"], "Suivre" in said["en"]) == (True, True, False)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("_('Citer')", "Quote"),
        ("_('Ce <b>')", "Ce <b>"),
        ("paths.SEARCH", "/search"),
        ("paths.topic_list('new')", "/lists/new"),
        ("asset('icons/none.svg')", "/static/icons/none.svg"),
    ],
)
def test_constants_are_folded(sqlite_app: Flask, expression: str, value: str) -> None:
    environment = sqlite_app.jinja_env.overlay()
    environment.language = "en"
    source = environment.compile("{{ " + expression + " }}", "a.html", raw=True)
    assert repr(str(escape(value))) in source
    assert "context.call" not in source


@pytest.mark.parametrize(
    "expression",
    ["_('Par %(name)s', name=x)", "_(x)", "paths.reply(x)", "paths.reply(7, quote=x)", "asset(x)", "x.SEARCH"],
)
def test_what_depends_on_the_page_is_not(sqlite_app: Flask, expression: str) -> None:
    environment = sqlite_app.jinja_env.overlay()
    environment.language = "en"
    source = environment.compile("{{ " + expression + " }}", "a.html", raw=True)
    assert "context.call" in source or "getattr" in source
