"""Where it is worth reading: the beginnings of everything that announces a reference.

One pattern passes over the folded text. It is grouped by first letter, which is what makes that pass cheap.
"""

import re
from collections import defaultdict
from enum import StrEnum
from functools import cache

from forum.legal.acts import common_names
from forum.legal.numbers import SLIPPED_REST


class Family(StrEnum):
    """Which readers a beginning calls for."""

    LIST = "list"
    TEXT = "text"
    RULING = "ruling"  # decisions first, then texts: « ordonnance » begins both


# Each beginning is a pattern whose first character is plain.
_BEGINNINGS = {
    Family.LIST: [
        r"art(?=[. :]|s\b|\d|n°|$)",
        r"articles?",
        f"a(?:{SLIPPED_REST})s?\\b(?= ?[lrd\\d])",
        r"anc(?:ien(?:ne)?s?|\.)[ -]{1,2}(?=art|[lrd]?\.? ?\d)",
        r"ex[ -]{1,2}(?=art|[lrd]?\.? ?\d)",
        r"l\.? ?\*?\d{1,4}-\d",
        r"r\.? ?\*?\d{1,4}-\d",
        r"d\.? ?\d{1,4}-\d",
        r"l\.?o\.? ?\d{1,4}",
    ],
    Family.TEXT: [
        r"a(?<!\d a)nc(?:ien(?:ne)?|\.) (?=code|c\.|n?cpc|cp[pi]\b)",
        r"code(?!s? (?:d'acces|source|promo|postal|secret|barres?)\b)",  # the codes that members mean most often
        r"c\.(?= ?(?:d[eu] |pr|p\.|p&|p &|just|mon|sec|sant|org|patr|j\.a))",
        r"c\.? ?(?=civ|pen|com|cons|trav|postes)",
        r"cpc",
        r"cp[ip]",
        r"cja\b",
        r"csi\b",
        r"crpa\b",
        r"cmf\b",
        r"cciv\b",
        r"ccom\b",
        r"cconso\b",
        r"ccv\b",
        r"cp\b",
        r"coj\b",
        r"csp\b",
        r"cgi\b",
        r"css\b",
        r"ct\b",
        r"p ?&",
        r"ncp",
        r"nc\.p",
        r"n\.c\.p",
        r"meme (?=code|loi|ord|decret|regl|directive|texte)",
        r"lois?\b",
        r"decr",
        r"dcret",
        r"d\. ?n",
        r"l\. ?n",
        r"regl",
        r"reglem",
        r"dir(?:ective|\.)",
        r"conv(?:\.|ention|edh)",
        r"charte",
        r"declaration d",
        r"constitution\b",
        r"traite [a-z]",
        r"accords? [a-z]",
        r"pacte [a-z]",
        r"tfue",
        r"ddhc",
        r"cedh",
        r"c\.e\.d",
        r"csdh",
        r"cdfue",
    ],
    Family.RULING: [
        r"cass(?:ation|\b)",
        r"c\.? ?cass",
        r"ccass",
        r"cour (?:de|d'|adm|d )",
        r"cours d",
        r"civ(?:ile)?\b(?=[., ]{1,3}\d|[ .]{1,2}i)",
        r"com(?:m|merciale)?(?=[., ]{1,3}\d)",
        r"crim(?:inelle)?(?=[., ]{1,3}\d)",
        r"soc(?:iale)?(?=[., ]{1,3}\d)",
        r"1(?:re|ere|er|e) ?(?:ch\S{0,6} )?civ",
        r"2(?:e|eme) ?(?:ch\S{0,6} )?civ",
        r"3(?:e|eme) ?(?:ch\S{0,6} )?civ",
        r"ch(?:ambre|\.) ?(?=civ|com|crim|soc|mixte)",
        r"ass(?:emblee|\.)? ?plen",
        r"pourvoi",
        r"n° de pourvoi",
        r"premiere ch",
        r"deuxieme ch",
        r"troisieme ch",
        r"caa?\b",
        r"c\.a\b",
        r"c\.a\.",
        r"tgi\b",
        r"t\.g\.i",
        r"tj\b",
        r"t\.j\b",
        r"t\.? ?com",
        r"trib(?:una|\.)",
        r"tae\b",
        r"ti\b",
        r"ta\b",
        r"t\. ?corr",
        r"cph\b",
        r"cons(?:eil d|eil const|eils? de pr|\.| ?const)",
        r"arret",
        r"jugement",
        r"ordonn?ance",
        r"ord\.",
        r"ord ",
        r"decision",
        r"cc\b",
        r"ce(?=[ ,.:(-]{1,3}(?:\d|n ?[°o]|n\.|sect|ass\b|ass\.|ord\b|ref\b|ref\.|juge|du \d|le \d|arret|req))",
        r"c\.e\.",
        r"[uc]e\)? ?(?=n|\d)",
        r"ecli",
        r"cj[uc]e",
        r"affaire",
        r"tue(?=,)",
        r"tpi(?:ue|ce)",
        r"aff\.",
        r"aff ",
        r"c ?-? ?\d{1,4}/",
        r"san ?- ?\d",
        r"medp? ?- ?\d",
        r"cnil[ ,:]{1,3}(?=d|s|n|av|rec|med)",
        r"delib",
        r"sanction",
        r"avis ",
        r"recommandation",
        r"qpc(?= ?n| \d{4}-\d)",
        r"dec\.(?= ?n)",
        r"dc(?= ?n)",
        r"n ?[°o]?\.? ?\d{2,4} ?- ?\d{1,4} ?(?:dc|qpc)",
        r"1[89]\d\d-\d{1,4} ?(?:dc|qpc)",
        r"2\d\d\d-\d{1,4} ?(?:dc|qpc)",
        r"[5-9]\d-\d{1,4} ?(?:dc|qpc)",
    ],
}


