"""Laws, ordinances, decrees, EU acts and treaties: by number, by day, by the name everybody uses."""

import re
from datetime import date
from functools import cache
from pathlib import Path

from forum.legal.dates import DAY, day_of
from forum.legal.facts import Facts
from forum.legal.folding import Folded
from forum.legal.owners import (
    has_witness,
    is_another_name,
    is_of_another_body,
    is_owned,
    is_possessed,
    speaks_of_union,
)
from forum.legal.reference import NUMERO
from forum.legal.texts import Nature, TextName

_NUMERO = f"{NUMERO}?"
_ON = rf"(?:,? ?(?:modifiee? )?(?:en date )?(?:du |de )?(?P<day>{DAY}))?"
_NATIONAL = re.compile(
    r"(?P<kind>lois?|ordonnances?|decrets?|decrts?|dcret|ordonance|ord\.?|decr?\.|l\.(?= ?n)|d\.(?= ?n))"
    r"(?: (?:organique|constitutionnelle|ordinaire|francaise))?(?: d[e'] ?[a-z]{4,15}(?= n ?°))? ?"
    rf"(?:\(?{_NUMERO}(?P<number>(?:19|20)\d\d ?- ?\d{{1,4}}|[4-9]\d ?- ?\d{{1,4}})(?![\d/]|-\d|\.\d){_ON}"
    rf"|(?:{_NUMERO}(?P<slashed>(?:19|20)?\d\d/\d{{2,4}})(?![\d/]) ?du (?P<third>{DAY}))"
    rf"|(?:modifiee )?(?:du |en date du )?(?P<alone>{DAY}))"
    # Its title, when an article comes after it.
    r"(?: \"? ?(?:pour|relati(?:ve|f)|portant|visant|tendant|reformant|sur|dite?|modifiant"
    r"|pris)\b[^.;:()\d\n\0]{3,110}(?=,? ?\(?art| ?\((?!\d)))?"
)
_KINDS = {"l": "loi", "d": "decret", "o": "ordonnance"}
_MORE_NUMBERS = re.compile(
    rf" ?(?:,|et|ou) ?{_NUMERO}(?P<number>(?:19|20)\d\d-\d{{1,4}}|[4-9]\d-\d{{1,4}})(?![\d/-]){_ON}"
)

