"""Where the text of a number went: one hop per reform, by exact days, as far as today.

A number to which a text came may be given to yet another text, or end. Such a number is never taken for today's: the
way is told with the day on which it breaks off or, where the facts do not date that, not at all.
"""

from dataclasses import dataclass
from datetime import date

from forum.legal.facts import Article, Facts, Move, packaged


@dataclass(frozen=True, slots=True)
class Loss:
    """That a number no longer bears a text: it is `gone`, or names another. No day where the facts give none."""

    on: date | None
    gone: bool


@dataclass(frozen=True, slots=True)
class Hop:
    """One renumbering: since `on`, the text is found under `numbers`; until `lost`, where it is nowhere since."""

    on: date
    numbers: tuple[str, ...]
    lost: Loss | None = None


def chain(key: str, since: date, facts: Facts | None = None) -> tuple[Hop, ...]:
    """The way of the text that `key` named on `since`, after that day; empty where its end is not known.

    Only the last hop can have a `lost`, which then has its day.
    """
    facts = facts or packaged()
    code, _, number = key.partition("/")
    hops: list[Hop] = []
    while hop := _next_hop(facts, code, number, since):
        hops.append(hop)
        if len(hop.numbers) > 1:
            break
        number, since = hop.numbers[0], hop.on
    return _with_its_end(hops, code, facts)


def loss_after(code: str, number: str, since: date, facts: Facts | None = None) -> Loss | None:
    """How a number lost the text that it bore on `since`; None while it bears it, as far as the facts go."""
    article = (facts or packaged()).article(code, number)
    if article is None:
        return None
    if article.gone_on and article.gone_on <= since:
        return Loss(None, gone=True)
    days = [Loss(day, gone=False) for day in article.reused_on if day > since]
    if article.gone_on and article.gone_on > since:
        days.append(Loss(article.gone_on, gone=True))
    first = min(days, key=lambda loss: (loss.on or since, not loss.gone), default=None)
    undated = _undated_loss(article, since)
    if undated is None or (first and first.on and first.on < undated[0]):
        return first
    return undated[1]


def way(code: str, number: str, facts: Facts | None = None) -> tuple[Move, ...]:
    """The renumberings that brought texts to a number, each from its first number, and those that took them further,
    each to its last; the oldest first."""
    facts = facts or packaged()
    found: set[Move] = set()
    for beyond, step in ((facts.moves, next_moves), (facts.origins, _moves_before)):
        ahead = list(beyond.get((code, number), ()))
        while ahead:
            move = ahead.pop()
            if move not in found:
                found.add(move)
                ahead += step(move, facts)
    return tuple(sorted(found, key=lambda move: (move.on, move.old, move.new)))


def next_moves(move: Move, facts: Facts) -> list[Move]:
    """The renumberings that took further what this one brought."""
    hop = _next_hop(facts, move.code, move.new, move.on)
    return [each for each in facts.moves.get((move.code, move.new), ()) if hop and each.on == hop.on]


def _moves_before(move: Move, facts: Facts) -> list[Move]:
    """The renumberings that brought what this one took further."""
    return [each for each in facts.origins.get((move.code, move.old), ()) if move in next_moves(each, facts)]


def _undated_loss(article: Article, since: date) -> tuple[date, Loss] | None:
    """The first day on which it may have happened. An interval that `since` lies in is that of the text's coming."""
    starts = [start for start, _ in article.reused_within if start > since]
    if article.gone and article.gone_on is None:
        start = article.gone_within[0] if article.gone_within else since
        return max(since, min([start, *starts])), Loss(None, gone=True)
    return (min(starts), Loss(None, gone=False)) if starts else None


def _with_its_end(hops: list[Hop], code: str, facts: Facts) -> tuple[Hop, ...]:
    if not hops:
        return ()
    last = hops[-1]
    losses = [loss for number in last.numbers if (loss := loss_after(code, number, last.on, facts)) is not None]
    if not losses:
        return tuple(hops)
    if len(last.numbers) > 1 or losses[0].on is None:
        return ()
    return (*hops[:-1], Hop(last.on, last.numbers, losses[0]))


def _next_hop(facts: Facts, code: str, number: str, since: date) -> Hop | None:
    """The first shown renumbering after `since`, unless the number may have changed hands in between."""
    moves = [move for move in facts.moves.get((code, number), []) if move.on > since]
    if not moves:
        return None
    first = moves[0].on
    article = facts.article(code, number)
    if article and (
        any(since < day < first for day in article.reused_on)
        or any(since < start <= first for start, _ in article.reused_within)
    ):
        return None
    return Hop(first, tuple(move.new for move in moves if move.on == first))