@cache
def trigger() -> re.Pattern[str]:
    """Finds the next beginning; `family_of` says of what."""
    beginnings = {**_BEGINNINGS, Family.TEXT: [*_BEGINNINGS[Family.TEXT], *_name_beginnings()]}
    by_letter: dict[str, dict[Family, list[str]]] = defaultdict(lambda: defaultdict(list))
    for family, patterns in beginnings.items():
        for pattern in patterns:
            for letter in _first_letters(pattern):
                by_letter[letter][family].append(_rest(pattern))
    letters = [_letter_pattern(letter, families, rank) for rank, (letter, families) in enumerate(by_letter.items())]
    return re.compile(f"(?<![a-z_])(?<!\\d(?=\\d))(?:{'|'.join(letters)})")


def family_of(found: re.Match[str]) -> Family:
    """What a match of the trigger announces."""
    return Family((found.lastgroup or "").partition("_")[0])


def _letter_pattern(letter: str, families: dict[Family, list[str]], rank: int) -> str:
    groups = "|".join(f"(?P<{family}_{rank}>{'|'.join(rests)})" for family, rests in families.items())
    return f"{letter}(?:{groups})"


def _first_letters(pattern: str) -> str:
    return {"[5-9]": "56789", "[uc]": "uc"}.get(pattern.partition("]")[0] + "]", pattern[0])


def _rest(pattern: str) -> str:
    return pattern.partition("]")[2] if pattern.startswith("[") else pattern[1:]


def _name_beginnings() -> set[str]:
    """Common names that do not begin with « loi », « règlement » or another word above."""
    known = ("loi", "reglement", "directive", "code")
    return {re.escape(name.partition(" ")[0]) + _second(name) for name in common_names() if not name.startswith(known)}


def _second(name: str) -> str:
    second = name.partition(" ")[2]
    return rf"[ \"]{{1,3}}{re.escape(second[0])}" if second else r"\b"
