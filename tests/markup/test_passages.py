"""A selection on the page leads back to the Markdown that it was made from, or stays plain words."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.markup import render
from forum.markup.passages import passage

SOURCE = """Mon prestataire **refuse** de rendre les [accès au site](https://exemple.fr/a) ; voir l’article 1240.

- premier *point*
- second point, `code()` compris

> Une citation.

Fin de l’histoire : rien !"""


@pytest.mark.parametrize(
    ("selected", "markdown"),
    [
        ("Mon prestataire refuse", "Mon prestataire **refuse**"),
        ("refuse de rendre", "**refuse** de rendre"),
        ("les accès au site", "les [accès au site](https://exemple.fr/a)"),
        ("accès au site ; voir", "[accès au site](https://exemple.fr/a) ; voir"),
        ("accès au", "accès au"),
        ("premier point\n\nsecond point", "- premier *point*\n- second point"),
        ("code() compris", "`code()` compris"),
        ("Une citation.", "Une citation."),
        ("rien !", "rien !"),
        ("FIN DE L’HISTOIRE", "Fin de l’histoire"),
        ("rien de *tel*", "rien de \\*tel\\*"),
        ("[x](javascript:alert)", "\\[x\\](javascript:alert)"),
        ("…", "…"),
    ],
)
def test_what_is_quoted(selected: str, markdown: str) -> None:
    assert passage(SOURCE, selected) == markdown


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=60))
def test_whatever_is_selected_gives_something_that_renders(source: str, selected: str) -> None:
    render(passage(source, selected))


@settings(deadline=None)
@given(st.lists(st.sampled_from(["un", "deux", "trois", "*", "**", "`", "[", "](x)", "\n", " ", "> "]), max_size=40))
def test_of_a_whole_text_nothing_is_lost(parts: list[str]) -> None:
    source = "".join(parts)
    words = "".join(each for each in source if each.isalpha() or each in " \n").split()
    if "](x)" not in source and words:
        quoted = passage(source, source)
        assert "".join(each for each in quoted if each.isalpha()) == "".join(each for each in source if each.isalpha())


def test_its_time_grows_with_the_text() -> None:
    begun = time.process_time()
    passage("a " * 16_000, "a " * 1_999 + "b")
    passage("[" * 16_000 + "a](" * 5_000, "a")
    assert time.process_time() - begun < 1
