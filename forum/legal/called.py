"""The text that a name alone stands for, outside any sentence: in an address, in the box of /droit.

The names are the recogniser's own. It is strict in prose, where « dsa » may be a key and « hadopi » an authority;
whoever types them here asks for a text.
"""

import re
from functools import cache

from forum.legal.acts import act_at, names_of_acts
from forum.legal.codes import code_at
from forum.legal.facts import Facts, packaged
from forum.legal.folding import fold
from forum.legal.names import is_known

_LEAST = 3  # letters and digits of an act's name: fewer are too many things
_NOT_IN_NAMES = re.compile(r"\bet\b|[^a-z0-9]+")
# « godfrain », « conso », « dsa »: what people leave out of a name.
_LEFT_OUT = ("", "loi", "reglement", "directive")


def texts_called(name: str, facts: Facts | None = None) -> tuple[str, ...]:
    """The slug of the text that people call so; two where the name is shared (« CPCE »), none where it is no name."""
    facts = facts or packaged()
    folded = fold(name).text.replace("-", " ").strip()
    act = _act(_squeezed(folded))
    return (act,) if act else _code(folded) or _named_in_full(folded, facts)


def _act(squeezed: str) -> str | None:
    """« loi godfrain », « hadopi 2 », « informatique et libertés »; a number by itself is an article's."""
    if len(squeezed) < _LEAST or squeezed.isdigit():
        return None
    return next((slug for left_out in _LEFT_OUT if (slug := _acts().get(left_out + squeezed))), None)


def _code(folded: str) -> tuple[str, ...]:
    """« c civ », « cpce », « conso »; nothing where more than a name was written."""
    for left_out in ("", "code "):
        found = code_at(fold(left_out + folded), 0)
        if found is not None and found.end == len(left_out + folded):
            return found.slugs
    return ()


def _named_in_full(folded: str, facts: Facts) -> tuple[str, ...]:
    """« loi du 29 juillet 1881 », « charte »."""
    found = act_at(fold(folded), 0, facts)
    is_whole = found is not None and found.end == len(folded) and is_known(found.slugs[0], facts)
    return found.slugs if found is not None and is_whole else ()


@cache
def _acts() -> dict[str, str]:
    return {_squeezed(name): slug for name, slug in names_of_acts().items()}


def _squeezed(name: str) -> str:
    """Hyphens of an address, spaces, points, apostrophes and « & » of a sentence: none of them tells names apart."""
    return _NOT_IN_NAMES.sub("", name)
