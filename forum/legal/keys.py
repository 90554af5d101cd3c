"""Keys as people type them: in addresses « rgpd/17 », « CPC/808 »; in a box « dsa 14 », « C. civ. », « 14-81.336 »."""

import re

from forum.legal.called import texts_called
from forum.legal.citation import Citation
from forum.legal.cited import LONGEST_KEY
from forum.legal.facts import Facts, packaged
from forum.legal.names import is_known
from forum.legal.recogniser import find_citations

_NUMBER = re.compile(r"^(lo|[lrda])[. _*-]*(?=\d)", re.IGNORECASE)
_NUMBERED = r"(?:art(?:icles?\b|\.)? ?)?(?P<number>(?:(?:lo|[lrda])[.* ]{0,3})?\d[\d-]*(?: ?(?:bis|ter|quater))?)"
_NUMBER_LAST = re.compile(rf"(?P<name>.*?[^\d\s,])[\s,]+{_NUMBERED}", re.IGNORECASE)
_NUMBER_FIRST = re.compile(
    rf"(?:l['’])?{_NUMBERED},? (?:du |de la |de l['’]|de |des )?(?P<name>[^\d\s].*)", re.IGNORECASE
)
# The first article of an act, as it is said; the roll of a court of commerce, with its capital.
_FIRST = re.compile(r"(?<![\d-])1er$", re.IGNORECASE)
_ROLL = re.compile(r"(?<=^\d{4})f(?=-?\d)")
_APPEAL = re.compile(r"(?:n° ?)?\d\d-\d\d[. ]?\d{3}")


def canonical(raw: str, facts: Facts | None = None) -> str | None:
    """The key that an address means; None where it has no meaning that we know. A canonical key is its own."""
    facts = facts or packaged()
    text, _, part = raw.strip().strip("/").partition("/")
    text, part = _slug(text), part.strip()
    if not text or len(raw) > LONGEST_KEY:
        return None
    if text == "ecli" and part:
        return f"ecli/{part.upper()}"
    if not is_known(text, facts):
        text = _named(text, part, facts) or text
    if is_known(text, facts):
        return f"{text}/{_without_zeros(text, _number(part), facts)}" if part else text
    return f"{text}/{_ROLL.sub('F', _FIRST.sub('1', part.lower()))}" if part else text


def typed(asked: str, facts: Facts | None = None) -> list[str]:
    """The keys that somebody means who types a reference, or names a text. Empty of a number without its text."""
    facts = facts or packaged()
    address = _known(asked, facts)
    if address and "/" in address:
        return [address]
    found = cited_in(asked, facts)
    if found:
        return list(dict.fromkeys(each.key for each in found))
    key = address or named_alone(asked, facts)
    return [key] if key else []


def cited_in(asked: str, facts: Facts | None = None) -> list[Citation]:
    """The references in what somebody types into a box; the number of an appeal alone is one there."""
    return find_citations(asked, facts) or (find_citations(f"Cass. {asked}") if _APPEAL.fullmatch(asked) else [])


def named_alone(asked: str, facts: Facts | None = None) -> str | None:
    """The key of one reference written from end to end: « rgpd/17 », « dsa 14 », « C. civ. »; None of a sentence."""
    facts = facts or packaged()
    parted = _NUMBER_FIRST.fullmatch(asked) or _NUMBER_LAST.fullmatch(asked)
    return _known(asked, facts) or (_known(f"{parted['name']}/{parted['number']}", facts) if parted else None)


def _known(raw: str, facts: Facts) -> str | None:
    """The key that it means, of a text known by name."""
    key = canonical(raw, facts)
    return key if key and is_known(key.partition("/")[0], facts) else None


def _slug(text: str) -> str:
    return re.sub(r"[\s_]+", "-", text.strip().lower())


def _number(part: str) -> str:
    """« l. 121-1 » as our keys write it: L121-1."""
    part = _FIRST.sub("1", re.sub(r"\s+", " ", part))
    part = _NUMBER.sub(lambda prefix: prefix[1].upper(), part)
    return part.replace(" ", "-" if re.search(r" (bis|ter|quater)", part) else "")


def _without_zeros(text: str, number: str, facts: Facts) -> str:
    """« 017 » is 17, unless it is known to be an article of its own, or may be one of a code that we do not know."""
    own = text in facts.codes and facts.knows(text, number) is not False
    return number if own else re.sub(r"(?<![\d-])0+(?=\d)", "", number)


def _named(text: str, part: str, facts: Facts) -> str | None:
    """The text that an abbreviation or a common name stands for; of two, the one that has the article."""
    slugs = texts_called(text, facts)
    having = [slug for slug in slugs if part and facts.knows(slug, _number(part))] if len(slugs) > 1 else []
    return next(iter(having or slugs), None)
