"""Keys as people type them in addresses: « rgpd/17 », « CPC/808 », « code-de-la-consommation/l. 121-1 »."""

import re

from forum.legal.cited import LONGEST_KEY
from forum.legal.facts import Facts, packaged
from forum.legal.names import is_known
from forum.legal.recogniser import find_citations

_NUMBER = re.compile(r"^(lo|[lrda])[. _*-]*(?=\d)", re.IGNORECASE)


def canonical(raw: str, facts: Facts | None = None) -> str | None:
    """The key that an address means; None where it has no meaning that we know. A canonical key is its own."""
    facts = facts or packaged()
    text, _, part = raw.strip().strip("/").partition("/")
    text, part = _slug(text), part.strip()
    if not text or len(raw) > LONGEST_KEY:
        return None
    if text == "ecli":
        return f"ecli/{part.upper()}"
    if text in facts.codes:
        return f"{text}/{_number(part)}" if part else text
    named = None if is_known(text, facts) else _named(text, facts)
    if named:
        return f"{named}/{_number(part)}" if part else named
    return f"{text}/{part.lower()}" if part else text


def _slug(text: str) -> str:
    return re.sub(r"[\s_]+", "-", text.strip().lower())


def _number(part: str) -> str:
    """« l. 121-1 » as our keys write it: L121-1."""
    part = re.sub(r"\s+", " ", part)
    part = _NUMBER.sub(lambda prefix: prefix[1].upper(), part)
    return part.replace(" ", "-" if re.search(r" (bis|ter|quater)", part) else "")


def _named(text: str, facts: Facts) -> str | None:
    """The text that an abbreviation or a common name stands for, as the recogniser reads it beside an article."""
    words = text.replace("-", " ")
    found = find_citations(f"article 1 {words}", facts) or find_citations(words, facts)
    slug = found[0].key.partition("/")[0] if len(found) == 1 else ""
    return slug if slug and slug != text and is_known(slug, facts) else None
