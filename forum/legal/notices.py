"""What became of a cited article, as sentences: true of posts from before and from after the change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from forum.legal.days import display_day
from forum.legal.facts import Facts, packaged
from forum.legal.freshness import Case, Standing, reform_of
from forum.legal.names import act_name, display_number
from forum.legal.routes import Hop
from forum.words import Listed, Message, message


class Day(date):
    """A day inside a sentence: French by itself; whoever shows the sentence may write it in the reader's language."""

    def __str__(self) -> str:
        return display_day(self)


@dataclass(frozen=True, slots=True)
class Numbered:
    """The number of an article inside a sentence: whoever shows the sentence may link it to the page of `key`."""

    key: str

    def __str__(self) -> str:
        return display_number(self.key.partition("/")[2])


def notice(standing: Standing, facts: Facts | None = None) -> Message:
    """One sentence, with the whole way that the text went since."""
    facts = facts or packaged()
    code, _, cited = standing.key.partition("/")
    values = {"on": day_in(standing.on), "number": display_number(cited)}
    if not standing.hops:
        if standing.case is Case.GONE:
            return message("L’article %(number)s est abrogé depuis le %(on)s.", **values)
        return message("Depuis le %(on)s, l’article %(number)s porte un texte différent.", **values)
    first, *later = standing.hops
    values |= {"now": _numbers(code, first), "then": _then(code, first, later, facts)}
    if standing.case is Case.GONE:
        return _notice_of_end(standing, values)
    values["act"] = _act(standing.act, facts)
    if len(first.numbers) > 1:
        return message(
            "Depuis le %(on)s, l’article %(number)s désigne un autre texte ; celui qu’il portait jusque-là se retrouve"
            " aux articles %(now)s%(act)s%(then)s.",
            **values,
        )
    return message(
        "Depuis le %(on)s, l’article %(number)s désigne un autre texte ; celui qu’il portait jusque-là est devenu"
        " l’article %(now)s%(act)s%(then)s.",
        **values,
    )


def became(standing: Standing) -> Message | None:
    """« devenu l’article 1240 », beside an arrow; of a number that may be meant as it is today, only of the former
    text."""
    if not standing.numbers_now:
        return None
    now, many = listed([Numbered(key) for key in standing.keys_now]), len(standing.numbers_now) > 1
    if standing.case is Case.REUSED:
        if many:
            return message("s’il s’agit de l’ancien, devenu les articles %(now)s", now=now)
        return message("s’il s’agit de l’ancien, devenu l’article %(now)s", now=now)
    return message("devenu les articles %(now)s", now=now) if many else message("devenu l’article %(now)s", now=now)


def listed(items: Sequence[object]) -> object:
    """« 1103, 1104 et 1193 »; one alone as it is."""
    *first, last = items
    if not first:
        return last
    return message("%(first)s et %(last)s", first=Listed(tuple(first)), last=last)


def day_in(on: date) -> Day:
    """A day, for a sentence."""
    return Day(on.year, on.month, on.day)


def _notice_of_end(standing: Standing, values: dict[str, object]) -> Message:
    if not standing.numbers_now:
        return message(
            "L’article %(number)s est abrogé depuis le %(on)s ; son texte est passé à l’article %(now)s%(then)s.",
            **values,
        )
    if len(standing.hops[0].numbers) > 1:
        return message(
            "L’article %(number)s est abrogé depuis le %(on)s ; voir les articles %(now)s%(then)s.", **values
        )
    return message("L’article %(number)s est abrogé depuis le %(on)s ; voir l’article %(now)s%(then)s.", **values)


def _then(code: str, hop: Hop, later: Sequence[Hop], facts: Facts) -> Message | str:
    """What became of it after a hop: each further one with its own day, or how its number lost the text."""
    if not later:
        return _lost(hop)
    following, *others = later
    values = {
        "on": day_in(following.on),
        "now": _numbers(code, following),
        "act": _act(reform_of(code, following.on), facts),
        "then": _then(code, following, others, facts),
    }
    if len(following.numbers) > 1:
        return message(", dont le texte se retrouve depuis le %(on)s aux articles %(now)s%(act)s%(then)s", **values)
    return message(", devenu à son tour l’article %(now)s le %(on)s%(act)s%(then)s", **values)


def _lost(hop: Hop) -> Message | str:
    if hop.lost is None or hop.lost.on is None:
        return ""
    if hop.lost.gone:
        return message(", lui-même abrogé depuis le %(on)s", on=day_in(hop.lost.on))
    return message(", numéro qui désigne à son tour un autre texte depuis le %(on)s", on=day_in(hop.lost.on))


def _numbers(code: str, hop: Hop) -> object:
    return listed([Numbered(f"{code}/{number}") for number in hop.numbers])


def _act(slug: str | None, facts: Facts) -> str:
    """« (ordonnance n° 2016-131 du 10 février 2016) », where it is known."""
    if slug is None:
        return ""
    known = facts.acts.get(slug)
    return f" ({act_name(slug, known.signed_on if known else None)})"
