"""How references are called and where they lead; addresses are checked for their form, the sites refuse robots."""

from datetime import date

import pytest

from forum.legal import full_title, official_url, short_name, title_within
from forum.legal.facts import packaged

SEARCH = "https://www.legifrance.gouv.fr/search"
BY_NUMBER = f"{SEARCH}/code?tab_selection=code&searchField=NUM_ARTICLE&query={{}}&searchType=ALL"
CASE_LAW = f"{SEARCH}/juri?tab_selection=juri&searchField=ALL&query={{}}&searchType=ALL"


@pytest.mark.parametrize(
    ("key", "short", "full"),
    [
        ("code-civil/1240", "C. civ., art. 1240", "Article 1240 du code civil"),
        ("code-penal/323-1..323-8", "C. pén., art. 323-1 à 323-8", "Articles 323-1 à 323-8 du code pénal"),
        ("code-de-la-consommation/L212-1", "C. consom., art. L. 212-1", "Article L. 212-1 du code de la consommation"),
        ("code-civil", "C. civ.", "Code civil"),
        (
            "loi-2004-575/6",
            "LCEN, art. 6",
            "Article 6 de la loi n° 2004-575 du 21 juin 2004 pour la confiance dans l’économie numérique",
        ),
        ("loi-1901-07-01", "Loi du 1er juillet 1901", "Loi du 1er juillet 1901"),
        (
            "reglement-ue-2016-679/17",
            "RGPD, art. 17",
            (
                "Article 17 du règlement (UE) 2016/679 du 27 avril 2016,"
                " règlement général sur la protection des données (RGPD)"
            ),
        ),
        ("directive-93-13", "Directive 93/13", "Directive 93/13"),
        ("cedh/10", "CEDH, art. 10", "Article 10 de la Convention européenne des droits de l’homme"),
        ("cass/14-81336", "Cass. n° 14-81.336", "Cour de cassation, pourvoi n° 14-81.336"),
        ("cass/soc/2001-10-02", "Cass. Soc., 2 octobre 2001", "Cour de cassation, chambre sociale, 2 octobre 2001"),
        (
            "ca-aix-en-provence/21-05342",
            "CA Aix-en-Provence, n° 21/05342",
            "Cour d’appel d’Aix-en-Provence, n° 21/05342",
        ),
        ("tgi-laval/2016-10-04", "TGI Laval, 4 octobre 2016", "Tribunal de grande instance de Laval, 4 octobre 2016"),
        ("ce/412589", "CE, n° 412589", "Conseil d’État, n° 412589"),
        ("cjue/c-131-12", "CJUE, C-131/12", "Cour de justice de l’Union européenne, C-131/12"),
        ("cnil/san-2019-001", "CNIL, délib. SAN-2019-001", "CNIL, délibération SAN-2019-001"),
        ("what-is-this", "what-is-this", "what-is-this"),
    ],
)
def test_names(key: str, short: str, full: str) -> None:
    assert (short_name(key), full_title(key)) == (short, full)


def test_every_text_that_is_known_has_its_names() -> None:
    facts = packaged()
    for slug in [*facts.codes, *facts.acts]:
        for key in (slug, f"{slug}/1"):
            assert short_name(key)
            assert full_title(key) not in ("", key)
    assert full_title("loi-88-19/1") == "Article 1 de la loi n° 88-19 du 5 janvier 1988"


@pytest.mark.parametrize(
    ("key", "within"),
    [
        ("code-civil/1240", "l’article 1240 du code civil"),
        ("code-penal/323-1..323-8", "les articles 323-1 à 323-8 du code pénal"),
        ("code-civil", "le code civil"),
        ("loi-1901-07-01", "la loi du 1er juillet 1901"),
        ("directive-93-13", "la directive 93/13"),
        ("cedh", "la Convention européenne des droits de l’homme"),
        ("ordonnance-2016-131", "l’ordonnance n° 2016-131"),
        ("ce/412589", "Conseil d’État, n° 412589"),
    ],
)
def test_names_inside_a_sentence(key: str, within: str) -> None:
    assert title_within(key).startswith(within)


@pytest.mark.parametrize(
    ("key", "day", "url"),
    [
        ("code-civil/1240", None, BY_NUMBER.format("1240")),
        ("code-du-travail/L1222-9", None, "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000047864720"),
        ("code-penal/323-1..323-8", None, "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006070719"),
        ("loi-2004-575/6", None, "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000000801164"),
        ("loi-2020-105", date(2020, 2, 10), "https://www.legifrance.gouv.fr/eli/loi/2020/2/10/2020-105/jo/texte"),
        ("loi-2020-105", None, None),
        ("loi-1881-07-29/65", None, None),
        ("reglement-ue-2016-679", None, "https://eur-lex.europa.eu/legal-content/FR/TXT/?uri=CELEX:32016R0679"),
        ("reglement-ue-910-2014", None, "https://eur-lex.europa.eu/legal-content/FR/TXT/?uri=CELEX:32014R0910"),
        ("directive-95-46", None, "https://eur-lex.europa.eu/legal-content/FR/TXT/?uri=CELEX:31995L0046"),
        (
            "reglement-ue-2016-679/17",
            None,
            "https://eur-lex.europa.eu/legal-content/FR/TXT/HTML/?uri=CELEX:32016R0679#art_17",
        ),
        ("cass/14-81336", None, CASE_LAW.format("14-81.336")),
        ("ca-toulouse/08-05858", None, CASE_LAW.format("08%2F05858")),
        ("tgi-laval/2016-10-04", None, None),
        ("ce/412589", date(2018, 6, 6), "https://www.conseil-etat.fr/fr/arianeweb/CE/decision/2018-06-06/412589"),
        ("ce/412589", None, None),
        ("cons-const/2009-580-dc", None, "https://www.conseil-constitutionnel.fr/decision/2009/2009580DC.htm"),
        ("cons-const/2024-1115-qpc", None, "https://www.conseil-constitutionnel.fr/decision/2024/20241115QPC.htm"),
        ("cjue/c-131-12", None, "https://curia.europa.eu/juris/liste.jsf?num=C-131/12"),
        ("cnil/san-2019-001", None, f"{SEARCH}/cnil?query=SAN-2019-001"),
        ("cedh/10", None, None),
    ],
)
def test_official_addresses(key: str, day: date | None, url: str | None) -> None:
    assert official_url(key, day) == url
