"""The part of an article, named before it (« l'alinéa 2 de l'article 1171 ») or after its text (« C. civ., al. 2 »)."""

import re

from forum.legal.folding import Folded
from forum.legal.numbers import ArticleList

_ORDINAL = r"(?:premier|second|deuxieme|troisieme|quatrieme|cinquieme|dernier|1er|[2-9]e|[2-9](?:eme|nd))"
_PART = (
    rf"(?:alineas? ?(?:\d{{1,2}}(?:er|e|eme)?|{_ORDINAL})(?: et \d{{1,2}})?|al\. ?\d{{1,2}}|{_ORDINAL} alinea"
    rf"|premiere phrase"
    r"|\d{1,2} ?°(?:(?: et| a|,) (?:au )?\d{1,2} ?°)*|par(?:agraphe|\.)s? ?\d{1,2}|§ ?\d{1,2}"
    r"|points? [a-z0-9]{1,2}\b\)?|[a-h]\)|\d{1,2}\)?(?: et \d{1,2})?"
    r"|(?:x{1,3}|x{0,2}(?:ix|iv|v|vi{1,3}|i{1,3}))(?: ?(?:bis|ter))?)"
)
_LINKS = ("de l'", "des ", "de ")
_BEFORE = re.compile(
    rf"(?<![a-z])(?:le|la|au|du|aux?|les|des|l'|a l'|de l'|en son) ?(?P<inner>{_PART})(?: (?:du|de l'"
    rf"|de la) ?(?P<outer>{_PART}))?"
    rf" (?:{'|'.join(_LINKS)})$"
)
_ROMAN = re.compile(r"[xvi]+(?: ?(?:bis|ter))?$")
# As far back as the longest of these reaches.
_REACH = 45


def part_before(folded: Folded, position: int) -> str:
    """The part named right before the article that stands at `position`, outer part first, as written; or nothing."""
    if not folded.text.endswith(_LINKS, max(0, position - _REACH), position):
        return ""  # most articles: the search costs more than all else that is done for one
    found = _BEFORE.search(folded.text, max(0, position - _REACH), position)
    if found is None:
        return ""
    spans = [found.span(name) for name in ("outer", "inner") if found[name]]
    # « le i de l'article » is a letter, « le I de l'article » a part
    if any(_ROMAN.match(folded.text[slice(*span)]) and not folded.is_upper(*span) for span in spans):
        return ""
    return " ".join(folded.cased[slice(*span)] for span in spans)


_AFTER_TEXT = re.compile(r",? ?(?:al(?:inea)?\.? ?\d{1,2}(?:er|e)?\b|§ ?\d{1,2}|\d{1,2} ?°)")
_FOLLOWING = re.compile(r" ?,? ?\(?et (?:suivants?|s\b\.?|ss\b\.?)\)?")


def past_locator(folded: Folded, articles: ArticleList, end: int) -> int:
    """Where « … du code civil, al. 2 », « et s. » end; the last number takes what it was given."""
    locator = _AFTER_TEXT.match(folded.text, end)
    if locator:
        articles.items[-1].locators.append(folded.cased[slice(*locator.span())].strip(" ,"))
        end = locator.end()
    following = _FOLLOWING.match(folded.text, end)
    if following:
        articles.items[-1].following = True
        end = following.end()
    return end


def past_bracket(folded: Folded, start: int, end: int) -> int:
    """« 1382 (C. civ.) » includes the bracket it opens."""
    text = folded.text
    is_open = text.count("(", start, end) > text.count(")", start, end)
    return end + 1 if is_open and text[end : end + 1] == ")" else end
