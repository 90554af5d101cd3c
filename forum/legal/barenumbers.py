"""Numbers of articles that a sentence gives without saying of what: « l'article 809 du CPC (834 et s.) ».

Too little to be a citation, enough to see that the writer knows the new number. Prices and lengths of time are none.
"""

import re

_NUMBER = r"(?:(?:LO|[LRDA])[.* ]{0,3})?\d{1,5}(?:-\d{1,3}){0,3}"
_UNIT = r"(?:€|%|°|[kM]€|eur|dollars|h\b|heures|ans?\b|mois|jours|semaines|pages|personnes)"
_SPAN = re.compile(
    rf"(?<![\w.,/*-])(?<!\d\s)(?P<first>{_NUMBER})(?!\w|-\d)"
    rf"(?:\s?(?:à|[-–])\s?(?P<last>{_NUMBER})|\s(?P<following>et\ss(?:uiv\w*|\.)|s\.))?"
    rf"(?!\w|[-.,/:]\d|\s\d{{3}}(?!\d)|\s?{_UNIT})",
    re.IGNORECASE,
)
# « (834 et s.) », « (nouveaux articles 1240 et 1241) », « [aujourd’hui 834] ».
_BRACKET = re.compile(
    r"[(\[]\s{0,3}((?:(?:nouv\w*|act\w*|auj\w*[’']hui|art(?:icles?|\.)|n°)\s{0,3}){0,3}"
    r"(?:LO|[LRDA])?[.* ]{0,3}\d[^()\[\]]{0,80})[)\]]",
    re.IGNORECASE,
)


def spans_in_brackets(text: str) -> frozenset[str]:
    """« 834 », « 834..836 », « 834.. »: what brackets that begin with a number give."""
    return frozenset(span for found in _BRACKET.finditer(text) for span in spans(found[1]))


def spans(text: str) -> frozenset[str]:
    """What the whole text gives."""
    return frozenset(map(_span, _SPAN.finditer(text)))


def _span(found: re.Match[str]) -> str:
    first = _written(found["first"])
    if found["last"]:
        return f"{first}..{_written(found['last'])}"
    return f"{first}.." if found["following"] else first


def _written(number: str) -> str:
    return re.sub(r"[.* ]", "", number.upper())
