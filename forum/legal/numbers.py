"""Lists of article numbers: « articles L. 111-1 et 2, 3° », « 323-1 à 3 », « 1382 (devenu 1240) et suivants ».

Reads the shape only: which text the numbers belong to, and whether they exist, is settled in `resolution`.
"""

import re
from dataclasses import dataclass, field

from forum.legal.dates import MONTH
from forum.legal.folding import Folded

# An honest list is shorter; a longer one is cut there, which bounds the work on a hostile text.
LONGEST_LIST = 60


def _slips(word: str) -> str:
    """The word with one letter lost, changed, added or swapped, as a pattern; the first letter holds."""
    places = range(1, len(word))
    lost = [word[:i] + word[i + 1 :] for i in places]
    swapped = [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in places[:-1]]
    changed = [f"{word[:i]}[a-z]{word[i + 1 :]}" for i in places]
    added = [f"{word[:i]}[a-z]{word[i:]}" for i in places]
    return "|".join(dict.fromkeys(slip.removeprefix(word[0]) for slip in [*added, *changed, *swapped, *lost]))


# What follows the « a » of « article » under a hurried finger.
SLIPPED_REST = _slips("article") + "|rtciel"
ARTICLE_WORD = rf"(?:articles?|a(?:{SLIPPED_REST})s?\b|arts?\b\.?|art\.?(?=\d))"
_WAS = r"(?:ancien(?:ne)?s?|anc\b\.?|ex\b)"
_OPENING = re.compile(
    rf"(?:(?P<was>{_WAS})[ -]{{0,2}})?(?:{ARTICLE_WORD}|(?(was)(?=[lrd]?\.? ?\d)|(?!)))"
    r" ?:? ?(?:n ?(?:°|o\b)?\.? ?|numeros? )?"
)
_LATIN = "bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies"
_PREFIX = r"(?:(?P<prefix>l ?\.? ?o(?=[. \d])|[lrd]|a(?=\.|\d))(?:\.|\b|(?=\d)) ?\*{0,2}\.?[ -]?)?"
_ITEM = re.compile(
    rf"{_PREFIX}(?:(?P<number>\d{{1,4}}(?:(?:-| -(?=\d)|- (?=\d)|(?(prefix) - (?=\d{{1,2}}\b)"
    rf"|(?!)))\d{{1,3}}(?!\d| ?°)){{0,5}})(?P<minor>(?:\.\d{{1,2}}(?!\d)){{0,3}})"
    rf"(?: ?(?:er|ere)\b)?(?: ?-?(?P<latin>{_LATIN})\b(?: (?P<grade>[a-z])(?= (?:du|de|cgi|et)\b|[,;:)]|$))?"
    r"| ?(?P<letter>[a-hjk])(?= (?:du|de|cgi|et|ou|bis)\b|[,;)]|$)(?! (?:ete|les?|des?|une?)\b))?"
    r"|(?P<first>premier)\b|(?P<tail>(?:-\d{1,3}){1,3}))"
    rf"(?!\d|[,.]\d{{3}}|/\d(?!\d{{2,3}}(?![\d/]))| ?(?:euros?|eur\b|¤|%|[cmk]m\b|kg\b|k?wh\b|[gmt]o\b|ml\b|px\b"
    rf"|[mg]hz\b|ans?\b|mois\b|jours?\b|heures?\b|h\d|{MONTH}))"
)
_ROMAN = r"(?:x{1,3}|x{0,2}(?:ix|iv|v|vi{1,3}|i{1,3}))"
_ORDINAL = r"(?:premier|second|deuxieme|troisieme|quatrieme|dernier|unique|1er|[2-9]e|[2-9](?:eme|nd))"
_LOCATOR = re.compile(
    r"(?P<gap> ?(?:(?P<open>\()|[,.-])? ?)(?:(?:au|du|en son|en ses|dans son|le|et(?= (?:son )?al)) )?(?P<locator>"
    rf"al(?:inea|iena|inea)?s?\b\.? ?(?:\d{{1,2}}(?:er|eme|e)?\b|{_ORDINAL}\b)(?:(?:,| et| a"
    r"| ou) ?(?:\d(?:er|eme|e)?(?= d[ue]|,? c\. ?[a-z]| ?\))|\d{1,2}(?:er|eme|e)?(?= al(?!(?:inea)?s?\b\.? ?\d))))?"
    rf"|{_ORDINAL} alinea"
    r"|\d{1,2} ?°(?: ?(?:bis|ter)\b)?(?:(?: et| ou| a|,) ?\d{1,2} ?°)*(?: ?[a-h]\))?"
    r"|§{1,2} ?\d{1,2}(?:[-.]\d{1,2})?(?:(?:,| et| a) ?§? ?\d{1,2}(?= d[ue]))?(?: ?[a-h]\b\)?)?"
    r"|par(?:agraphe|ag?)?s?\b\.? ?\d{1,2}"
    r"|points? ?[a-z0-9]{1,2}\b\)?|lettre ?[a-z]\b|premiere phrase"
    rf"|{_ROMAN}\b(?! ?')(?: ?(?:bis|ter)\b)?(?P<roman>)(?: ?[-.,]? ?\d{{1,2}}\b(?! ?(?:{MONTH}"
    rf"|-\d))(?: ?°)?(?:(?: et| a|,) ?\d{{1,2}}\b(?!-)(?: ?°)?)?)?"
    r"|\(\d{1,2}\)(?: ?\(?[a-h]\))?"
    r"|(?<=[.])[a-h]\b\)?|[a-z]\)|[a-h](?=,? ?(?:du (?:rgpd|reglement|dsa|dma)|rgpd|gdpr|dsa|dma|eidas"
    r"|de la directive)|\))|\d{1,2} ?[a-h]\)"
    r")(?(open)\)?)"
)
_POINT = re.compile(r"(?P<gap> ?,? ?)(?P<locator>\d{1,2}\)(?:(?:,| et| ou) \d{1,2}\))*)")
_SEPARATOR = re.compile(
    r"(?P<range> ?(?:a|au|jusqu'a|jusqu'au)\b ?| ?\.\.\.? ?| - |-(?=\d{4}))"
    r"|(?P<and>(?: ?[,;/&+] ?(?:(?:et|ou|puis|ni|ainsi que)\b|&)? ?| ?(?:et/ou|et|ou|puis|ni|ainsi que|mais aussi"
    r"|comme|voire|combinee?s? (?:avec|a)|en combinaison avec|et non|plutot que|ensemble|avec)\b ?))"
)
_AGAIN = (
    r"(?:(?:de |d'|a |aux? |des? |par )?(?:l'|les |le |du |des |de l'|aux? )? ?(?:nouve(?:l|aux) (?=art))?"
    rf"(?:{ARTICLE_WORD} ?)?)"
)
ASIDE = r" ?\((?:[^()\d;\n\0]{2,40}|[^();\n\0]{0,20}(?:¤|euros?|%|jours|mois|ans)[^();\n\0]{0,15})\)"
_ASIDE = re.compile(ASIDE + r"(?=,| et| ou)")
_RESUME = re.compile(rf"{_AGAIN}(?:n° ?)?")
_NOW = re.compile(
    r" ?(?:[,(]|;(?= ?(?:desormais|aujourd'hui|maintenant|devenu)))? ?(?:qui (?:est |sont )?)?(?:est |sont )?"
    r"(?:(?:re)?devenue?s?(?: depuis (?:\d{4}|la reforme))?"
    r"|(?:desormais|aujourd'hui|maintenant)(?:,? (?:c'est|il s'agit de))?"
    r"|actuel(?:lement|s)?|nouv(?:eaux?|el|elle)?\b\.?|-{0,2}>|=>?)"
    rf"[ ,]{{0,2}}{_AGAIN}"
    # « 1382 et 1383 anciens (1240 et 1241 nouveaux) »
    r"| ?\((?=(?:[lrd]\.? ?)?\d[\d, -]{0,30}(?:(?:et|ou|a) (?:[lrd]\.? ?)?\d[\d-]{0,8} )?nouv)"
)
_FORMERLY = re.compile(
    rf" ?(?:,|\(|ou|/|-)? ?(?:l'|les |des |du )?(?:ancien(?:nement|ne)?s?|anc\b\.?|ex)[ -]{{0,2}}{_AGAIN}"
)
_FORMER = re.compile(
    r" ?,? ?\(?(?:ancien(?:ne)?s?|anc\b\.?|ancienne (?:redaction|version|numerotation))\b\.? ?\)?"
    r"(?!\.? ?(?:art|[lrd]?\.? ?\d))"
)
_FOLLOWING = re.compile(
    r" ?,? ?\(?(?:et|&) ?(?:(?:les? )?suivante?s?\b|suiv\b\.?|ss?\b\.?|sqq?\b\.?)\)?|(?: |(?<=\d))(?:ss?\b\.?"
    r"|sqq?\b\.?|et ss\b)(?=[ ,;:)]|$)"
)
_NEW = re.compile(r" nouv(?:eaux?|elles?|el)?\b\.? ?\)")
_CLOSING = re.compile(r" ?\)")
# What most lists end with: no mark, no change of number and no other item begins so, which spares looking for them.
_ENDINGS = (" du code ", " de la loi ")


