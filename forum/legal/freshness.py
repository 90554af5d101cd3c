"""What became of a cited article: the law that moved, told by the day of the post and the words of the citation.

Numbers are used again, so « in force today? » is not the question. It is: which text did this number mean on the day
of the post, and where is that text now? Silent wherever the facts do not reach: codes without a dated history,
changes known only to lie in some interval. Silence never means « unchanged ».
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from forum.legal.citation import Mark
from forum.legal.facts import Article, Facts, Reach, packaged
from forum.legal.ranges import holds
from forum.legal.routes import Hop, chain

# What brought a renumbering about, where we know it.
_REFORMS = {
    ("code-civil", date(2016, 10, 1)): "ordonnance-2016-131",
    ("code-de-procedure-civile", date(2020, 1, 1)): "decret-2019-1333",
}
# Somebody who writes today means the number of today, unless the change is recent or well known.
_CONFUSED_FOR = timedelta(days=3653)
# « Le nouvel article 1240 » is that of a change to come, where one comes within that time: reforms are known by then.
_ANNOUNCED_FOR = timedelta(days=366)
# Who says so means the number as it is, or will be, and no former text.
_AS_IT_IS = frozenset({Mark.NEW, Mark.PRESENT, Mark.COMING})


class Case(StrEnum):
    """The four cases of a reference that moved."""

    GONE = "gone"  # the number names nothing any more
    MOVED = "moved"  # since the post, the number names another text
    FORMER = "former"  # the writer says that the former text is meant: information, no warning
    REUSED = "reused"  # before the post already; perhaps the former text was meant


@dataclass(frozen=True, slots=True)
class Standing:
    """What a reader is to know of a citation. `hops` leads from the number cited to today's, one hop per reform.

    `act` is the slug of what changed the numbers at the first hop. `is_warning` is false where the writer's own words
    already say it.
    """

    key: str
    case: Case
    on: date
    hops: tuple[Hop, ...] = ()
    act: str | None = None
    is_warning: bool = True

    @property
    def numbers_now(self) -> tuple[str, ...]:
        """The numbers under which the text is found today; empty where no one may be shown."""
        return self.hops[-1].numbers if self.hops and self.hops[-1].lost is None else ()

    @property
    def keys_now(self) -> tuple[str, ...]:
        """The same as keys."""
        return tuple(f"{self.key.partition('/')[0]}/{number}" for number in self.numbers_now)


def status(
    key: str,
    posted_on: date,
    marks: Collection[Mark] = (),
    cited_with: Collection[str] = (),
    facts: Facts | None = None,
    *,
    linked: bool = False,
) -> Standing | None:
    """What became of `key`, cited on `posted_on`; None when there is nothing sure to say.

    `cited_with`: the other keys and numbers of the same sentence, ranges too. A writer who gives the new number needs
    no warning; before the change that number named another text, and was given as the new one only if the words say
    so: `linked`. Nor does the new number need one then.
    """
    facts = facts or packaged()
    code, _, number = key.partition("/")
    if code not in facts.codes or facts.codes[code].reach not in (Reach.COMPLETE, Reach.HOLE) or ".." in number:
        return None
    article = facts.article(code, number)
    if article is None:
        return None
    standing = _standing(key, article, _meant_on(article, posted_on, marks), frozenset(marks), facts)
    if standing is None or standing.case is Case.FORMER:
        return standing
    if linked and is_given_as_new(key, cited_with, facts, on=standing.on):
        return None
    told = (linked or posted_on >= standing.on) and any(
        _gives(cited_with, code, later, number) for hop in standing.hops for later in hop.numbers
    )
    return Standing(key, standing.case, standing.on, standing.hops, standing.act, is_warning=not told)


def reform_of(code: str, on: date) -> str | None:
    """The slug of the act that moved numbers of a code that day, where we know it."""
    return _REFORMS.get((code, on))


def is_given_as_new(
    key: str, cited_with: Collection[str], facts: Facts | None = None, *, on: date | None = None
) -> bool:
    """Whether the number from which its text came, on that day if one is asked for, is given beside it.

    « 1382 deviendra 1240 », written before that day, names the number to come, not the text that bears it still.
    """
    code, _, number = key.partition("/")
    came = (move for move in (facts or packaged()).origins.get((code, number), ()) if on in (None, move.on))
    return any(_gives(cited_with, code, move.old, number) for move in came)


def means_as_it_is(marks: Collection[Mark]) -> bool:
    """Whether the writer's words say « nouveau », « actuel » or « futur » of the number, and not « ancien »."""
    return Mark.FORMER not in marks and not _AS_IT_IS.isdisjoint(marks)


def _meant_on(article: Article, posted_on: date, marks: Collection[Mark]) -> date:
    """The day whose text is meant: that of the post or, of a number that is new or to come, of its next change."""
    coming = min((day for day in article.reused_on if day > posted_on), default=None)
    if coming is None or not means_as_it_is(marks):
        return posted_on
    is_meant = Mark.COMING in marks or (Mark.NEW in marks and coming - posted_on <= _ANNOUNCED_FOR)
    return coming if is_meant else posted_on


def _standing(key: str, article: Article, posted_on: date, marks: frozenset[Mark], facts: Facts) -> Standing | None:
    changes = sorted({*article.reused_on, *([article.gone_on] if article.gone_on else [])})
    after = [day for day in changes if day > posted_on]
    before = [day for day in changes if day <= posted_on]
    if Mark.FORMER in marks:
        return _former(key, before, after, facts)
    if after:
        return _since_the_post(key, article, after[0], facts)
    if article.gone:
        return _made(key, Case.GONE, article.gone_on, facts) if article.gone_on else None
    return None if means_as_it_is(marks) else _before_the_post(key, posted_on, before, facts)


def _since_the_post(key: str, article: Article, day: date, facts: Facts) -> Standing | None:
    case = Case.GONE if day == article.gone_on else Case.MOVED
    return _made(key, case, day, facts)


def _before_the_post(key: str, posted_on: date, before: list[date], facts: Facts) -> Standing | None:
    """The number had changed hands already: worth a word only where the former text has a known place."""
    code = key.partition("/")[0]
    for day in reversed(before):
        known = (code, day) in _REFORMS or posted_on - day <= _CONFUSED_FOR
        standing = _made(key, Case.REUSED, day, facts)
        if known and standing and standing.numbers_now:
            return standing
    return None


def _former(key: str, before: list[date], after: list[date], facts: Facts) -> Standing | None:
    """« Ancien article 1382 »: the text before the last change that left a trace."""
    for day in reversed([*before, *after]):
        standing = _made(key, Case.FORMER, day, facts)
        if standing and standing.hops:
            return Standing(key, Case.FORMER, day, standing.hops, standing.act, is_warning=False)
    return None


def _made(key: str, case: Case, day: date | None, facts: Facts) -> Standing | None:
    if day is None:
        return None
    code = key.partition("/")[0]
    hops = chain(key, day - timedelta(days=1), facts)
    hops = hops if hops and hops[0].on == day else ()
    return Standing(key, case, day, hops, _REFORMS.get((code, day)) if hops else None)


def _gives(cited_with: Collection[str], code: str, number: str, beside: str) -> bool:
    """Whether a sentence gives one number beside another: alone, or in a range that does not hold the other too."""
    spans = (span for text, span in map(_parted, cited_with) if text in (code, ""))
    return any(holds(span, number) and not holds(span, beside) for span in spans)


def _parted(cited: str) -> tuple[str, str]:
    """Text and number of a key; no text of a number by itself."""
    text, slash, number = cited.partition("/")
    return (text, number) if slash else ("", text)
