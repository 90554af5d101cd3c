"""Decisions of the Conseil d'État, the Conseil constitutionnel, the Court of Justice, the CNIL; ECLI identifiers."""

import re

from forum.legal.abroad import end_abroad
from forum.legal.dates import DAY, day_of
from forum.legal.folding import Folded
from forum.legal.owners import is_owned
from forum.legal.reference import NUMERO, Reference
from forum.legal.surroundings import is_near, speaks_of_law, stands_alone

_STATE = re.compile(
    rf"(?P<name>ce\b|c\.e\.|conseil d'?etat)(?P<rest>(?:[ ,.(:-]{{0,3}}(?:sect(?:ion)?\b\.?|ass(?:emblee)?\b\.?"
    rf"|ord(?:onnance)?\b\.?|ref(?:eres?)?\b\.?"
    r"|juge des referes|\d{1,2}(?:e|eme|re)?(?:(?:/| et | ?- ?)\d{1,2}(?:e|eme|re)?)?(?: ?(?:ch(?:ambres?)?|ssr"
    r"|sous-sections?|chr)\b\.?)(?: reunies)?"
    r"|reunies|ssr|arret|decision|avis|contentieux|(?:du|le|en date du))){0,5}"
    rf"(?:[ ,.(:-]{{0,3}}(?P<day>{DAY})\)?)?)"
    rf"(?:(?:,[^;:\n\0.]{{0,60}}?| [^;:\n\0.]{{0,60}}?(?=n ?°))?[ ,.(:-]{{0,3}}(?:req(?:uete)?\b\.? ?)?)"
    rf"(?P<numero>{NUMERO})?(?P<number>\d{{5,6}})(?![\d¤])"
)
_AND_REQUEST = re.compile(rf" ?(?:,|et|;) ?{NUMERO}?(?P<number>\d{{6}})(?![\d¤])")
_CONSTITUTIONAL = re.compile(
    rf"(?:(?P<body>cons(?:eil|\.)? ?const(?:itutionnel)?\b\.?|cc\b)(?:[ ,.(:-]{{0,3}}(?:dec(?:ision)?\b\.?|du"
    rf"|le)){{0,2}}(?:[ ,.(:-]{{0,3}}(?P<before>{DAY})\)?)?[^;\n\0.]{{0,40}}?[ ,.(:-]{{0,3}})?"
    rf"(?P<word>dec(?:isions?)?\.? )?(?P<numero>{NUMERO})?(?P<year>(?:19|20)\d\d"
    rf"|[5-9]\d) ?- ?(?P<rank>\d{{1,4}}(?:/\d{{1,4}})*) ?(?P<kind>dc|qpc)\b(?:,? du (?P<after>{DAY}))?"
)
_QUESTION = re.compile(
    rf"(?P<kind>qpc|dc) ?(?:{NUMERO}|(?<=qpc )(?=\d{{4}}))(?P<year>(?:19|20)\d\d"
    rf"|[5-9]\d) ?- ?(?P<rank>\d{{1,4}})(?![\d-]| ?(?:qpc|dc)\b)"
    rf"(?:,? du (?P<after>{DAY}))?"
)
_JUSTICE = re.compile(
    r"(?P<court>cjue|cjce|cour de justice(?: de l'ue| de l'union(?: europeenne)?"
    r"| des communautes(?: europeennes)?)?|tribunal de l'(?:ue|union europeenne)|trib\. ue|tpiue|tpice|tue(?=,))\b"
    r"|(?P<case>aff(?:aires?|s)?\b\.?)|(?P<ruling>arrets?\b)"
)
_CASE = re.compile(r"(?<![a-z0-9])(?P<case>[ct] ?-? ?\d{1,4}/\d\d)(?!\d)(?: p\b)?|[;\n\0]|\. [a-z]{3}")
_COURT_DAY = re.compile(rf"[^;\n\0]{{0,12}}?(?P<day>{DAY})")
_NOT_A_CASE = re.compile(
    r"(?:ref|reference|commande|modele|lot|piece|facture|produit|article|serie|version|ticket|numero|colis|devis"
    r"|dossier|classeur|chemise|cartons?|boites?|rayon|casier|armoire|etagere|palette|allee|batiment|salle|local|bureau"
    r"|place|emplacement|parcelle|plan|planche|figure|page|hall|siege|rang|rack|box)\.?:? ?(?:n°)? ?$"
)
# Things that « C-128/11 » counts as well: one more such number beside it says nothing of a court.
_PAPERS = re.compile(
    r"\b(?:classeurs?|chemises?|cartons?|boites?|factures?|rayons?|casiers?|etageres?|palettes?|stocks?|lots?|plans?)\b"
)
# « Certificat CE n° 391000 » is that of a helmet.
_CONFORMITY = re.compile(
    r"(?:certificat|attestation|agrement|homolog\w*|label|marquage|norme|conformite|declaration) $"
)
# « L’arrêt CE n° 412589 » says what it is; a « bouton d’arrêt CE » stops a machine.
_RULING = re.compile(r"(?<!d')\barrets? $")
_COURT_NEAR = re.compile(r"cj[uc]e|\bla cour\b|arret|affaire|luxembourg|prejudiciel|schrems")
_OTHER_CASE = re.compile(r"[ct]-\d{1,4}/\d\d(?!\d)")
_PARAGRAPH = re.compile(r",? (?:pts?|points?|considerants?)\b\.? \d")
_OF_COURT = re.compile(r",? (?:du |de la |de l'|de )(?:cj[uc]e|cour\b|tribunal|grande chambre|juge|justice|luxembourg)")
_ECLI = re.compile(r"ecli ?: ?[a-z]{2} ?: ?[a-z0-9]{1,8} ?: ?\d{4} ?: ?[a-z0-9]{1,25}(?:\.[a-z0-9]{1,25}){0,4}")
_CNIL = re.compile(
    r"(?:(?:delib(?:eration|\.)?|decision|sanction|cnil)[ ,]{1,2}(?:de (?:la )?(?:formation restreinte )?)?(?:la )?"
    rf"(?:de la )?(?:cnil,? ?)?(?:du {DAY},? )?(?:delib(?:eration|\.)? )?{NUMERO}?)?"
    r"(?P<number>(?P<series>san|med|medp) ?- ?(?:19|20)\d\d ?- ?\d{1,4})(?!\d)"
)
# What stands near a number of the CNIL that no word announces: machines and parts bear such numbers too.
_CNIL_NEAR = re.compile(
    r"cnil|deliberation|sanction|amende|formation restreinte|decision|rgpd|google|mise en demeure|identifiants"
    r"|manquement|\b(?:a|ont|avait) (?:pris|recu|ecope)\b"
    r"|\d ?(?:m|k|millions? d'?) ?¤|millions?\b"
)
_POINTS_TO = re.compile(r"(?:[(;:]|\b(?:voir|cf\.?|v\.|dans|selon|et|par)) ?$")
_DELIBERATION = re.compile(
    rf"(?P<cnil>cnil[ ,:]{{1,3}}(?:du {DAY},? )?)?(?:delib(?:eration|\.)?|avis"
    rf"|recommandation)(?: de)?(?: (?:la )?(?P<late>cnil))?,? ?(?:du {DAY},? )?{NUMERO}?"
    r"(?P<number>(?:19|20)\d\d-\d{2,4})(?![\d-])"
)
_OTHER_BODY = re.compile(
    r"municipal|communa|conseil |syndica|assemblee|metropole|departement|region|copropriete|arcom|csa|arcep|hadopi"
    r"|\bjury"
    r"|comite|universit|prefe[ct]|mairie|maire\b|permanente|ecole|club|bureau\b"
)
# What its deliberations are about, when nobody says whose they are.
_DATA = re.compile(
    r"\b(?:cookies?|traceurs?|donnees|vie privee|rgpd|informatique|mots? de passe|referentiel|lignes? directrices?"
    r"|biometri"
    r"|video|geolocalis|aipd|cnil|formation restreinte|norme simplifiee|google|amende|sanction)"
)
_ON = re.compile(rf",? (?:du |en date du )(?P<day>{DAY})")


