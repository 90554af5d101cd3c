"""How references are called and where they lead; addresses are checked for their form, the sites refuse robots."""

import re
from datetime import date

import pytest

from forum.legal import find_citations, full_title, official_url, short_name, title_within
from forum.legal.facts import packaged
from forum.legal.links import LEGIFRANCE, year_of
from forum.legal.names import bound, known_texts
from forum.legal.wording import worded

SEARCH = f"{LEGIFRANCE}/search"
BY_NUMBER = f"{SEARCH}/code?tab_selection=code&searchField=NUM_ARTICLE&query={{}}&searchType=ALL"
CASE_LAW = f"{SEARCH}/juri?tab_selection=juri&searchField=ALL&query={{}}&searchType=ALL"

ANYWHERE = f"{SEARCH}/all?tab_selection=all&searchField=ALL&query={{}}"


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
            "Article 6 de la loi n° 2004-575 du 21 juin 2004 pour la confiance dans l’économie numérique (LCEN)",
        ),
        ("loi-88-19/1", "Loi Godfrain, art. 1er", "Article 1er de la loi n° 88-19 du 5 janvier 1988 (loi Godfrain)"),
        (
            "loi-2000-230",
            "Loi n° 2000-230",
            (
                "Loi n° 2000-230 du 13 mars 2000 portant adaptation du droit de la preuve aux technologies"
                " de l’information et relative à la signature…"
            ),
        ),
        (
            "loi-2015-912",
            "Loi renseignement",
            "Loi n° 2015-912 du 24 juillet 2015 relative au renseignement",
        ),
        (
            "loi-1881-07-29",
            "Loi de 1881",
            "Loi du 29 juillet 1881 sur la liberté de la presse",
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
    assert (short_name(key), full_title(key)) == (bound(short), bound(full))


def test_every_text_that_is_known_has_its_names() -> None:
    facts = packaged()
    for slug in [*facts.codes, *facts.acts]:
        for key in (slug, f"{slug}/1"):
            assert short_name(key)
            assert full_title(key) not in ("", key)
            assert not re.search(r"n° |\d [a-zéû]{3,9} \d{4}", full_title(key)), "it may end a line"
            assert "n° " not in full_title(key) + short_name(key) + title_within(key)


def test_every_act_of_the_table_has_an_official_address_and_the_name_that_people_know() -> None:
    for slug, act in packaged().acts.items():
        assert official_url(slug).startswith(f"{LEGIFRANCE}/"), slug
        names = short_name(slug) + full_title(slug)
        assert not act.aliases or act.aliases[0].lower().removeprefix("loi ") in names.lower(), slug


@pytest.mark.parametrize(
    ("key", "within"),
    [
        ("code-civil/1240", "l’article 1240 du code civil"),
        ("code-penal/323-1..323-8", "les articles 323-1 à 323-8 du code pénal"),
        ("code-civil", "le code civil"),
        ("code-civil/1..5", "les articles 1er à 5 du code civil"),
        ("loi-1901-07-01", "la loi du 1er juillet 1901"),
        ("directive-93-13", "la directive 93/13"),
        ("cedh", "la Convention européenne des droits de l’homme"),
        ("ordonnance-2016-131", "l’ordonnance n° 2016-131"),
        ("ce/412589", "Conseil d’État, n° 412589"),
    ],
)
def test_names_inside_a_sentence(key: str, within: str) -> None:
    assert title_within(key).startswith(bound(within))


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("code-civil/1240", "article 1240 du code civil"),
        ("code-civil", "code civil"),
        ("loi-88-19/1", "article 1er de la loi n° 88-19 du 5 janvier 1988 (loi Godfrain)"),
        ("loi-2009-669/6", "article 6 de la loi Hadopi"),
        ("decret-2015-125/2", "article 2 du décret n° 2015-125"),  # its title names a law, and is cut
        ("reglement-ue-2016-679/17", "RGPD, art. 17"),  # its title would be read as the RGPD once more
        ("cnil/san-2019-001", "CNIL, délibération SAN-2019-001"),
        ("cass/14-81336", "Cour de cassation, pourvoi n° 14-81.336"),
    ],
)
def test_what_the_picker_writes(key: str, words: str) -> None:
    assert worded(key) == bound(words)


def test_what_the_picker_writes_is_read_back_as_that() -> None:
    for slug in known_texts():
        key = f"{slug}/L121-1" if slug in packaged().codes else f"{slug}/6"
        assert [each.key for each in find_citations(f"Voir {worded(key)}.")] == [key]


@pytest.mark.parametrize(
    ("key", "day", "url"),
    [
        ("code-civil/1240", None, BY_NUMBER.format("1240")),
        ("code-du-travail/L1222-9", None, "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000047864720"),
        ("code-penal/323-1..323-8", None, "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006070719"),
        ("loi-2004-575/6", None, "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000000801164"),
        ("loi-2020-105", date(2020, 2, 10), "https://www.legifrance.gouv.fr/eli/loi/2020/2/10/2020-105/jo/texte"),
        ("loi-2020-105", None, ANYWHERE.format("loi%202020-105")),
        ("loi-88-19/1", None, ANYWHERE.format("loi%2088-19")),
        ("loi-71-1130", date(1971, 12, 31), ANYWHERE.format("loi%2071-1130")),
        ("loi-1881-07-29/65", None, ANYWHERE.format("loi%20du%2029%20juillet%201881")),
        ("decret-1989-12-01", None, ANYWHERE.format("decret%20du%201er%20d%C3%A9cembre%201989")),
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
        (
            "ecli/ECLI:EU:C:2014:317",
            None,
            "https://eur-lex.europa.eu/legal-content/FR/TXT/?uri=ecli:ECLI:EU:C:2014:317",
        ),
        ("cnil/san-2019-001", None, f"{SEARCH}/cnil?query=SAN-2019-001"),
        ("cedh/10", None, None),
    ],
)
def test_official_addresses(key: str, day: date | None, url: str | None) -> None:
    assert official_url(key, day) == url


@pytest.mark.parametrize(
    ("slug", "year"),
    [
        ("loi-71-1130", 1971),
        ("loi-2004-575", 2004),
        ("loi-1881-07-29", None),
        ("reglement-ue-2016-679", 2016),
        ("reglement-ue-910-2014", 2014),
        ("directive-93-13", 1993),
        ("directive-13", None),
        ("cedh", None),
        ("cass", None),
    ],
)
def test_the_year_that_a_number_tells(slug: str, year: int | None) -> None:
    assert year_of(slug) == year


def test_a_name_is_not_torn_apart() -> None:
    assert bound("loi n° 98-536 du 1er juillet 1998") == "loi n°\u00a098-536 du 1er\u00a0juillet 1998"
    assert full_title("tgi-laval/2016-10-04").endswith(", 4\u00a0octobre 2016")
