"""Where a citation begins and ends, its locator, and what is never read."""

import pytest

from forum.legal import Mark, find_citations, to_json
from forum.legal.citation import sentences


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Voir l’article 1240 du code civil.", ["article 1240 du code civil"]),
        ("les articles 808 et 809 du CPC", ["articles 808", "809 du CPC"]),
        ("l’alinéa 2 de l’article 1171 du code civil", ["article 1171 du code civil"]),
        ("les articles 808, 809 et 810 du CPC", ["articles 808", "809", "810 du CPC"]),
        ("C. civ., art. 1112-1, al. 2 !", ["C. civ., art. 1112-1, al. 2"]),
        ("(C. pén., art. 323-1 et 2)", ["C. pén., art. 323-1", "2"]),
        ("articles 323-1 à 323-8 du code pénal", ["articles 323-1 à 323-8 du code pénal"]),
        ("l’ancien article 1382 du code civil", ["ancien article 1382 du code civil"]),
        ("le RGPD et la LCEN", ["RGPD", "LCEN"]),
        ("Cass. com., 19 mars 2013, n° 12-14.407 : à lire", ["Cass. com., 19 mars 2013, n° 12-14.407"]),
        ("TGI Laval, ord. réf., 4 oct. 2016, Belliard", ["TGI Laval, ord. réf., 4 oct. 2016"]),
        ("« article\n> 1199 du  code civil »", ["article\n> 1199 du  code civil"]),
        ("l’art. 1240 du code pe\u0301nal", ["art. 1240 du code pe\u0301nal"]),
        ("l’ar\u00adticle 1240 du code ci\u200bvil", ["ar\u00adticle 1240 du code ci\u200bvil"]),
        ("C. civ., art. 1240 (anc. art. 1382)", ["C. civ., art. 1240", "1382"]),
    ],
)
def test_spans(text: str, spans: list[str]) -> None:
    found = find_citations(text)
    assert [citation.text for citation in found] == spans
    assert [text[citation.start : citation.end] for citation in found] == spans


@pytest.mark.parametrize(
    ("text", "locator"),
    [
        ("article 809 alinéa 1er du CPC", "alinéa 1er"),
        ("art. 2286, 2° du code civil", "2°"),
        ("article L. 442-1, II du code de commerce", "II"),
        ("article 6-I-8 de la LCEN", "I-8"),
        ("RGPD art. 28.3", "3"),
        ("art. 6, paragraphe 1, point f) du RGPD", "paragraphe 1 point f)"),
        ("article 6 § 1 de la CEDH", "§ 1"),
        ("l’alinéa 2 de l’article 1171 du code civil", "alinéa 2"),
        ("le premier alinéa de l’ancien article 1134 du code civil", "premier alinéa"),
        ("le 2° de l’article L. 212-1 du code de la consommation", "2°"),
        ("le I de l’article L. 442-1 du code de commerce", "I"),
        ("au 4 de l’article 28 du RGPD", "4"),
        ("le b) du 1 de l’article 6 du RGPD", "1 b)"),
        ("le 2 de l’art. 6, I de la LCEN", "I 2"),
        ("la version 4 de l’article 28 du RGPD", ""),
        ("le i de l’article 28 du RGPD", ""),
        ("art. 1240 du code civil", ""),
    ],
)
def test_locators(text: str, locator: str) -> None:
    assert [citation.locator for citation in find_citations(text)] == [locator]


@pytest.mark.parametrize(
    "text",
    [
        "`article 1240 du code civil`",
        "```\narticle 1240 du code civil\n```",
        "~~~\nart. 1240 C. civ.\n~~~",
        "https://example.org/article-1240-du-code-civil/RGPD",
        "www.example.org/LCEN",
        "écrire à rgpd@example.org",
        "De : Marc\nObjet : article 1240 du code civil\n",
        "> From: Marc\n> Subject: RGPD\n",
    ],
)
def test_code_addresses_and_mail_headers_are_not_read(text: str) -> None:
    assert find_citations(text) == []


def test_json_shape() -> None:
    found = to_json(find_citations("art. 1382 ancien C. civ., puis art. 1382 ancien C. civ."))
    assert found["refs"] == ["code-civil/1382"]
    assert found["citations"][0] == {
        "key": "code-civil/1382",
        "start": 0,
        "end": 24,
        "text": "art. 1382 ancien C. civ.",
        "marks": [Mark.FORMER],
        "locator": "",
        "url": "https://www.legifrance.gouv.fr/search/code?tab_selection=code&searchField=NUM_ARTICLE&query=1382&searchType=ALL",
    }


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("L’art. 1382 C. civ. est cité ; le nouveau est l’art. 1240 C. civ., dit-il.", True),
        ("Il vise l’article 1382 du code civil ensuite. Une autre fois, l’article 1240 du code civil.", False),
        ("article 1382 du code civil\n\narticle 1240 du code civil", False),
    ],
)
def test_what_is_cited_in_the_same_sentence(text: str, together: bool) -> None:
    found = find_citations(text)
    assert (found[1].key in sentences(found, text)[0].keys) is together
