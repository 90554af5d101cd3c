"""What the facts know of a reference: in force or not, how far that goes, the numbers that its text bore. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from forum import paths
from forum.citations.families import Family, family_of
from forum.legal import display_number, full_title, reform_of, short_name
from forum.legal.cited import ends_of
from forum.legal.days import display_day
from forum.legal.facts import Article, Code, Facts, Move, Reach, packaged
from forum.legal.links import year_of
from forum.legal.names import act_name, bound, is_known, may_have
from forum.legal.notices import day_in
from forum.legal.routes import loss_after, next_moves, way
from forum.words import Message, message

# Which articles an act has is in no table of ours, of some the last number; what looks like one is taken for one.
_NUMBER = re.compile(r"\s*(?:(?:l['’])?art(?:icles?\b|\.)?\s*)?((?:LO|[LRDA])?[.\s*]*\d[\d-]*)\s*", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:\d{1,3}(?:-\d{1,3}){0,3})?")


@dataclass(frozen=True)
class Renumbering:
    """That the text of one number is found under another since a day. `act`: what did it, where we know.

    `is_past`: the new number does not bear it any more. `then`: so it is, where no later renumbering tells it.
    """

    on: date
    old: str
    old_url: str
    new: str
    new_url: str
    act: str
    is_past: bool
    then: Message | None


@dataclass(frozen=True)
class Known:
    """What the page of a reference says: in force or not, since when its number names that text, how far we know."""

    state: Message | None
    since: Message | None
    reach: Message | None
    chain: tuple[Renumbering, ...]


def known_of(key: str, said_day: date | None = None, facts: Facts | None = None) -> Known:
    """What there is to say; little, of anything but the article of a code. `said_day`: see `state_of`."""
    facts = facts or packaged()
    text, _, number = key.partition("/")
    code = facts.codes.get(text)
    state = state_of(key, said_day, facts)
    if code is None:
        return Known(state, None, _reach_without_articles(text), ())
    if not number:
        return Known(None, None, _reach(code), ())
    if ends := ends_of(key):
        return Known(None, None, _reach(code), _chain(ends, facts))
    return Known(state, _since(key, facts), _reach(code), _chain([key], facts))


def state_of(key: str, said_day: date | None = None, facts: Facts | None = None) -> Message | None:
    """Whether the number of an article is in force, as far as the facts go; of other texts the day they were made, or
    the year that their number tells.

    Of the number only: in a code renumbered in years that the facts do not date, it may have named another text.
    `said_day`: the day that a writer gives to a text or a decision that neither the facts nor its name date.
    """
    facts = facts or packaged()
    text, _, number = key.partition("/")
    code = facts.codes.get(text)
    if code is not None:
        return _in_force(code, number, facts) if number and ".." not in number else None
    act = facts.acts.get(text)
    if act is not None:
        return message("Texte signé le %(on)s.", on=day_in(act.signed_on))
    is_ruling = family_of(text) is Family.RULINGS
    if said_day is None:
        return None if is_ruling or is_known(text, facts) else _numbered(text)
    if bound(display_day(said_day)) in full_title(key, facts):
        return None
    if is_ruling:
        return message("Décision du %(on)s.", on=day_in(said_day))
    return message("Texte signé le %(on)s.", on=day_in(said_day))


def _numbered(act: str) -> Message | None:
    year = year_of(act)
    if year is None:
        return None
    return message("Texte numéroté en %(year)s ; nos données n’en donnent pas le jour.", year=year)


def exists(key: str, facts: Facts | None = None) -> bool:
    """Whether the facts know of it, so that its page stands even when nobody cites it."""
    facts = facts or packaged()
    text, _, number = key.partition("/")
    if text in facts.codes:
        return not number or facts.article(text, number) is not None
    return is_known(text, facts) and _ARTICLE.fullmatch(number) is not None and may_have(text, number)


def _in_force(code: Code, number: str, facts: Facts) -> Message | None:
    article = facts.article(code.slug, number)
    if article is None:
        absent = code.reach in (Reach.COMPLETE, Reach.HOLE) and code.as_of is not None
        return message("Ce numéro n’existe pas dans nos données.") if absent else None
    if article.gone:
        if article.gone_on:
            return message("Ce numéro n’existe plus depuis le %(on)s.", on=day_in(article.gone_on))
        return message("Ce numéro n’existe plus ; la date n’est pas connue.")
    if code.reach is Reach.STOPPED or code.as_of is None:
        return None
    return message("Numéro en vigueur au %(as_of)s.", as_of=day_in(code.as_of))


def bearing_since(key: str, facts: Facts | None = None) -> date | None:
    """Since when a number in force that named another text before names today's; None where it did not, or unknown."""
    facts = facts or packaged()
    text, _, number = key.partition("/")
    code, article = facts.codes.get(text), facts.article(text, number)
    if code is None or article is None or article.gone or code.reach is Reach.STOPPED or code.as_of is None:
        return None
    return _owner_since(text, article, facts)