def council_at(folded: Folded, position: int) -> list[Reference]:
    """The decision cited at `position`; alone or with others of one day, or none."""
    for reader in (_state, _constitutional, _ecli, _justice, _cnil, _deliberation):
        ruling = reader(folded, position)
        if ruling:
            return [ruling, *_other_requests(folded.text, ruling)]
    return []


def _other_requests(text: str, ruling: Reference) -> list[Reference]:
    """The numbers that follow one of the Conseil d’État: « n° 391000, 397755 et 399999 »."""
    found: list[Reference] = []
    end = ruling.end
    while ruling.key.startswith("ce/") and len(found) < 20 and (other := _AND_REQUEST.match(text, end)):
        end = other.end()
        found.append(Reference(other.start("number"), end, f"ce/{other['number']}", ruling.day))
    return found


def _state(folded: Folded, position: int) -> Reference | None:
    found = _STATE.match(folded.text, position)
    if found is None:
        return None
    short = found["name"] != "conseil d'etat" and found["name"] != "conseil detat"
    if short and not folded.is_upper(position, position + 2):
        return None
    if not (found["numero"] or found["day"]):
        return None
    if end_abroad(folded, position, found.end("name")) is not None:
        return None
    if not found["day"] and _NOT_A_CASE.search(folded.text, position, found.start("number")):
        return None
    if short and not found["day"] and _CONFORMITY.search(folded.text, max(0, position - 30), position):
        return None
    end = found.end()
    after = _ON.match(folded.text, end)
    is_ruling = _RULING.search(folded.text, max(0, position - 10), position) is not None
    if short and not (found["day"] or after or is_ruling or speaks_of_law(folded, position, end)):
        return None
    day = day_of(found["day"] or (after["day"] if after else ""))
    return Reference(position, after.end() if after and not found["day"] else end, f"ce/{found['number']}", day)


