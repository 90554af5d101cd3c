"""« Le nouvel article 1240 », « 1382 actuel », « les futurs articles 1240 et 1241 »: words that say whether a number is
meant as it is, or as it will be.

They change nothing of what is cited, only what there is to say of it, and are read where that is asked.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from forum.legal.citation import Citation, Mark

_WINDOW = 60  # characters on each side
_SPACE = r"[ \u00a0\u202f\n]"
_SAID = r"(?P<said>nouve(?:lles?|l|aux?)|nouv|actuel(?:le)?s?|future?s?)(?!\w)\.?"
_VERSION = r"(?:r[ée]daction|version|num[ée]rotation)"
_NO_NOUN = rf"(?!{_SPACE}*(?:code|art|n°|num|\d))"
_ITS = rf",?{_SPACE}\(?(?:dans{_SPACE})?(?:sa|(?P<their>leur)){_SPACE}"
# Right before « article » or the number, or « la nouvelle rédaction de l’ » before it. « À nouveau » says nothing.
_BEFORE = re.compile(
    rf"(?<!\w)(?<!à )(?<!de ){_SAID}[»”\"]?{_SPACE}{{1,2}}"
    rf"(?:n°{_SPACE}?|num[ée]ros?{_SPACE}|{_VERSION}{_SPACE}(?:(?P<their>des){_SPACE}|d[eu]{_SPACE}(?:l['’])?))?\Z",
    re.IGNORECASE,
)
# « 1240 nouveau du code civil », « 1240 (nouv.) »; « le nouveau code pénal » is a name.
_WITHIN = re.compile(rf"(?<=\d){_SPACE}?,?{_SPACE}?\(?{_SAID}{_NO_NOUN}(?P<their>)?", re.IGNORECASE)
_AFTER = (
    re.compile(rf"[ \u00a0\u202f]?\(?{_SAID}{_NO_NOUN}(?P<their>)?", re.IGNORECASE),
    re.compile(rf"{_ITS}{_SAID}{_SPACE}{_VERSION}", re.IGNORECASE),
    re.compile(rf"{_ITS}{_VERSION}{_SPACE}{_SAID}", re.IGNORECASE),
)
_SAME_LIST = re.compile(rf"{_SPACE}?(?:,|et|ou|&){_SPACE}?(?:et{_SPACE})?", re.IGNORECASE)
_MARKS = {"n": Mark.NEW, "a": Mark.PRESENT, "f": Mark.COMING}


def with_newness(citations: Sequence[Citation], text: str) -> list[Citation]:
    """The same citations, in the order of the text, marked where words beside them say so; in linear time."""
    before = [_said(_BEFORE.search(text, max(0, each.start - _WINDOW), each.start)) for each in citations]
    after = [_said(_said_after(each, text)) for each in citations]
    lists = [_SAME_LIST.fullmatch(text, left.end, right.start) is not None for left, right in pairwise(citations)]
    forth = _shared(before, lists)
    back = _shared(after[::-1], lists[::-1])[::-1]
    return [_marked(each, said or then) for each, said, then in zip(citations, forth, back, strict=True)]


def _said_after(citation: Citation, text: str) -> re.Match[str] | None:
    if within := _WITHIN.search(text, citation.start, citation.end):
        return within
    end = citation.end + _WINDOW
    return next((found for pattern in _AFTER if (found := pattern.match(text, citation.end, end))), None)


def _said(found: re.Match[str] | None) -> tuple[Mark, bool] | None:
    """The mark, and whether it is said of a whole list."""
    if found is None:
        return None
    return _MARKS[found["said"][0].lower()], found["said"][-1].lower() in "sx" or found["their"] is not None


def _shared(said: Sequence[tuple[Mark, bool] | None], lists: Sequence[bool]) -> list[Mark | None]:
    """What is said of several, for each of the list that it opens."""
    marks: list[Mark | None] = []
    carried: Mark | None = None
    for each, goes_on in zip(said, [False, *lists], strict=False):
        carried = carried if goes_on else None
        if each is not None:
            carried = each[0] if each[1] else None
        marks.append(each[0] if each else carried)
    return marks


def _marked(citation: Citation, mark: Mark | None) -> Citation:
    if mark is None or Mark.FORMER in citation.marks:
        return citation
    return replace(citation, marks=(*citation.marks, mark))