def _since(key: str, facts: Facts) -> Message | None:
    since = bearing_since(key, facts)
    return message("Il désigne un autre texte depuis le %(since)s.", since=day_in(since)) if since else None


def _owner_since(code: str, article: Article, facts: Facts) -> date | None:
    """Its last reuse, or arrival from elsewhere."""
    arrivals = [
        move.on
        for move in facts.origins.get((code, article.number), ())
        if article.first_seen and article.first_seen < move.on
    ]
    return max([*article.reused_on, *arrivals], default=None)


def _reach(code: Code) -> Message | None:
    """Where our facts end, in one sentence."""
    if code.reach is Reach.HOLE and code.hole:
        return message(
            "Nos données décrivent l’état au %(as_of)s ; entre le %(start)s et le %(end)s, les changements n’y sont pas"
            " datés, et rien n’en est dit.",
            as_of=day_in(code.as_of or code.hole[1]),
            start=day_in(code.hole[0]),
            end=day_in(code.hole[1]),
        )
    if code.as_of is None or code.reach is Reach.NONE:
        return message("Nos données ne disent rien de l’histoire de ce code.")
    if code.reach is Reach.STOPPED:
        return message("Nos données s’arrêtent au %(as_of)s : rien n’est dit de la suite.", as_of=day_in(code.as_of))
    if code.reach is Reach.NUMBERS:
        return message("Nos données donnent les numéros au %(as_of)s, sans leur histoire.", as_of=day_in(code.as_of))
    return message("Nos données vont jusqu’au %(as_of)s.", as_of=day_in(code.as_of))


def _reach_without_articles(text: str) -> Message:
    """Of what is no code: how little we know."""
    if family_of(text) is Family.RULINGS:
        return message(
            "Nos données ne contiennent pas les décisions : leurs numéros et leurs dates sont ceux que donnent les"
            " messages."
        )
    return message(
        "Nos données ne disent pas si ce texte est toujours en vigueur, ni ce que sont devenus ses articles."
    )


def _chain(keys: Iterable[str], facts: Facts) -> tuple[Renumbering, ...]:
    """The whole way of what came to some articles of a code, and of what left them."""
    articles = [(text, number) for text, _, number in (key.partition("/") for key in keys)]
    moves = {move for code, number in articles for move in way(code, number, facts)}
    return tuple(_renumbering(move, facts) for move in sorted(moves, key=lambda each: (each.on, each.old, each.new)))


def _renumbering(move: Move, facts: Facts) -> Renumbering:
    act = reform_of(move.code, move.on)
    signed = facts.acts[act].signed_on if act in facts.acts else None
    goes_on = bool(next_moves(move, facts))
    then = None if goes_on else _lost(move, facts)
    return Renumbering(
        move.on,
        display_number(move.old),
        paths.law(f"{move.code}/{move.old}"),
        display_number(move.new),
        paths.law(f"{move.code}/{move.new}"),
        act_name(act, signed) if act else "",
        goes_on or then is not None,
        then,
    )


def _lost(move: Move, facts: Facts) -> Message | None:
    loss, number = loss_after(move.code, move.new, move.on, facts), display_number(move.new)
    if loss is None:
        return None
    if loss.on is None:
        if loss.gone:
            return message("l’article %(number)s n’existe plus", number=number)
        return message("l’article %(number)s porte aujourd’hui un autre texte", number=number)
    if loss.gone:
        return message("l’article %(number)s n’existe plus depuis le %(on)s", number=number, on=day_in(loss.on))
    return message("l’article %(number)s porte un autre texte depuis le %(on)s", number=number, on=day_in(loss.on))


def number_in(typed: str) -> str:
    """« art. L. 121-1 » as keys write the number; empty where more than a number was typed."""
    found = _NUMBER.fullmatch(typed)
    return re.sub(r"[\s.]", "", found[1].upper()) if found else ""


def candidates(typed: str, facts: Facts | None = None, most: int = 12) -> list[str]:
    """The articles that a bare number may mean: one for each code that has it, live ones first."""
    facts = facts or packaged()
    number = number_in(typed)
    found = [code for code in facts.codes if number and facts.article(code, number) is not None]
    found.sort(key=lambda code: (not facts.is_live(code, number), short_name(code)))
    return [f"{code}/{number}" for code in found[:most]]