@dataclass(slots=True)
class Item:
    """One number or range as written. `minor` holds what a point separates: « .3 » of 28.3."""

    start: int
    end: int
    prefix: str
    number: str
    minor: str = ""
    until: "Item | None" = None
    is_tail: bool = False
    former: bool = False
    following: bool = False
    locators: list[str] = field(default_factory=list)


@dataclass(slots=True)
class ArticleList:
    """Numbers that belong to one text. `has_word`: « article » stands before them; `is_plural`: « articles » does."""

    start: int
    end: int
    items: list[Item]
    has_word: bool
    is_plural: bool = False

    @property
    def is_plain(self) -> bool:
        """Neither the word nor a prefix says that these are articles."""
        return not self.has_word and not self.items[0].prefix


def list_at(folded: Folded, position: int) -> ArticleList | None:
    """The list that starts at `position` with « article », « ancien » before a number, or a number."""
    opening = _OPENING.match(folded.text, position)
    begin = opening.end() if opening else position
    item = _item_at(folded, begin)
    if item is None or item.is_tail:
        return None
    former = bool(opening and opening["was"])
    item.former = former
    found = ArticleList(position, item.end, [item], bool(opening and re.search("ar|ti", opening.group())))
    found.is_plural = opening is not None and re.search("s ?:? ?$", opening.group()) is not None
    _read_on(folded, found, former and found.is_plural)
    return found


