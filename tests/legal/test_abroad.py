"""The law of other countries: its codes and laws bear the names and numbers of ours, and are not ours."""

import pytest

from forum.legal import find_citations


@pytest.mark.parametrize(
    "text",
    [
        "l’article 1382 de l’ancien Code civil belge",
        "art. 1240 C. civ. luxembourgeois",
        "Code pénal suisse, art. 179",
        "l’article 39 du Code du travail du Maroc",
        "Code de commerce (Belgique), art. 12",
        "article 1382 C.civ. (Bel.)",
        "En Belgique, c’est l’article 1382 du code civil.",
        "Ça dépend. Au Québec on invoque l’article 1457 du code civil",
        "En droit suisse on regarderait l’article 28 du code civil.",
        "l’article 12 du code de la consommation tunisien et l’article 14",
        "la loi du 8 décembre 1992 (Belgique)",
        "loi n° 2013-450 du 19 juin 2013 relative à la protection des données à caractère personnel (Côte d’Ivoire)",
        "la loi n° 2008-12 du 25 janvier 2008 du Sénégal, article 4",
        "le décret n° 2019-123 camerounais",
        "Conseil d’État belge, 12 mars 2019, n° 244000",
        "Cour d’appel de Bruxelles, 12 mars 2019, n° 2018/123",
        "TGI Monaco, 12 mars 2010",
        "CA Luxembourg, 12 mars 2019, n° 12345",
    ],
)
def test_the_law_of_another_country_is_not_linked(text: str) -> None:
    assert find_citations(text) == []


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("l’article 9 du code civil suisse et l’article 9 du code civil français", ["code-civil/9"]),
        ("Mon hébergeur est en Suisse ; puis-je invoquer l’article 1240 du code civil ?", ["code-civil/1240"]),
        ("Je vis en Belgique et le site est français : l’article 1240 du code civil joue-t-il ?", ["code-civil/1240"]),
        ("En Belgique le droit français et son article 1240 du code civil ne jouent pas.", ["code-civil/1240"]),
        ("Au Québec c’est autre chose, chez nous l’article 1240 du code civil suffit.", ["code-civil/1240"]),
        ("En droit belge comme en droit français, voyez l’article 1240 du code civil.", ["code-civil/1240"]),
        ("En Suisse aussi le RGPD joue, par son article 3", ["reglement-ue-2016-679/3"]),
        ("l’ancien code pénal, article 405", ["code-penal/405"]),
    ],
)
def test_a_country_beside_french_law_takes_nothing_from_it(text: str, keys: list[str]) -> None:
    assert [found.key for found in find_citations(text)] == keys
