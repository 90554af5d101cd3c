"""Decisions of the Cour de cassation: by number of appeal, else by chamber and day."""

import re

from forum.legal.dates import DAY, day_of
from forum.legal.folding import Folded
from forum.legal.reference import NUMERO, Reference
from forum.legal.surroundings import speaks_of_law

_RANK = (
    r"(?:1 ?(?:re|ere|er)\b|2 ?(?:e|eme|nde)\b|3 ?(?:e|eme)\b|premiere|deuxieme|troisieme"
    r"|(?<=civ)[123]\b|[123](?= ?civ)|i{1,3}\b)"
)
_CHAMBERS = (
    rf"(?P<first>{_RANK}) ?(?:ch(?:ambre|\.)? ?)?civ(?:ile)?\b\.?"
    rf"|(?:ch(?:ambre|\.)? ?)?civ(?:ile)?\b\.?,? ?(?P<last>{_RANK}|[123](?=[ ,.]))?(?: ?ch(?:ambre)?\b\.?)?"
    r"|(?P<com>(?:ch(?:ambre|\.)? ?)?com(?:merciale|m)?\b\.?)"
    r"|(?P<crim>(?:ch(?:ambre|\.)? ?)?crim(?:inelle)?\b\.?)"
    r"|(?P<soc>(?:ch(?:ambre|\.)? ?)?soc(?:iale)?\b\.?)"
    r"|(?P<plen>ass(?:emblee|\.)? ?plen(?:iere)?\b\.?)"
    r"|(?P<mixte>ch(?:ambre|\.)? ?mixte)"
)
_COURT = r"(?P<court>c(?:our)?\.? ?(?:de )?cass(?:ation)?\b\.?|cass\b\.?|ccass\b\.?)"
_NUMBER = r"(?P<number>\d\d ?- ?\d\d ?[. ]? ?\d{3})(?!\d)"
_DETAILS = (
    r"(?:,? ?(?:fs?|f)?-?[pbri](?:-[pbri+])*\b|,? ?\(?(?:publie|inedit)[^,;\n\0]{0,20}"
    r"|,? bull\.?[^;\n\0]{0,25}?|,? sect\.?| arret n°? ?\d{1,4}\b)?"
)
_APPEAL = rf"(?:\(? ?(?:sur (?:le )?)?(?:pourvois?|arret|req|requete|aff)?\b\.? ?{NUMERO}?(?:de pourvoi ?:? ?)?)"
_PARTS = re.compile(
    rf"(?:{_COURT})?(?:[ ,.(]{{0,3}}(?:la |de la |en )?(?:{_CHAMBERS}))?"
    rf"(?P<gap>[ ,.)(-]{{0,3}}(?:du |en date du |le |\()?)(?P<day>{DAY})?"
    rf"\)?{_DETAILS}(?P<before>[ ,.:(-]{{0,3}}{_APPEAL})(?P<numbered>{_NUMBER})?"
)
_ANY_NUMBER = re.compile(_NUMBER)
_APPEAL_FIRST = re.compile(
    rf"pourvois? ?(?:en cassation )?{NUMERO}?:? ?{_NUMBER}"
    rf"|{NUMERO}de pourvoi ?:? ?{_NUMBER.replace('number', 'second')}"
)
_NUMBER_FIRST = re.compile(
    rf"(?:arrets?|decision)(?: du {DAY})?,? ?\(?{NUMERO}?{_NUMBER}\)?"
    r"(?=,? ?(?:rendue? )?(?:par |de |du )?(?:la |l')?(?:c(?:our)?\.? de cass|cass\b|(?:1re|2e|3e|premiere"
    r"|deuxieme|troisieme)? ?ch(?:ambre|\.) ?(?:civ|com|crim|soc|mixte)|ass))"
)
_AND_NUMBER = re.compile(rf" ?(?:,|et|&|;) ?(?:{NUMERO})?(?P<number>\d\d-\d\d[. ]?\d{{3}})(?!\d)")
_RANKS = {"1": "1", "p": "1", "2": "2", "d": "2", "3": "3", "t": "3", "i": "1", "ii": "2", "iii": "3"}
# What may stand between a day and a number where only the chamber is told: « Soc. 2 oct. 2001, Nikon, n° 99-42.942 ».
_NAMED_PARTY = re.compile(rf"[a-z' &-]{{0,40}}, {NUMERO}\d\d-\d\d\.\d{{3}}")
_FARTHEST = 110
_STOP = re.compile(r"[;\0\n]|\b(?:facture|commande|telephone|tel|ref|reference|devis|contrat|dossier|client|ticket)\b")


