"""Any text: spans that hold, time that grows with the length only. Times are of the processor, the best of three."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.legal import find_citations
from forum.legal.facts import Facts
from tests.legal.sentences import read
from tests.timing import cpu_seconds

HOSTILE_LENGTH = 100_000
HOSTILE_SECONDS = 0.2
PLAIN_BYTES_PER_SECOND = 5_000_000

PROSE = """Bonjour à tous, mon prestataire ne répond plus depuis trois semaines. J’ai signé en 2019 un contrat de
maintenance pour mon site, avec une clause de réversibilité, et il refuse de me donner les codes d’accès au serveur.
Il me dit que je dois d’abord payer la facture du mois d’avril (480 € TTC). Le tribunal
peut-il ordonner la remise des mots de passe ?
"""

HOSTILE = [
    "1, ",
    "1 ",
    "323-1 ",
    "1-1-1-1-",
    "-1",
    "1.1.",
    "art. ",
    "article 1, ",
    "article 1 à 2 à ",
    "art. 1 (devenu 2) ",
    "art. 1 al. 2 ",
    "article 6, I, ",
    "323-1 et 2 du code pénal, ",
    "art. 1240 C. civ. et ",
    "L. 121-1, ",
    "l.l.",
    "code ",
    "code civil ",
    "code de la ",
    "code p",
    "c. ",
    "CPC ",
    "CPC 808 ",
    "808 CPC ",
    "du même code ",
    "DSA ",
    "Sapin 2 ",
    "Sapin 2 (directeur des services ",
    "directive 2019/12 de la ",
    "convention de ",
    "art. 226-1 CP le 226-1 ",
    "le 1 du 1 de l’article 6 du RGPD ou le 49 ",
    "RGPD (RGPD) ",
    "loi ",
    "loi n° ",
    "loi n° 2004-575 ",
    "lois n° 2004-575, ",
    "loi du 1er janvier 2000 ",
    "(UE) ",
    "règlement 2016/679 ",
    "directive ",
    "constitution ",
    "10 CEDH ",
    "Cass. ",
    "Cass. com., 19 mars 2013, ",
    "1re civ. ",
    "pourvoi n° 12-14.407 et ",
    "CA Paris, ch. ",
    "CA Paris, 12 oct. 2010 ",
    "arrêt du 12 octobre 2010 ",
    "TGI Laval, réf., ",
    "CE, 12 oct. 2010, ",
    "Conseil d’État, sect., ",
    "conseil constitutionnel ",
    "CJUE ",
    "CJUE, aff. ",
    "arrêt ",
    "aff. C-1",
    "2009-580 DC ",
    "ECLI:EU:C:2014:317 ",
    "SAN-2019-001 ",
    "délibération de la CNIL ",
    "ancien 1382 ",
    "(",
    "`",
    "`a",
    "**",
    "> ",
    "\n",
    " ",
    "a",
    "é",
    "\u0301a",
    "\u200b",
    "😀",
    "@",
    "a@",
    "objet: \n",
    "1\u00a0",
    "n° ",
    "RG n° ",
    "§ 1 ",
]


def seconds(text: str) -> float:
    return cpu_seconds(lambda: find_citations(text))


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_no_text_is_slow(piece: str) -> None:
    text = (piece * (HOSTILE_LENGTH // len(piece) + 1))[:HOSTILE_LENGTH]
    assert seconds(text) < HOSTILE_SECONDS


def test_text_without_citations_is_read_fast() -> None:
    text = PROSE * 3000
    assert find_citations(text) == []
    assert len(text.encode()) / seconds(text) > PLAIN_BYTES_PER_SECOND


def test_facts_are_loaded_in_a_moment() -> None:
    assert cpu_seconds(every_table) < 0.1


def every_table() -> None:
    facts = Facts()
    assert facts.knows("code-civil", "1240")
    assert facts.moves
    assert facts.acts
    assert facts.legiarti("code-du-travail", "L1222-9")


PIECES = st.sampled_from([*HOSTILE, *(sentence.text for sentence in read("examples"))])
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(PIECES, max_size=12).map("".join),
    st.lists(PIECES | st.text(max_size=5)).map(" ".join),
)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_spans_hold_in_any_text(text: str) -> None:
    found = find_citations(text)
    assert all(0 <= one.start < one.end <= len(text) and text[one.start : one.end] == one.text for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert find_citations(text) == found
