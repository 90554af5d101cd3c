"""The table of synonyms: what a question means besides its words."""

import pytest

from forum.search.analysis import terms
from forum.search.synonyms import meant


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("mdp", "mot de passe"),
        ("cgv", "conditions générales de vente"),
        ("CGU", "conditions générales d’utilisation"),
        ("rib", "IBAN"),
        ("fai", "fournisseur d’accès"),
        ("ndd", "nom de domaine"),
        ("pb", "problème"),
    ],
)
def test_what_people_write_short_is_found_in_full(short: str, full: str) -> None:
    assert tuple(terms(full)) in {each.terms for each in meant(tuple(terms(short)))}


def test_a_word_of_many_does_not_lead_to_its_short_form() -> None:
    assert ("pb",) not in {each.terms for each in meant(tuple(terms("problème")))}
    assert ("mdp",) in {each.terms for each in meant(tuple(terms("mot de passe")))}
