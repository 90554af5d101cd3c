"""What newer tables say of the law that older ones did not, as lines for whoever runs the site. Pure.

In English, as all that commands print. « + » stands before what is new, « - » before what is not told any more.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from forum.legal.facts import Article, Facts, Move


def changes(old: Facts, new: Facts) -> tuple[str, ...]:
    """Renumberings, then ends and new owners of numbers that no renumbering of that day tells already."""
    before, after = moves_of(old), moves_of(new)
    told = {(move.code, move.old, move.on) for move in before ^ after}
    lives = [life for code in sorted({*old.codes, *new.codes}) for life in _lives(code, old, new, told)]
    return (*_moved("+", after - before), *_moved("-", before - after), *lives)


def moves_of(facts: Facts) -> set[Move]:
    """All renumberings of some tables."""
    return {move for moves in facts.moves.values() for move in moves}


def _moved(sign: str, moves: Iterable[Move]) -> Iterator[str]:
    for move in sorted(moves, key=lambda each: (each.code, each.on, each.old, each.new)):
        yield f"{sign} {move.code}: {move.old} -> {move.new} since {move.on}"


def _lives(code: str, old: Facts, new: Facts, told: set[tuple[str, str, date]]) -> Iterator[str]:
    before, after = old.lines(code), new.lines(code)
    for number in sorted(before.keys() | after.keys()):
        if before.get(number) == after.get(number):
            continue
        was, now = _events(old.article(code, number)), _events(new.article(code, number))
        for sign, events in (("+", now - was), ("-", was - now)):
            for what, on in sorted(events, key=lambda each: (each[0], str(each[1]))):
                if on is None or (code, number, on) not in told:
                    yield f"{sign} {code}: {number} {what} {on or '(day unknown)'}"


def _events(article: Article | None) -> set[tuple[str, date | None]]:
    if article is None:
        return set()
    found: set[tuple[str, date | None]] = {("names another text since", day) for day in article.reused_on}
    if article.gone:
        found.add(("is gone since", article.gone_on))
    return found
