"""Several references typed in one field, « 1240 C. civ., RGPD art. 17 »: their keys, and whatever was not understood.

A comma separates two references or stands within one (« C. civ., art. 1240 », « 1103, 1104 et 1193 C. civ. »);
a semicolon separates. Nothing that was typed is dropped without being named.
"""

import re
from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

from forum.legal.absence import is_absent
from forum.legal.citation import Citation
from forum.legal.facts import Facts, packaged
from forum.legal.keys import cited_in, named_alone

_PIECE = re.compile(r"[^,]+")
_ORDINAL = r"(?:\d{1,2}(?:er|re|e|è|ère|ème|°)|premi(?:er|ère)|deuxième|troisième|derni(?:er|ère)s?)"
_DAY = r"\d{1,2}(?:er)?(?: \w+ |[/.]\d{1,2}[/.])\d{2,4}"
# What goes with a reference and is no part of its key: joints, alinéas, days, chambers, where it was published.
_BESIDE = re.compile(
    r"(?:[\s.:()«»…–—-]+"
    r"|(?<!\w)(?:et|ou|ainsi que|puis|avec|cf|voir|vu|n°|in fine|préc(?:ité)?e?s?|[ld][’']|l[ae]s?|d[ue]s?|aux?"
    r"|art(?:icles?)?|al(?:in[ée]as?)?|paragraphes?|points?|phrases?|s|suiv(?:ants?|antes?)?"
    r"|ancien(?:ne)?s?|nouve(?:au|l|lle|aux|lles)|(?:dans sa |en )?(?:rédaction|version|vigueur|numérotation)"
    r"|antérieure|actuelle|issue?|modifiée?|ch(?:ambres?)?|formations?|ass(?:emblée)?|sect(?:ions?)?|sous-sections?"
    r"|réunies?|plén(?:ière)?|civ(?:ile)?|crim(?:inelle)?|com(?:merciale)?|soc(?:iale)?|mixte|inédite?s?"
    rf"|dite? [\w-]+(?: \d)?|{_ORDINAL}|{_DAY}|§ ?\d+|al\. ?\d+|alin[ée]as? \d+)(?!\w)"
    r"|(?<!\w)(?:publi|bull|rec\b|recueil|lebon|JO\b|JORF|relati(?:f|ve)s? (?:à|au)).*)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:LO|[LRDA])?\d[\d-]*[A-Z]?(?:-[a-z]+)?")


class Listed(NamedTuple):
    """What was typed. `unknown`: pieces in which nothing was understood, as typed. `absent`: keys of articles that
    the facts say their code never had; they are not among `keys`."""

    keys: tuple[str, ...]
    unknown: tuple[str, ...]
    absent: tuple[str, ...]


def listed(asked: str, facts: Facts | None = None) -> Listed:
    """What somebody means who types several references."""
    facts = facts or packaged()
    keys: dict[str, None] = {}
    unknown: list[str] = []
    for part in filter(None, map(str.strip, asked.split(";"))):
        found, left = _part(part, facts)
        keys.update(dict.fromkeys(found))
        unknown += left
    absent = tuple(key for key in keys if is_absent(key, facts))
    return Listed(tuple(key for key in keys if key not in absent), tuple(unknown), absent)


def _part(part: str, facts: Facts) -> tuple[list[str], list[str]]:
    """What stands between two semicolons: keys, and what is left over."""
    read = _read(part, facts)
    if read[1] and "," in part:  # « rgpd 17, 1240 C. civ. »: a number may have been taken for one of the next text
        apart = _apart(part, facts)
        return apart if len(apart[1]) < len(read[1]) else read
    return read


def _apart(part: str, facts: Facts) -> tuple[list[str], list[str]]:
    """The same, where each piece that is a reference from end to end stands for itself."""
    keys: list[str] = []
    left: list[str] = []
    run: list[str] = []
    for piece in [*part.split(","), ""]:
        alone = _alone(piece.strip(), facts)
        if piece and not alone:
            run.append(piece)
            continue
        found, over = _read(",".join(run), facts) if run else ([], [])
        keys += [*found, *([alone] if alone else [])]
        left += over
        run = []
    return keys, left


def _read(part: str, facts: Facts) -> tuple[list[str], list[str]]:
    """The same, read as a sentence; all of it is left over where nothing is understood."""
    alone = _alone(part, facts)
    if alone:
        return [alone], []
    found = cited_in(part, facts)
    if "," in part:  # the name of a text by itself, « dsa 14, rgpd 17 », may be less than what its piece says
        found = [each for each in found if "/" in each.key or "," in part[each.start : each.end]]
    placed, left = [(each.start, each.key) for each in found], []
    for piece in _PIECE.finditer(part):
        if any(each.start < piece.end() and piece.start() < each.end for each in found):
            left += _left_of(part, piece.start(), piece.end(), found)
            continue
        meant, over = _piece(piece[0].strip(), facts)
        placed += [(piece.start(), key) for key in meant]
        left += over
    keys = [key for _, key in sorted(placed, key=itemgetter(0))]
    return (keys, left) if keys or not part.strip(" ,.:-") else ([], [part])


def _piece(piece: str, facts: Facts) -> tuple[list[str], list[str]]:
    """A piece between two commas, which no reference of the whole reaches."""
    alone = _alone(piece, facts)
    if alone:
        return [alone], []
    found = cited_in(piece, facts)
    return [each.key for each in found], _left_of(piece, 0, len(piece), found)


def _alone(words: str, facts: Facts) -> str | None:
    """The key where the words are one reference from end to end."""
    key = named_alone(words, facts)
    number = key.partition("/")[2] if key else ""
    merged = re.search(r"\d\s+\d", words)  # « rgpd/17 18 » is two numbers
    return key if key and not merged and (not number or _NUMBER.fullmatch(number)) else None


def _left_of(text: str, start: int, end: int, found: Iterable[Citation]) -> list[str]:
    """What stands in that stretch beside the references, and does not merely go with them."""
    left = []
    for each in sorted((one for one in found if start < one.end and one.start < end), key=lambda one: one.start):
        left.append(text[start : max(start, each.start)])
        start = max(start, each.end)
    left.append(text[start:end])
    return [words for words in map(str.strip, left) if words and _BESIDE.sub("", words)]
