"""What of the law somebody means who has typed a little: a reference, a number without its code, a code's name."""

from functools import cache

from forum.accounts.policy import Actor
from forum.citations.known import candidates, number_in
from forum.citations.queries import cited_of
from forum.legal import keys
from forum.legal.facts import packaged
from forum.legal.folding import fold
from forum.legal.names import is_known, known_texts

_LEAST = 4  # letters of a name: fewer begin too many words


def meant(typed: str, actor: Actor, most: int = 4) -> list[str]:
    """Keys, the likeliest first. At most one statement.

    security: which references are cited is told of topics that the actor may read; all others come from the facts.
    """
    written = _written(typed)
    if "/" in written:
        return [written]
    if number := number_in(typed):
        likely = candidates(typed, most=100)
        counts = cited_of({*likely, *(f"{text}/{number}" for text in known_texts())}, actor)
        cited = sorted(counts, key=lambda key: (-counts[key], key))
        return list(dict.fromkeys([*cited, *likely]))[:most]
    return list(dict.fromkeys([*([written] if written else []), *_by_name(typed)]))[:most]


def _written(typed: str) -> str:
    """What is written out or called by its name."""
    found = next(iter(keys.typed(typed)), "")
    return found if is_known(found.partition("/")[0]) else ""


def _by_name(typed: str) -> list[str]:
    """The codes whose name begins so, then those of which a word does."""
    name = " ".join(fold(typed).text.split())
    if len(name) < _LEAST:
        return []
    found = [(not title.startswith(name), slug) for slug, title in _titles() if f" {name}" in f" {title}"]
    return [slug for _, slug in sorted(found, key=lambda each: each[0])]


@cache
def _titles() -> tuple[tuple[str, str], ...]:
    return tuple((slug, fold(code.title).text.replace("'", " ")) for slug, code in packaged().codes.items())