_MORE_DAYS = re.compile(rf" ?(?:,|et|ou) ?(?:celles? )?du (?P<day>{DAY})(?! n ?°)")
_MORE_EU_NUMBERS = re.compile(
    rf" ?(?:,|et|ou) ?{_NUMERO}(?P<number>\d{{2,4}}/\d{{2,4}})(?!\d)(?:/(?:ce|ue|cee)\b)?(?:,? du (?P<day>{DAY}))?"
)
_UNION = r"(?:ue|ce|cee|euratom|eu|ceca)"
_COMMUNITY = rf"(?:\(? ?{_UNION}\b(?: ?(?:,|et) ?{_UNION}\b){{0,2}} ?\)?,? ?)"
_EU = re.compile(
    r"(?:(?P<kind>reglements?|reglemnt|directives?|dir\.|regl\.)"
    r"(?: (?:europeene?s?|europeenne?s?|communautaires?|delegue|d'execution|general))*"
    rf" ?{_COMMUNITY}?{_NUMERO}|\(?(?:ue|ce)\)? {_NUMERO})"
    rf"(?P<first>\d{{1,4}}) ?/ ?(?P<second>\d{{1,4}})(?![\d])(?: ?/ ?{_UNION}\b)?"
    rf"(?:,? du (?:conseil du )?(?P<day>{DAY}))?"
)
_TREATIES = [
    (
        "cedh",
        (
            r"cedh\b|c\.e\.d\.h\b\.?|csdhlf\b|conv(?:ention|\.)? ?e\.?d\.?h\b\.?|conv(?:ention"
            r"|\.) europeenne (?:de sauvegarde )?des droits"
            r" de l'homme(?: et des libertes fondamentales)?"
            r"|convention de sauvegarde des droits de l'homme(?: et des libertes"
            r" fondamentales)?"
        ),
    ),
    (
        "charte-ue",
        (
            r"charte des droits fondamentaux(?: de l'(?:ue\b|union(?: europeenne)?))?|charte de l'(?:ue\b"
            r"|union europeenne)"
            r"|charte ue\b|charte europeenne des droits fondamentaux|cdfue\b"
        ),
    ),
    (
        "ddhc-1789",
        (
            r"ddhc\b(?: de 1789)?|declaration des droits de l'homme(?! de (?!1789))(?: et du citoyen)?(?: (?:de 1789"
            r"|du 26 aout 1789))?"
            r"|declaration de 1789"
        ),
    ),
    (
        "constitution-1958",
        (
            r"constitution\b(?! d(?:e |')(?!1958|la [v5]))"
            # « la constitution italienne »: somebody else's
            r"(?! (?!francaise)(?:[a-z]+(?:aine|ienne|aise|oise|ande|agnole|arque)|belge|suisse|russe"
            r"|turque|grecque|federale)\b)"
            r"(?: (?:francaise|de 1958|du 4 octobre 1958|de la (?:v"
            r"|5)e(?:me)? republique))*"
        ),
    ),
    ("tfue", r"tfue\b|traite sur le fonctionnement de l'union europeenne|traite fue\b"),
]
_TREATY = re.compile("|".join(f"(?P<t{i}>{form})" for i, (_, form) in enumerate(_TREATIES)))
# These short names are also a court, a body or a common noun.
_NEEDS_ARTICLE = re.compile(r"cedh|c\.e|constitution|csdh|tfue")
# The same three letters sign with a key: « clé DSA », « dsa-keygen ».
_CIPHER = re.compile(
    r"\b(?:cles?|keys?|ssh|algorithme?|chiffrement|cryptage|openssl|openssh|certificat|e?c?rsa|ecdsa|fips|pgp|gpg)\b"
    r"|[\w/<>._-]dsa|dsa[/<>_-]|dsa(?:\.[a-z]| ?-?(?:1024|2048|3072|256|512)| (?:signatures?|public|private))"
)
# And these three reach a machine's memory: « attaque DMA », « canal DMA ».
_HARDWARE = re.compile(
    r"\b(?:attaques?|cana(?:l|ux)|controleurs?|transferts?|acces|mode|buffers?|tampons?)"
    r" (?:par |en |via |de type )?dma\b|\b(?:pcie?|thunderbolt|iommu|firmware|kernel|noyau|peripheriques?)\b"
)
# « LIL 20 ne marche plus », « DMA 5, IRQ 7 »: three letters before a number that is no year of the act.
_NUMBERED = re.compile(r" ?\d(?!\d{0,3} ?/)")
_SHORT_NAMES = frozenset({"lil", "dsa", "dma"})
_BEFORE_DSA = re.compile(r"(?:le|du|au|et|dans|selon|,|\() ?$")
_QUOTE_END = re.compile(r' ?"')
_BRACKET_END = re.compile(r' ?"? ?\)')
_LAW_SPECIFIER = re.compile(
    r" ?,? ?(?:\(|\"|,|dite?s?\b|ou|soit|aussi appelee?|alias|=|-)[ \"(]{0,3}(?:dite? |ou |le |la |l'|\"|de la "
    r"|du ){0,3}"
)


def act_at(folded: Folded, position: int, facts: Facts) -> TextName | None:
    """The act or treaty named at `position`."""
    return (
        _national_at(folded, position, facts)
        or _eu_at(folded, position)
        or _named_at(folded, position)
        or _treaty_at(folded, position)
    )


def specified(folded: Folded, name: TextName, facts: Facts) -> TextName:
    """`name`, lengthened over a second name of the same text: « (Hadopi) », « , dite loi Godfrain »."""
    link = _LAW_SPECIFIER.match(folded.text, name.end)
    again = act_at(folded, link.end(), facts) if link else None
    if link is None or again is None or again.slugs != name.slugs:
        return name
    end = again.end
    tail = (_BRACKET_END if "(" in link.group() else _QUOTE_END).match(folded.text, end)
    return TextName(
        name.start,
        tail.end() if tail else end,
        name.slugs,
        stands_alone=True,
        signed_on=name.signed_on or again.signed_on,
    )


