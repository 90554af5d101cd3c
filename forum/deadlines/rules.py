"""The ways of counting, and the articles that each step rests on."""

from dataclasses import dataclass
from enum import StrEnum

from forum.words import message


class Method(StrEnum):
    """By which rules a time limit is counted."""

    CIVIL = "civil"  # civil courts, consumers: code de procédure civile, articles 640 to 642
    CLEAR = "clear"  # « délai franc », administrative courts: neither the first day nor the last counts
    EUROPEAN = "european"  # acts of the Union, GDPR among them: regulation 1182/71
    PRESCRIPTION = "prescription"  # code civil, articles 2228 and 2229: nothing moves the last day


@dataclass(frozen=True)
class Source:
    """What a step rests on: the words for it (a sentence of the catalogue where they hold more than an abbreviation),
    and the key of its page here, else its official address.
    """

    text: str
    key: str = ""
    url: str = ""


def _cpc(article: int, text: str) -> Source:
    return Source(text, f"code-de-procedure-civile/{article}")


ORIGIN = _cpc(640, "CPC, art. 640")
DAYS = _cpc(641, "CPC, art. 641, al. 1")
MONTHS = _cpc(641, "CPC, art. 641, al. 2")
MONTHS_THEN_DAYS = _cpc(641, message("CPC, art. 641, al. 2 et 3").text)
MIDNIGHT = _cpc(642, "CPC, art. 642, al. 1")
MOVED_ON = _cpc(642, "CPC, art. 642, al. 2")
DISTANCE = _cpc(643, "CPC, art. 643")
CLEAR_LIMIT = Source("CJA, art. R. 421-1", "code-de-justice-administrative/R421-1")
CLEAR_DISTANCE = Source("CJA, art. R. 421-7", "code-de-justice-administrative/R421-7")
# No article says that these limits are clear, nor what moves their last day: the Conseil d'État does.
CLEAR_ENDS = Source(
    "CE, 5 oct. 2018, n° 409579", url="https://www.conseil-etat.fr/fr/arianeweb/CE/decision/2018-10-05/409579"
)
CLEAR_MOVED_ON = Source(
    "CE, 19 sept. 2014, n° 362568", url="https://www.conseil-etat.fr/fr/arianeweb/CE/decision/2014-09-19/362568"
)
PRESCRIBED_BY_DAYS = Source("C. civ., art. 2228", "code-civil/2228")
PRESCRIBED_AT_END = Source("C. civ., art. 2229", "code-civil/2229")
EUROPEAN_LIMIT = Source(
    "Règl. (CEE, Euratom) n° 1182/71, art. 3",
    url="https://eur-lex.europa.eu/legal-content/FR/TXT/?uri=CELEX:31971R1182",
)
