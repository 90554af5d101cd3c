"""Typography is put on words, and only on words."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forum.markup import RenderContext, render
from forum.markup.typography import typeset

N = "\u202f"

FRENCH = {
    "Que faire ?": f"Que faire{N}?",
    "Que faire?": f"Que faire{N}?",
    "Quoi ?! Non !!!": f"Quoi{N}?! Non{N}!!!",
    "Attention : un ; deux": f"Attention{N}: un{N}; deux",
    "exemple: un": f"exemple{N}: un",
    "(vraiment ?)": f"(vraiment{N}?)",
    "« oui »": f"«{N}oui{N}»",
    "«oui»": f"«{N}oui{N}»",
    "« oui\u00a0»\u00a0!": f"«{N}oui{N}»{N}!",
    'il dit "oui" et "non".': f"il dit «{N}oui{N}» et «{N}non{N}».",
    'écran de 15" et 17"': 'écran de 15" et 17"',
    'un "seul': 'un "seul',
    '« le "mot" juste »': f"«{N}le “mot” juste{N}»",
    "l'article d'hier, aujourd'hui": "l’article d’hier, aujourd’hui",
    "'entre' apostrophes, 5'": "'entre' apostrophes, 5'",
    "attendez...": "attendez…",
    "a....b ../x 1.2.3": "a....b ../x 1.2.3",
    "n° 12 et n°3 et N° 4": "n°\u00a012 et n°\u00a03 et N°\u00a04",
    "1 500 € et 20 %": f"1 500{N}€ et 20{N}%",
    "le 1er juin à 09:21": "le 1er juin à 09:21",
    "std::vector C++ ::": "std::vector C++ ::",
    "bien :) ou ;-) ou :D": "bien :) ou ;-) ou :D",
    "un :smile: ici": "un :smile: ici",
    "https://a.fr/x?y=1;z!": "https://a.fr/x?y=1;z!",
    "a != b, !important, a@b.fr": "a != b, !important, a@b.fr",
    "ligne\n! suite": "ligne\n! suite",
}

ENGLISH = {
    'He said "yes", it\'s so !': "He said “yes”, it’s so !",
    "What? « a » ...": "What? « a » ...",
}


@pytest.mark.parametrize(("typed", "shown"), FRENCH.items())
def test_french(typed: str, shown: str) -> None:
    assert typeset(typed) == shown


@pytest.mark.parametrize(("typed", "shown"), ENGLISH.items())
def test_english(typed: str, shown: str) -> None:
    assert typeset(typed, "en") == shown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**mot** !", f"<strong>mot</strong>{N}!"),
        ("**mot**!", f"<strong>mot</strong>{N}!"),
        ("l'**arrêt**", "l’<strong>arrêt</strong>"),
        ('"**mot**"', f"«{N}<strong>mot</strong>{N}»"),
        ("«**mot**»", f"«{N}<strong>mot</strong>{N}»"),
        ("`a ?` ?", f"<code>a ?</code>{N}?"),
        ("« `a` »", f"«{N}<code>a</code>{N}»"),
        ("[l'acte](/x?a='b) !", f'<a href="/x?a=&#x27;b">l’acte</a>{N}!'),
    ],
)
def test_sentences_are_read_across_tags(text: str, html: str) -> None:
    assert render(text).html == f"<p>{html}</p>"


def test_code_addresses_and_names_are_left_alone() -> None:
    context = RenderContext(known_names={"d'or": "D'Or"})
    html = render("```\nl'x ?\n```\n@[d'or] https://a.fr/l'x\n> [D'Or](/p/1) :\n> x", context=context).html
    assert "’" not in html
    assert N not in html


_SENTENCES = st.text(alphabet="ab1 «»\"'.:;!?()°n€%…’\u00a0\u202f\n&lt/\\@-", max_size=40)


@given(_SENTENCES, st.sampled_from(["fr", "en"]))
@example('"1:"', "fr")
@settings(max_examples=1_500, deadline=None)
def test_twice_is_once(text: str, language: str) -> None:
    once = typeset(text, language)
    assert typeset(once, language) == once


@given(_SENTENCES)
@settings(max_examples=300, deadline=None)
def test_no_word_is_changed(text: str) -> None:
    kept = str.maketrans("", "", " \u00a0\u202f\"'.«»“”’…")
    assert typeset(text).translate(kept) == text.translate(kept)
