"""A reference as one puts it into a sentence, so that it is read back as that reference and nothing else."""

import re
from collections.abc import Iterator

from forum.legal.facts import Facts, packaged
from forum.legal.names import article_of, display_number, full_title, short_name
from forum.legal.recogniser import find_citations

_LONGEST = 90  # characters: titles of acts can fill a paragraph
_COMMON_NOUN = re.compile(r"(?:Articles?|Code|Loi|Ordonnance|Décret|Règlement|Directive)\b")


def worded(key: str, facts: Facts | None = None) -> str:
    """« article 1240 du code civil », « article 6 de la loi Hadopi », « RGPD, art. 17 »."""
    facts = facts or packaged()
    ways = list(_ways(key, facts))
    return next((way for way in ways if [each.key for each in find_citations(way, facts)] == [key]), ways[-1])


def _ways(key: str, facts: Facts) -> Iterator[str]:
    """The best first; the last is what remains where none is recognised, as the bare name of a code."""
    text, _, number = key.partition("/")
    title, name = _begun_small(full_title(key, facts)), short_name(text, facts)
    if len(title) <= _LONGEST:
        yield title
    if number and ".." not in number and text not in facts.codes and _COMMON_NOUN.match(name):
        yield f"article {display_number(number)} {article_of(name)}"
    yield _begun_small(short_name(key, facts))
    yield title


def _begun_small(name: str) -> str:
    """« Loi » inside a sentence is « loi », « CNIL » and « Cour de cassation » stay."""
    return name[0].lower() + name[1:] if _COMMON_NOUN.match(name) else name