def more_acts(folded: Folded, name: TextName, facts: Facts) -> list[TextName]:
    """What follows « lois n° 2004-575 » when the word is plural: « et 2016-1321 »; by day, « et du 21 juin 2004 »."""
    found: list[TextName] = []
    written = folded.text[name.start : name.end]
    plural = re.match(r"(?P<national>lois|decrets|ordonnances)|(?:directives|reglements)(?= )", written)
    if plural and (other := _MORE_DAYS.match(folded.text, name.end)):
        slug = _by_day(name.nature, day_of(other["day"]), facts)
        return [TextName(other.start("day"), other.end(), (slug,), stands_alone=True)] if slug else []
    pattern = _MORE_NUMBERS if plural and plural["national"] else _MORE_EU_NUMBERS
    end = name.end
    while plural and len(found) < 20 and (again := pattern.match(folded.text, end)):
        end = again.end()
        number = _number(again["number"]) if plural["national"] else again["number"].replace("/", "-")
        slug = f"{'reglement-ue' if name.nature is Nature.REGULATION else name.nature}-{number}"
        found.append(
            TextName(again.start("number"), end, (slug,), stands_alone=True, signed_on=day_of(again["day"] or ""))
        )
    return found


def _national_at(folded: Folded, position: int, facts: Facts) -> TextName | None:
    found = _NATIONAL.match(folded.text, position)
    if found is None:
        return None
    kind = _KINDS[found["kind"][0]]
    day = day_of(found["day"] or found["third"] or found["alone"] or "")
    number = found["number"] or (found["slashed"] or "").replace("/", "-")
    if number and not _is_numbered_so(number, found):
        return None
    if number:
        if is_of_another_body(folded, position, found.end(), found["kind"][:3], is_dated=day is not None):
            return None
        slug: str | None = f"{kind}-{_number(number)}"
    elif is_possessed(folded, found.end()):
        return None
    else:
        slug = _by_day(kind, day, facts) if found["kind"].startswith(("loi", "ord", "dec")) else None
    if slug is None:
        return None
    return TextName(position, found.end(), (slug,), stands_alone=True, signed_on=day)


def _is_numbered_so(number: str, found: re.Match[str]) -> bool:
    """Whether acts bear such a number: below 3,000 in a year, below 2,200 since 2000. « Loi 80-20 » is Pareto's."""
    year, rank = map(int, number.replace(" ", "").split("-"))
    is_share = year < 100 and year + rank == 100 and not found["day"] and "n" not in found.group()[len(found["kind"]) :]
    return rank <= (3_000 if year < 2000 else 2_200) and not is_share


def _by_day(kind: str, day: date | None, facts: Facts) -> str | None:
    """The act signed that day; a law bears its day as a name, an ordinance may as well be a judge's."""
    if day is None:
        return None
    return facts.acts_by_day.get((kind, day)) or (f"loi-{day.isoformat()}" if kind == "loi" else None)


def _number(written: str) -> str:
    year, _, rank = written.replace(" ", "").partition("-")
    # Numbers took four-digit years in 2000; « 1978-17 » is 78-17.
    year = year[2:] if len(year) == 4 and year < "2000" else year
    return f"{year}-{rank.lstrip('0') or '0'}"


def _eu_at(folded: Folded, position: int) -> TextName | None:
    text = folded.text
    found = _EU.match(text, position)
    if found is None or re.search(r"decision $", text[max(0, position - 9) : position]):
        return None
    first, second = found["first"], found["second"].lstrip("0")
    if not second or not _is_year(first, second):
        return None
    kind = "directive" if (found["kind"] or "").startswith("dir") else "reglement-ue"
    slug = f"{kind}-{first}-{second}"
    if not re.search(rf"\b{_UNION}\b|europe|communaut|delegue", found.group()):
        if is_of_another_body(folded, position, found.end(), found["kind"][:3], is_dated=bool(found["day"])):
            return None
        if not (slug in _eu_acts() or speaks_of_union(folded, position, found.end(), kind[:3])):
            return None  # « règlement 2023/145 »
    return TextName(position, found.end(), (slug,), stands_alone=True, signed_on=day_of(found["day"] or ""))


