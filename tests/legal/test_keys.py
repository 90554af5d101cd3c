"""What people call the texts, in addresses and in the box of /droit: the recogniser's own names, all of them."""

import pytest

from forum.legal.acts import names_of_acts
from forum.legal.courts import seat_names
from forum.legal.keys import canonical, typed
from forum.legal.names import is_known, known_texts
from forum.legal.rulings import is_ruling
from tests.legal.sentences import read


@pytest.mark.parametrize(("name", "slug"), sorted(names_of_acts().items()))
def test_every_common_name_of_an_act_is_an_address(name: str, slug: str) -> None:
    address = name.replace(" ", "-")
    assert (canonical(address), canonical(f"{address}/6")) == (slug, f"{slug}/6")


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("hadopi", "loi-2009-669"),
        ("avia", "loi-2020-766"),
        ("lemaire/5", "loi-2016-1321/5"),
        ("informatique-et-libertes/8", "loi-78-17/8"),
        ("informatique-libertes", "loi-78-17"),
        ("loi-du-29-juillet-1881", "loi-1881-07-29"),
        ("e-commerce/14", "directive-2000-31/14"),
        ("C.-civ./1240", "code-civil/1240"),
        ("conso/l221-18", "code-de-la-consommation/L221-18"),
        ("cp/323-1", "code-penal/323-1"),
        ("cpp/56", "code-de-procedure-penale/56"),
        ("ddhc/11", "ddhc-1789/11"),
        ("ecli", "ecli"),
        ("rgpd/017", "reglement-ue-2016-679/17"),
        ("c-civ/01240", "code-civil/1240"),
        ("loi-2004-575/1er", "loi-2004-575/1"),
        ("loi-2031-12/1er", "loi-2031-12/1"),
        ("c-civ/1er", "code-civil/1"),
        ("tcom-nanterre/2013F01234", "tcom-nanterre/2013F01234"),
        ("cgi/02", "code-general-des-impots/02"),  # of a code that we do not know, it may be a number
    ],
)
def test_short_names_are_addresses(address: str, key: str) -> None:
    assert canonical(address) == key


def test_the_code_that_has_the_article_is_meant_where_two_share_a_name() -> None:
    assert canonical("cpce/L32") == "code-des-postes-et-des-communications-electroniques/L32"
    assert canonical("cpce/L131-1") == "code-des-procedures-civiles-d-execution/L131-1"


def test_what_is_canonical_stays() -> None:
    courts = [f"{court}-{seat}" for court in ("ca", "tj", "tgi", "tcom", "ta") for seat in seat_names()]
    for text in (
        *known_texts(),
        *courts,
        "cass",
        "ce",
        "cnil",
        "cjue",
        "cons-const",
        "loi-2031-12",
        "directive-1999-5",
    ):
        assert canonical(text) == text
        assert canonical(f"{text}/9") == f"{text}/9"


@pytest.mark.parametrize("name", ["examples", "sentences", "held_out"])
def test_every_decision_of_the_sentences_has_the_form_of_one_and_an_address_of_its_own(name: str) -> None:
    keys = {key for sentence in read(name) for key in sentence.refs}
    acts = ("loi-", "ordonnance-", "decret-", "reglement-", "directive-")
    rulings = [key for key in keys if not is_known(key.partition("/")[0]) and not key.startswith(acts)]
    assert len(rulings) > 5
    assert [key for key in rulings if not is_ruling(key) or canonical(key) != key] == []


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ("C. civ.", ["code-civil"]),
        ("C. civ. 1240", ["code-civil/1240"]),
        ("art. 1240 du code civil", ["code-civil/1240"]),
        ("808 et 809 cpc", ["code-de-procedure-civile/808", "code-de-procedure-civile/809"]),
        ("dsa 14", ["reglement-ue-2022-2065/14"]),
        ("art. 14 du DSA", ["reglement-ue-2022-2065/14"]),
        ("rgpd/17", ["reglement-ue-2016-679/17"]),
        ("L221-18 conso", ["code-de-la-consommation/L221-18"]),
        ("14-81.336", ["cass/14-81336"]),
        ("1240", []),
        ("1881", []),
        ("code 12", []),
        ("vol 12", []),
        ("06 12 34 56 78", []),
        ("bonjour", []),
    ],
)
def test_what_is_typed_in_a_box(asked: str, keys: list[str]) -> None:
    assert typed(asked) == keys