def cassation_at(folded: Folded, position: int) -> list[Reference]:
    """The decisions cited at `position`: usually one, several where numbers follow « et »."""
    text = folded.text
    appeal = _APPEAL_FIRST.match(text, position) or _NUMBER_FIRST.match(text, position)
    if appeal:
        number = appeal["number"] or appeal.groupdict()["second"]
        return _with_others(text, Reference(position, appeal.end(), _key(number)))
    parts = _PARTS.match(text, position)
    if parts is None or not (parts["court"] or _chamber(parts)):
        return []
    day = day_of(parts["day"] or "")
    if parts["number"] and _is_sure(folded, parts):
        return _with_others(text, Reference(position, parts.end("numbered"), _key(parts["number"]), day))
    if (parts["court"] or _is_sure(folded, parts)) and (far := _number_further(text, parts)):
        return _with_others(text, Reference(position, far.end(), _key(far["number"]), day))
    if day is None or parts["gap"] == "" or not _is_sure(folded, parts) or not (chamber := _chamber(parts)):
        return []
    if not (parts["court"] or speaks_of_law(folded, position, parts.end())):
        return []  # « Soc. 12 mars 2019 » may be a company's meeting
    return [Reference(position, parts.end("day"), f"cass/{chamber}/{day.isoformat()}", day)]


def _is_sure(folded: Folded, parts: re.Match[str]) -> bool:
    """« Cass. » says it all; a chamber alone needs a capital, or a day and a number."""
    if parts["court"]:
        return True
    start = parts.start() + next((i for i, char in enumerate(parts.group()) if char.isalpha()), 0)
    capital = folded.cased[start].isupper() or parts.group()[0].isdigit()
    return bool(parts["day"] and (capital or parts["number"])) or bool(capital and parts["number"])


def _number_further(text: str, parts: re.Match[str]) -> re.Match[str] | None:
    """A number of appeal some words away: « Cass. com., 3 mai 2012, Louis Feraud, n° 11-10.508 »."""
    window = text[parts.end() : parts.end() + _FARTHEST]
    found = _ANY_NUMBER.search(text, parts.end(), parts.end() + _FARTHEST)
    stop = _STOP.search(window)
    if found is None or (stop and parts.end() + stop.start() < found.start()):
        return None
    between = text[parts.end() : found.start()]
    if not parts["court"] and not _NAMED_PARTY.fullmatch(between + found.group()):
        return None
    if re.search(r"\bcass\b|\bca\b|cour d'appel|conseil d'etat|\bcjue\b|[.!?] [a-z]{4}", between):
        return None
    return (
        found
        if re.search(r"n ?°|n[o°]? ?$|pourvoi|[,( ]$", between)
        and (parts["day"] or "pourvoi" in between or "n°" in between)
        else None
    )


def _chamber(parts: re.Match[str]) -> str | None:
    for name, slug in (("com", "com"), ("crim", "crim"), ("soc", "soc"), ("plen", "ass-plen"), ("mixte", "ch-mixte")):
        if parts[name]:
            return slug
    rank = (parts["first"] or parts["last"] or "").strip()
    if rank:
        return f"civ-{_RANKS.get(rank) or _RANKS[rank[0]]}"
    return "civ" if parts["court"] and re.search(r"\bciv", parts.group()) else None


def _with_others(text: str, ruling: Reference) -> list[Reference]:
    found = [ruling]
    end = ruling.end
    while len(found) < 20 and (other := _AND_NUMBER.match(text, end)):
        end = other.end()
        found.append(Reference(other.start("number"), end, _key(other["number"]), ruling.day))
    return found


def _key(number: str) -> str:
    digits = "".join(digit for digit in number if digit.isdigit())
    return f"cass/{digits[:2]}-{digits[2:]}"