def change_at(folded: Folded, position: int) -> tuple[int, bool] | None:
    """Where the numbers begin after « , devenu », « (ancien »…, and whether they are the former ones."""
    for pattern, is_former in ((_NOW, False), (_FORMERLY, True)):
        change = pattern.match(folded.text, position)
        if change and _ITEM.match(folded.text, change.end()):
            return change.end(), is_former
    return None


def _read_on(folded: Folded, found: ArticleList, former: bool) -> None:
    """Add what follows the first item, as far as it is one list; `former` holds until a bracket closes."""
    for _ in range(LONGEST_LIST):
        if folded.text.startswith(_ENDINGS, found.end):
            return
        _read_marks(folded, found)
        change = change_at(folded, found.end)
        following = None if change else _next(folded, found)
        item = _item_at(folded, change[0]) if change else following[0] if following else None
        if item is None:
            return
        if change:
            former = change[1]
            if not former:
                mark_former(found, many=True)
        if following and following[1]:
            first = found.items.pop()
            item = _joined(first, item, folded.text[first.end : item.end])
        item.former = item.former or former
        found.items.append(item)
        found.end = item.end
        former = _close(folded.text, found) and former


def _close(text: str, found: ArticleList) -> bool:
    """Take a closing bracket along when one was opened in the list; returns whether none was."""
    closing = _CLOSING.match(text, found.end)
    opened = text.count("(", found.start, found.end) - text.count(")", found.start, found.end) if closing else 0
    if closing is None or opened <= 0:
        return True
    found.end = closing.end()
    return False