def _constitutional(folded: Folded, position: int) -> Reference | None:
    question = _QUESTION.match(folded.text, position)
    if question:
        key = f"cons-const/{question['year']}-{question['rank']}-{question['kind']}"
        return Reference(position, question.end(), key, day_of(question["after"] or ""))
    found = _CONSTITUTIONAL.match(folded.text, position)
    if found is None:
        return None
    if not (found["body"] or found["word"] or found["numero"] or len(found["year"]) == 4):
        return None
    if not (found["body"] or found["word"] or speaks_of_law(folded, position, found.end())):
        return None  # « 12 V DC, n° 2009-580 DC » stands on a power supply
    if found["body"] == "cc" and not folded.is_upper(position, position + 2):
        return None
    day = day_of(found["before"] or found["after"] or "")
    rank = found["rank"].split("/")[0]
    return Reference(position, found.end(), f"cons-const/{found['year']}-{rank}-{found['kind']}", day)


def _ecli(folded: Folded, position: int) -> Reference | None:
    found = _ECLI.match(folded.text, position)
    return Reference(position, found.end(), f"ecli/{found.group().replace(' ', '').upper()}") if found else None


def _justice(folded: Folded, position: int) -> Reference | None:
    """« CJUE, 13 mai 2014, C-131/12 », « aff. C-131/12 »; a bare number only in capitals and not after « réf. »."""
    text = folded.text
    cue = _JUSTICE.match(text, position)
    begin = cue.end() if cue else position
    reach = begin if cue is None else begin + (90 if cue["court"] else 25)
    found = _CASE.search(text, begin, reach) if cue else _CASE.match(text, position)
    if found is None or not found["case"]:
        return None
    start = found.start("case")
    if found["case"].startswith("t") and not (cue and cue["court"]):
        return None
    if cue is None and not _is_case(folded, start, found.end()):
        return None
    if not (cue and cue["court"]) and _belongs_to_no_court(folded, found.end()):
        return None
    day = _COURT_DAY.match(text, begin, start) if cue else None
    case = re.sub(r"^([ct]) ?-? ?", r"\1-", found["case"]).replace("/", "-")
    return Reference(position, found.end(), f"cjue/{case}", day_of(day["day"]) if day else None)


def _is_case(folded: Folded, start: int, end: int) -> bool:
    """A number alone is a case in capitals, in brackets or near the name of a court, and not after « réf. »."""
    text = folded.text
    if (
        not folded.cased[start].isupper()
        or text[start + 1] != "-"
        or _NOT_A_CASE.search(text, max(0, start - 24), start)
    ):
        return False
    around = text[max(0, start - 70) : start] + text[end : end + 70]
    return (
        stands_alone(folded, start, end)
        or text[max(0, start - 1) : start] == "("
        or _PARAGRAPH.match(text, end) is not None
        or _COURT_NEAR.search(around) is not None
        or (_OTHER_CASE.search(around) is not None and not _PAPERS.search(around))
    )


def _belongs_to_no_court(folded: Folded, end: int) -> bool:
    """« arrêt C-131/12 du tram »."""
    return is_owned(folded, end) and _OF_COURT.match(folded.text, end) is None


def _cnil(folded: Folded, position: int) -> Reference | None:
    found = _CNIL.match(folded.text, position)
    if found is None:
        return None
    text, number = folded.text, found.start("number")
    around = text[max(0, number - 90) : number] + text[found.end() : found.end() + 90]
    if "cnil" not in found.group() and is_owned(folded, found.end()):
        return None
    after = _ON.match(folded.text, found.end())
    if number == position and not (
        after
        or _CNIL_NEAR.search(around)
        or _POINTS_TO.search(text, max(0, number - 8), number)
        or stands_alone(folded, position, found.end())
    ):
        return None
    end = after.end() if after else found.end()
    return Reference(position, end, f"cnil/{found['number'].replace(' ', '')}", day_of(after["day"] if after else ""))


def _deliberation(folded: Folded, position: int) -> Reference | None:
    found = _DELIBERATION.match(folded.text, position)
    if found is None:
        return None
    named = found["cnil"] or found["late"]
    around = folded.text[max(0, position - 40) : position] + folded.text[found.end() : found.end() + 60]
    is_deliberation = "delib" in found.group()
    if not named and (not is_deliberation or _OTHER_BODY.search(around)):
        return None
    after = _ON.match(folded.text, found.end())
    end = after.end() if after else found.end()
    if not named and not _is_of_cnil(folded, position, end, found["number"]):
        return None
    return Reference(position, end, f"cnil/{found['number']}", day_of(after["day"] if after else ""))


def _is_of_cnil(folded: Folded, start: int, end: int, number: str) -> bool:
    """Whether a deliberation that does not say whose it is can be the CNIL's: its ranks have three digits."""
    if len(number.partition("-")[2]) != 3 or is_owned(folded, end):
        return False
    return is_near(folded, _DATA, start, end) or stands_alone(folded, start, end)
