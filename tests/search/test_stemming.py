"""Which French words fall together, and which must not."""

import pytest

from forum.search.analysis import fold, stem, terms


@pytest.mark.parametrize(
    "family",
    [
        "revenu revenus",
        "emploi emplois",
        "loyer loyers",
        "étranger étrangers étrangère étrangères",
        "numéro numéros",
        "délai délais",
        "crédit crédits",
        "cheval chevaux",
        "jeu jeux",
        "résilier résilié résiliée résiliées",
        "utiliser utilisation utilisateur utilisatrice",
        "annuel annuels annuelle annuelles",
        "reçois reçoit reçu reçue recevoir",
        "détient détenue détenir",
        "payer paie paiement paiements",
        "inscrire inscrit inscription",
        "vendeur vendeurs",
        "médecin médecins",
    ],
)
def test_forms_of_one_word_are_one_term(family: str) -> None:
    assert len({stem(fold(word)) for word in family.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("loyer", "loi"),
        ("délai", "délit"),
        ("données", "donner"),
        ("devis", "devez"),
        ("caméra", "camion"),
        ("contrat", "contrôle"),
        ("foyer", "foi"),
    ],
)
def test_words_that_look_alike_stay_apart(one: str, other: str) -> None:
    assert stem(fold(one)) != stem(fold(other))


def test_accents_do_not_matter() -> None:
    assert terms("Règlement intérieur, données détenues") == terms("reglement interieur, donnees detenues")


@pytest.mark.parametrize("word", ["php", "403", "d3.js", "l121-3", "bus", "os", "a"])
def test_short_words_and_names_stay_whole(word: str) -> None:
    assert stem(word) in {word, word.removesuffix("s")}


def test_a_very_long_word_is_cut() -> None:
    assert len(stem("e" * 5000)) <= 40
