"""Decisions of courts that sit in a town: courts of appeal, judicial, commercial, labour, administrative courts."""

import re
from functools import cache
from pathlib import Path

from forum.legal.abroad import is_town_abroad
from forum.legal.dates import DAY, day_of
from forum.legal.folding import Folded, fold
from forum.legal.reference import NUMERO, Reference

_COURTS = [
    ("caa", r"caa\b|c\.a\.a\b\.?|cours? administratives? d'appel"),
    ("ca", r"ca\b|c\.a\b\.?|cours? d'?appels?\b|cour d appel"),
    ("tgi", r"tgi\b|t\.g\.i\b\.?|tribuna(?:l|ux) de grandes? instances?"),
    ("tj", r"tj\b|t\.j\b\.?|trib\.? jud\.?|tribuna(?:l|ux) judiciaires?"),
    ("tcom", r"t\.? ?com(?:m)?\b\.?|trib\.? ?(?:de )?com(?:m|merce)?\b\.?|tribuna(?:l|ux) (?:de|du) commerce"),
    ("tae", r"tribunal des activites economiques|tae\b"),
    ("ti", r"ti\b|tribuna(?:l|ux) d'instance"),
    ("ta", r"ta\b|tribuna(?:l|ux) administratifs?"),
    ("tc", r"tribuna(?:l|ux) correctionnels?|t\. ?corr?\b\.?"),
    ("cph", r"cph\b|cons\.? prud'?h\.?|conseils? de prud'?hommes?"),
]
# Two letters that are a common word when not in capitals.
_NEEDS_CAPITALS = {"ca", "tj", "ti", "ta", "caa", "tae", "cph"}
_COURT = re.compile("|".join(f"(?P<{slug}>{form})" for slug, form in _COURTS))
_OF = re.compile(r",? ?(?:de |d'|du |des |de la )?")
_WORDS = (
    r"(?:pole \d{1,2}|(?:\d{1,2}|[a-z]) ?(?:re|e|er|ere|eme) ?(?:ch(?:ambre)?\b\.?|sect(?:ion)?\b\.?)(?: civile"
    r"| commerciale| sociale)?"
    r"|ch(?:ambre)?\b\.?(?: (?:civile|commerciale|sociale|correctionnelle|\d{1,2}(?:-\d{1,2})?|[a-z]))?"
    r"|sect(?:ion)?\b\.? ?(?:\d|[a-z])?\b|ord(?:onnance)?\b\.?|(?:de |en )?ref(?:eres?)?\b\.?|jugement|jgt\b\.?"
    r"|arret|decision|jex|jme|\d{1,2}-\d{1,2}(?=,)|(?:dans|par|selon) (?:un |une |son |sa |l')?(?:arret"
    r"|jugement|decision|ordonnance)"
    r"|juge des referes|juge de l'execution|\d{1,2}e|(?:du|en date du|le|rendue?)|corr\b\.?|correctionnel"
    r"|soc\b\.?|com\b\.?|civ\b\.?)"
)
_BETWEEN = rf"(?:[ ,.():-]{{0,3}}{_WORDS}){{0,5}}[ ,.():-]{{0,4}}"
_RG = rf"(?:r\.?g\.? ?{NUMERO}?:? ?|{NUMERO}(?:rg ?:? ?|de rg ?:? ?)?|dossier {NUMERO}?)"
_ROLL = (
    r"(?:\d\d/\d{4,6}|\d\d-\d{5}|(?:19|20)\d\d[/-]?\d{5,6}|(?:19|20)\d\d[a-z]\d{4,5}|\d\d-\d\d-\d{4,6}"
    r"|[a-z]\d{10}|\d{2}[a-z]{2}\d{4,5}|\d{7}(?!\d))"
)
_DATED = re.compile(rf"{_BETWEEN}(?P<day>{DAY})\)?(?P<more>[ ,.(:-]{{0,3}}(?:{_RG})?(?P<roll>{_ROLL})(?!\d))?")
_ROLLED = re.compile(rf"{_BETWEEN}{_RG}(?P<roll>{_ROLL})(?!\d)(?:[ ,(]{{0,2}}(?:du )?(?P<day>{DAY})\)?)?")
_BARE_ROLL = re.compile(rf"{_BETWEEN}(?P<roll>\d\d/\d{{5}})(?!\d)")
_ROLL_FURTHER = re.compile(rf"[^;\n\0]{{0,60}}?{_RG}(?P<roll>{_ROLL})(?!\d)")
# « CA Paris, 5 mai 2010, opération n° 09/05033 » is a bank's.
_OTHER_NUMBER = re.compile(
    r"[ ,:(-]{0,3}(?:certificats?|operation|facture|commande|badge|devis|ticket|contrat|client|compte|colis|virement"
    r"|cheque|releve|bon de|lot|serie|reference|ref)\b\.? ?(?:n ?°|no?\.? ?|numero)? ?\d"
)
_DAY_BEFORE = re.compile(rf"\b(?:le|du) (?P<day>{DAY}),? (?:que )?(?:la |le |l')$")
_DECIDES = re.compile(
    r"(?:,[^.;\n\0]{3,90},)? (?:a|avait) (?:\w{4,12} )?(?:juge|condamne|ordonne|rejete|confirme|infirme|retenu"
    r"|considere|reconnu|estime|rappele|rendu|deboute|prononce|annule|admis|refuse|tranche|valide|fait droit)"
)
_OTHER_COURT = re.compile(r"\b(?:ca|caa|tgi|tj|cass|civ|crim|cour|ce|tribunal|cjue|trib)\b")
_DAY_FIRST = re.compile(
    rf"(?:arrets?|jugements?|ordonnances?(?: de refere)?|ord\.(?: ref\.)?"
    rf"|decisions?)(?: de refere)?(?: rendue?)?,? (?:du|en date du|le) (?P<day>{DAY}),?"
    rf" ?(?:(?:rendue?|prononcee?) )?(?:par )?(?:de |du |des )?(?:le |la |l')?(?:(?:juge des referes"
    rf"|juge de l'execution|president|premier president) (?:du |de la ))?"
)
# « CA Toulouse 12 oct. 2010 : chiffre d'affaires », « vol CPH-Paris »: what two or three capitals are besides courts.
_NOT_JUDGED = re.compile(
    r"\b(?:vols?|aeroport|stade|football|match|gare|chiffres? d'affaires?|conseil d'administration|ordre du jour"
    r"|billets?"
    r"|reunion|assemblee generale|compte rendu|exercice comptable|resultat net)\b"
)
_NEAR = 40
_NAME = re.compile(
    r"(?:le |la |les )?[A-ZÉÈÎ][a-zà-ÿ]{2,}(?:(?:-(?:[a-zà-ÿ]{1,3}-)?| (?:sur|en|le|la) )[A-ZÉÈÎ]?[a-zà-ÿ']{2,}){0,3}"
)