@cache
def _eu_acts() -> frozenset[str]:
    """The EU acts that have a common name."""
    return frozenset(
        {slug for slug in _names()[1].values() if slug.startswith(("reglement-ue-", "directive-"))}
        | {"directive-95-46"}
    )


def _is_year(first: str, second: str) -> bool:
    """Whether either side of « 2016/679 » or « 910/2014 » can be the year."""
    return (
        any(len(part) == 4 and "1957" <= part <= "2039" for part in (first, second))
        or (len(first) == 2 and first >= "57")
        or (len(second) == 2 and second >= "57")
    )


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str], frozenset[str]]:
    """The pattern of all common names, what each means, and which need capitals."""
    slugs, upper = {}, set()
    for line in (Path(__file__).parent / "data" / "names.tsv").read_text("utf-8").splitlines()[1:]:
        slug, name = line.split("\t")
        if name.startswith("^"):
            name = name[1:]
            upper.add(name)
        slugs[name] = slug
    longest_first = sorted(slugs, key=len, reverse=True)
    pattern = "|".join(re.escape(name).replace(r"\ ", '[ "]{1,3}') for name in longest_first)
    return re.compile(f"(?:{pattern})(?![a-z0-9]|-\\d)"), slugs, frozenset(upper)


# « le module RGPD ne marche plus » speaks of a program.
_PRODUCT = re.compile(
    r"\b(?:modules?|plug-?ins?|extensions?|add-?ons?|packs?|plans?|offres?|forfaits?|abonnements?|kits?|widgets?"
    r"|themes?"
    r"|bandeaux?|bannieres?|pop-?ups?|onglets?|boutons?|coupons?|templates?|badges?|logiciels?|applis?|scripts?|mon"
    r"|ma|mes) $"
)


def _named_at(folded: Folded, position: int) -> TextName | None:
    pattern, slugs, upper = _names()
    found = pattern.match(folded.text, position)
    if found is None:
        return None
    name = re.sub(r"[ \"]+", " ", found.group())
    if name in _SHORT_NAMES and _NUMBERED.match(folded.text, found.end()):
        return None
    if name == "dsa" and _is_cipher(folded, position, found.end()):
        return None
    if name == "dma" and _HARDWARE.search(folded.text, max(0, position - 40), found.end() + 40):
        return None
    closing = _QUOTE_END.match(folded.text, found.end()) if found.group().count('"') == 1 else None
    is_weak = name in upper and not folded.is_upper(position, found.end())
    end = (closing or found).end()
    if is_another_name(folded, position, end, name):
        return None
    is_product = _PRODUCT.search(folded.text, max(0, position - 14), position) is not None
    stands_alone = not (is_weak or is_product) and has_witness(folded, position, end, name)
    return TextName(position, end, (slugs[name],), is_weak=is_weak, stands_alone=stands_alone)


def _is_cipher(folded: Folded, start: int, end: int) -> bool:
    text = folded.text
    if not folded.is_upper(start, end) and not _BEFORE_DSA.search(text, max(0, start - 8), start):
        return True
    return _CIPHER.search(text, max(0, start - 30), end + 20) is not None


def _treaty_at(folded: Folded, position: int) -> TextName | None:
    found = _TREATY.match(folded.text, position)
    if found is None:
        return None
    if is_possessed(folded, found.end()) or is_owned(folded, found.end()):
        return None  # « la charte des droits fondamentaux de notre école »
    if is_another_name(folded, position, found.end(), found.group()):
        return None
    slug = _TREATIES[int((found.lastgroup or "t0")[1:])][0]
    alone = not _NEEDS_ARTICLE.match(found.group())
    return TextName(position, found.end(), (slug,), stands_alone=alone)


def common_names() -> list[str]:
    """The common names themselves, for the scan that finds where to look."""
    return sorted(_names()[1])


def names_of_acts() -> dict[str, str]:
    """Each common name, folded, and the act that it stands for."""
    return _names()[1]
