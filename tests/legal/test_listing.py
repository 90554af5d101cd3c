"""Several references typed in one field: what is understood, and every piece that is not."""

import pytest

from forum.legal.listing import listed
from forum.legal.names import known_texts, short_name
from forum.legal.recogniser import find_citations
from tests.legal.sentences import read


@pytest.mark.parametrize(
    ("asked", "keys", "unknown"),
    [
        ("1240 C. civ., pipeau 3", ["code-civil/1240"], ["pipeau 3"]),
        ("1240 C. civ., 12", ["code-civil/1240"], ["12"]),
        ("1103, 1104 et 1193 C. civ.", ["code-civil/1103", "code-civil/1104", "code-civil/1193"], []),
        ("art. 7, 8 RGPD", ["reglement-ue-2016-679/7", "reglement-ue-2016-679/8"], []),
        ("dsa 14, rgpd 17", ["reglement-ue-2022-2065/14", "reglement-ue-2016-679/17"], []),
        ("1240 C. civ., dsa 14, godfrain", ["code-civil/1240", "reglement-ue-2022-2065/14", "loi-88-19"], []),
        ("loi n° 2004-575, du 21 juin 2004", ["loi-2004-575"], []),
        ("loi du 29 juillet 1881, art. 29, al. 1", ["loi-1881-07-29/29"], []),
        ("article 1240, alinéa premier, du code civil", ["code-civil/1240"], []),
        ("Cass. crim., 20 mai 2015, n° 14-81.336, publié au bulletin", ["cass/14-81336"], []),
        ("CE, 10e et 9e chambres, 6 juin 2018, n° 412589", ["ce/412589"], []),
        ("la loi du plus fort", [], ["la loi du plus fort"]),
        ("rgpd 17, 1240 C. civ.", ["reglement-ue-2016-679/17", "code-civil/1240"], []),
        ("CEDH 10, 1240 C. civ., 808 CPC", ["cedh/10", "code-civil/1240", "code-de-procedure-civile/808"], []),
        ("C. civ. 1240, 808 CPC", ["code-civil/1240", "code-de-procedure-civile/808"], []),
        ("c civ 1240, 1241", ["code-civil/1240", "code-civil/1241"], []),
        ("L. 121-1", [], ["L. 121-1"]),
        ("x", [], ["x"]),
        ("<b>x</b>", [], ["<b>x</b>"]),
        ("??", [], ["??"]),
        ("zz, 1240 C. civ.", ["code-civil/1240"], ["zz"]),
        ("x, 1240 C. civ.", ["code-civil/1240"], ["x"]),
        ("rgpd 17 18", ["reglement-ue-2016-679/17"], ["18"]),
        ("rgpd/17 18", ["reglement-ue-2016-679"], ["/17 18"]),
        ("rgpd/17, dsa/14", ["reglement-ue-2016-679/17", "reglement-ue-2022-2065/14"], []),
        ("1240 C. civ. machin", ["code-civil/1240"], ["machin"]),
        ("1103 1104 C. civ.", ["code-civil/1104"], ["1103"]),
        ("1240 C. civ., 1241", ["code-civil/1240"], ["1241"]),
        ("MiCA, art. 6", ["reglement-ue-2023-1114/6"], []),
        ("règlement (UE) 2022/1925, dit DMA", ["reglement-ue-2022-1925"], []),
        (" ; , ", [], []),
    ],
)
def test_several_references_are_told_from_what_is_none(asked: str, keys: list[str], unknown: list[str]) -> None:
    assert listed(asked) == (tuple(keys), tuple(unknown), ())


def test_an_article_that_its_code_never_had_is_told_apart() -> None:
    assert listed("9999 C. civ., 1240 C. civ.") == (("code-civil/1240",), (), ("code-civil/9999",))
    assert listed("articles 1240 à 9999 du code civil").absent == ("code-civil/1240..9999",)
    assert listed("RGPD, art. 999, CEDH, art. 60").absent == ("reglement-ue-2016-679/999", "cedh/60")
    assert listed("L. 9999-1 C. com.").absent == ()  # the facts of that code stop years ago


@pytest.mark.parametrize("name", ["examples", "sentences", "held_out"])
def test_what_is_read_by_itself_leaves_nothing_over_in_the_field(name: str) -> None:
    left = {}
    for sentence in read(name):
        for citation in find_citations(sentence.text):
            alone = sentence.text[citation.start : citation.end]
            if [each.key for each in find_citations(alone)] == [citation.key] and listed(alone).unknown:
                left[alone] = listed(alone).unknown
    assert left == {}


@pytest.mark.parametrize(
    "key",
    [
        *(f"{text}/6" for text in known_texts()),
        *("cass/14-81336", "cass/crim/2015-05-20", "ce/412589", "cons-const/2009-580-dc", "cjue/c-131-12"),
        *("ecli/ECLI:EU:C:2014:317", "cnil/san-2019-001", "cnil/2013-378", "ca-toulouse/08-05858"),
        *("tgi-laval/2016-10-04", "loi-2031-12/3", "code-civil/1101..1231-7"),
    ],
)
def test_the_short_name_of_a_reference_is_read_back(key: str) -> None:
    """An edit of a topic shows what was chosen by its short names."""
    found = listed(short_name(key))
    assert found.unknown == ()
    assert [short_name(each) for each in (*found.keys, *found.absent)]