def court_at(folded: Folded, position: int) -> list[Reference]:
    """The decision cited at `position`, by court and town then day or number; or by day, then court and town."""
    text = folded.text
    first = _DAY_FIRST.match(text, position)
    seat = _seat_at(folded, first.end() if first else position)
    if seat is None:
        return []
    court, town, end = seat
    found = _DATED.match(text, end) or _ROLLED.match(text, end) or (_BARE_ROLL.match(text, end) if not first else None)
    if first and not (found and found["roll"]):
        day = day_of(first["day"])
        return [] if day is None else [Reference(position, end, f"{court}-{town}/{day.isoformat()}", day)]
    if found is None:
        return _dated_before(text, position, f"{court}-{town}", end)
    return _ruling(text, position, f"{court}-{town}", found)


def _dated_before(text: str, position: int, court: str, end: int) -> list[Reference]:
    """« Le 12 octobre 2010, la cour d’appel de Toulouse a reconnu… »."""
    before = _DAY_BEFORE.search(text, max(0, position - 45), position)
    day = day_of(before["day"]) if before and _DECIDES.match(text, end) else None
    return (
        []
        if before is None or day is None
        else [Reference(before.start("day"), end, f"{court}/{day.isoformat()}", day)]
    )


def _ruling(text: str, position: int, court: str, found: re.Match[str]) -> list[Reference]:
    groups = found.groupdict()
    if _OTHER_NUMBER.match(text, found.end()):
        return []
    day = day_of(groups.get("day") or "")
    roll, end = groups.get("roll"), found.end()
    further = None if roll else _ROLL_FURTHER.match(text, end)
    if further and not _OTHER_COURT.search(text, end, further.start("roll")):
        roll, end = further["roll"], further.end()
    if roll:
        return [Reference(position, end, f"{court}/{roll.replace('/', '-').upper()}", day)]
    end = found.end("day") + (
        text[found.end("day") : found.end("day") + 1] == ")" and "(" in text[position : found.end("day")]
    )
    return [Reference(position, end, f"{court}/{day.isoformat()}", day)] if day else []


def _seat_at(folded: Folded, position: int) -> tuple[str, str, int] | None:
    """Court, town and where the town's name ends."""
    court = _COURT.match(folded.text, position)
    if court is None or court.lastgroup is None:
        return None
    if (
        court.end() - position == len(court.lastgroup)
        and court.lastgroup in _NEEDS_CAPITALS
        and not _looks_like_court(folded, court)
    ):
        return None
    link = _OF.match(folded.text, court.end())
    begin = link.end() if link else court.end()
    seat = _towns()[0].match(folded.text, begin)
    if seat:
        return court.lastgroup, _towns()[1][re.sub(r"[- ]+", " ", seat.group())], seat.end()
    if not (link and link.group().strip(" ,")) and court.end() - position == len(court.lastgroup):
        return None  # « CA Technologies, 12 mai 2015 »
    name = _NAME.match(folded.cased, begin)
    town = fold(name.group()).text if name else ""
    return (court.lastgroup, _slug(town), name.end()) if name and not is_town_abroad(town) else None


def _looks_like_court(folded: Folded, court: re.Match[str]) -> bool:
    """In capitals, or in small letters right before a known town; and not amid words of what else they are."""
    if _NOT_JUDGED.search(folded.text, max(0, court.start() - _NEAR), court.end() + 2 * _NEAR):
        return False
    if folded.is_upper(court.start(), court.end()):
        return True
    link = re.compile(r" (?:de |d')?").match(folded.text, court.end())
    return bool(link and court.lastgroup in ("ca", "tj") and _towns()[0].match(folded.text, link.end()))


@cache
def _towns() -> tuple[re.Pattern[str], dict[str, str]]:
    """The pattern of the towns of `data/seats.txt`, and the slug of each by its folded name with spaces."""
    lines = (Path(__file__).parent / "data" / "seats.txt").read_text("utf-8").splitlines()[1:]
    names = sorted((fold(line).text for line in lines), key=len, reverse=True)
    pattern = "|".join(re.escape(name).replace(r"\-", "[- ]").replace(r"\ ", "[- ]") for name in names)
    slugs = {re.sub(r"[- ]+", " ", name): _slug(name) for name in names}
    return re.compile(rf"(?:{pattern})(?![a-z])"), slugs


@cache
def seat_names() -> dict[str, str]:
    """Slug of a town -> its name."""
    lines = (Path(__file__).parent / "data" / "seats.txt").read_text("utf-8").splitlines()[1:]
    return {_slug(fold(line).text): line for line in lines}


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name).strip("-")
