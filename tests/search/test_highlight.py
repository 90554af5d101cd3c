"""Excerpts: which words are marked, where the window stands, and what long posts cost."""

import random

import pytest

from forum.search.analysis import stems_of, terms
from forum.search.highlight import as_html, excerpt
from tests.timing import cpu_seconds

_TEXT = (
    "prestataire mot de passe refuse identifiants contrat données personnelles mise en demeure article code civil "
    "hébergeur domaine site règlement intérieur être avocat·e·s l’accès œuvre L. 121-3"
)
_WORDS = _TEXT.split()


def _marked(text: str, query: str) -> list[str]:
    stems = {stem for word in query.split() for stem in stems_of(word)}
    return [piece.text for piece in excerpt(text, stems) if piece.marked]


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Le règlement intérieur", "reglement", ["règlement"]),
        ("RÈGLEMENTS ÉCRITS", "règlement écrit", ["RÈGLEMENTS", "ÉCRITS"]),
        ("Une œuvre de l’esprit", "oeuvre", ["œuvre"]),
        ("Les personnes coincé·es ici", "coincée", ["coincé·es"]),
        ("Voir l’article L. 121-3 du code", "l121-3", ["L. 121-3"]),
        ("Le prestataire et la prestation", "prestataire", ["prestataire"]),
        ("L’accès <b>gratuit</b>", "accès", ["accès"]),
        ("Le patient est mort", "mourir", ["mort"]),
        ("Rien de cela", "autre", []),
    ],
)
def test_words_are_marked_however_they_are_written(text: str, query: str, marked: list[str]) -> None:
    assert _marked(text, query) == marked


def test_the_window_stands_where_most_words_do() -> None:
    text = "contrat " + "néant " * 400 + "le contrat de prestataire rompu " + "vide " * 400
    assert _marked(text, "contrat prestataire rompre rompu") == ["contrat", "prestataire", "rompu"]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Voyez le code civil, ce code, et l’accès au site.", []),
        ("Un code d’accès, puis un code.", ["code", "accès"]),
        ("Deux CODES D’ACCÈS et l’identifiant", ["CODES", "ACCÈS", "identifiant"]),
        ("L’accès par code", []),
    ],
)
def test_words_of_a_phrase_are_marked_together_or_not_at_all(text: str, marked: list[str]) -> None:
    pieces = excerpt(text, set(terms("identifiant")), [tuple(terms("code d’accès"))])
    assert [piece.text for piece in pieces if piece.marked] == marked
    assert "".join(piece.text for piece in pieces) == text


def test_what_is_not_marked_is_escaped() -> None:
    assert as_html(excerpt("<script> contrat", terms("contrat"))) == "&lt;script&gt; <mark>contrat</mark>"


def test_twenty_long_posts_are_cheap() -> None:
    chosen = random.Random(1)
    texts = [" ".join(chosen.choice(_WORDS) for _ in range(3200))[:20_000] for _ in range(20)]
    for stems in (frozenset(terms("prestataire mot passe données règlement accès L121-3")), frozenset({"introuv"})):
        assert cpu_seconds(lambda stems=stems: [excerpt(text, stems) for text in texts]) <= 0.06