def _read_marks(folded: Folded, found: ArticleList) -> None:
    """Locators, « ancien », « et suivants » after the last item."""
    item, text = found.items[-1], folded.text
    for _ in range(6):
        locator = _LOCATOR.match(text, found.end)
        if locator is None and not _is_bracketed(text, found):
            locator = _POINT.match(text, found.end)
        glued = locator is not None and locator["gap"] == "" and locator["locator"][0].isalnum()
        if locator and (not glued or folded.is_upper(locator.start("locator"), locator.start("locator") + 1)):
            item.locators.append(folded.cased[slice(*locator.span("locator"))])
        else:
            locator = None
        former = None if locator else _FORMER.match(text, found.end)
        following = None if locator or former else _FOLLOWING.match(text, found.end)
        mark = locator or former or following or _NEW.match(text, found.end)
        if mark is None:
            return
        if former and not item.former:
            mark_former(found, many="s" in former.group())
        item.following = item.following or following is not None
        found.end = item.end = mark.end()


def _is_bracketed(text: str, found: ArticleList) -> bool:
    """Whether a bracket is open where the list ends, so that « 8) » closes it."""
    begin = max(0, found.start - 80)
    return text.count("(", begin, found.end) > text.count(")", begin, found.end)


def mark_former(found: ArticleList, many: bool) -> None:
    """Note that the numbers (the last, or all) are those of before."""
    for item in found.items if many else found.items[-1:]:
        item.former = True


def _next(folded: Folded, found: ArticleList) -> tuple[Item, bool] | None:
    """The item after the list's end, and whether it ends a range."""
    aside = _ASIDE.match(folded.text, found.end)
    separator = _SEPARATOR.match(folded.text, aside.end() if aside else found.end)
    resumed = _RESUME.match(folded.text, separator.end()) if separator else None
    item = _item_at(folded, resumed.end()) if resumed else None
    if separator is None or resumed is None or item is None:
        return None
    if ";" in separator.group() and item.prefix and not found.items[-1].prefix:
        return None  # « art. 7 ; L. 34-1 CPCE »: the first is of another text
    item.start = separator.end() if resumed.group() else item.start
    return item, separator["range"] is not None


def _joined(first: Item, last: Item, between: str) -> Item:
    if between.startswith(" - ") and (first.number + last.number).isdigit() and int(last.number) < int(first.number):
        return Item(first.start, last.end, first.prefix, f"{first.number}-{last.number}")  # « 323 - 1 »
    joined = Item(first.start, last.end, first.prefix, first.number, first.minor, last, first.is_tail)
    joined.former, joined.following = first.former, last.following
    joined.locators = first.locators
    return joined


def _item_at(folded: Folded, position: int) -> Item | None:
    found = _ITEM.match(folded.text, position)
    if found is None:
        return None
    number = "1" if found["first"] else (found["number"] or found["tail"]).replace(" ", "")
    end = found.end()
    if found["latin"]:
        number += f"-{found['latin']}" + (found["grade"] or "").upper()
    elif found["letter"]:
        if folded.is_upper(*found.span("letter")):
            number += found["letter"].upper()
        else:
            end = found.end("minor")
    prefix = "".join(letter for letter in found["prefix"] or "" if letter.isalpha()).upper()
    return Item(position, end, prefix, number, found["minor"] or "", is_tail=found["tail"] is not None)
