"""The last day of a time limit, with the reasoning that leads to it."""

from dataclasses import dataclass
from datetime import date, timedelta

from forum.deadlines import rules
from forum.deadlines.days import Territory, holiday_on, is_working, next_working
from forum.deadlines.rules import Method, Source
from forum.deadlines.span import Away, Span, after_days, after_months, in_months, lengthened
from forum.errors import Invalid
from forum.words import Message, message, plural

_WEEKDAYS = (
    message("lundi"),
    message("mardi"),
    message("mercredi"),
    message("jeudi"),
    message("vendredi"),
    message("samedi"),
    message("dimanche"),
)
_LEAST_WORKING_DAYS = 2  # regulation 1182/71, article 3 (5)
# What distance does to a limit: why it does nothing, or None where it lengthens it; and what says so.
_DISTANCES = {
    Method.CIVIL: (None, rules.DISTANCE),
    Method.CLEAR: (None, rules.CLEAR_DISTANCE),
    Method.EUROPEAN: (
        message("Pas de délai de distance ici : ce règlement n’allonge aucun délai pour qui habite loin."),
        rules.EUROPEAN_LIMIT,
    ),
    Method.PRESCRIPTION: (
        message("Pas de délai de distance ici : il allonge des délais de procédure, jamais une prescription."),
        rules.DISTANCE,
    ),
}


@dataclass(frozen=True)
class Step:
    """A sentence of the reasoning, and what it rests on."""

    text: Message
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Deadline:
    """The last day on which the act can still be done, until midnight."""

    start: date
    due: date
    steps: tuple[Step, ...]

    @property
    def weekday(self) -> Message:
        return _WEEKDAYS[self.due.weekday()]


def compute(
    start: date,
    span: Span,
    method: Method = Method.CIVIL,
    *,
    territory: Territory = Territory.MAINLAND,
    away: Away = Away.HERE,
) -> Deadline:
    """The end of a time limit that an act, an event or a notification of `start` sets running.

    Raises Invalid for an empty span, or one that ends after the year 9999.
    """
    if span.is_empty:
        raise Invalid(message("Indiquez une durée : au moins un jour, un mois ou une année."), field="days")
    try:
        return _Reckoning(start, method, territory).run(span, away)
    except OverflowError:
        raise Invalid(message("Ce délai finit trop loin : choisissez une durée plus courte."), field="years") from None


class _Reckoning:
    """One computation: the day reached so far, and the steps that led to it."""

    def __init__(self, start: date, method: Method, territory: Territory) -> None:
        self.start, self.method, self.territory = start, method, territory
        self.day = start
        self.steps: list[Step] = []

    def run(self, span: Span, away: Away) -> Deadline:
        self._say(
            message(
                "Le délai part du %(day)s, date de l’acte, de l’événement ou de la notification.",
                day=self._named(self.start),
            ),
            rules.ORIGIN,
        )
        if away is not Away.HERE:
            text, source = _DISTANCES[self.method]
            span = lengthened(span, away) if text is None else span
            self._say(text or _distance(away), source)
        if span.in_months:
            self._count_months(span)
        if span.days:
            self._count_days(span.days, after=bool(span.in_months))
        if self.method is Method.CLEAR:
            self._spare_last_day()
        if self.method is not Method.PRESCRIPTION:
            self._move_on()
        if self.method is Method.EUROPEAN and (span.in_months or span.days >= _LEAST_WORKING_DAYS):
            self._hold_working_days()
        self._say(message("Le délai expire le %(day)s à minuit.", day=self._named(self.day)), _end(self.method))
        return Deadline(self.start, self.day, tuple(self.steps))

    def _count_months(self, span: Span) -> None:
        reached = after_months(self.day, span.in_months)
        self.day = reached.day
        first = self.method is Method.CIVIL and span.days
        source = rules.MONTHS_THEN_DAYS if first else self._source(rules.MONTHS)
        if reached.is_short:
            text = message(
                "%(length)s : ce mois n’a pas de %(number)s, son dernier jour en tient lieu, le %(day)s.",
                length=in_months(span),
                number=self.start.day,
                day=self._named(self.day),
            )
        else:
            text = message(
                "%(length)s : jusqu’au jour de même quantième, le %(day)s.",
                length=in_months(span),
                day=self._named(self.day),
            )
        self._say(text, source)

    def _count_days(self, days: int, *, after: bool) -> None:
        self.day = after_days(self.day, days)
        length, day = plural("%(count)s jour", "%(count)s jours", days), self._named(self.day)
        if after:
            self._say(message("Puis %(length)s : jusqu’au %(day)s.", length=length, day=day), self._source(rules.DAYS))
            return
        if days == 1:
            text = message("%(length)s, sans compter le jour de départ : le %(day)s.", length=length, day=day)
        else:
            first = self._named(self.start + timedelta(days=1))
            text = message(
                "%(length)s, sans compter le jour de départ : du %(first)s au %(day)s.",
                length=length, first=first, day=day,
            )  # fmt: skip
        self._say(text, self._source(rules.DAYS))

    def _spare_last_day(self) -> None:
        self.day = after_days(self.day, 1)
        text = message(
            "Le délai est franc, son dernier jour ne compte pas non plus : l’acte est possible le %(day)s.",
            day=self._named(self.day),
        )
        self._say(text, rules.CLEAR_ENDS)

    def _move_on(self) -> None:
        reached = next_working(self.day, self.territory)
        if reached == self.day:
            return
        skipped = [self.day + timedelta(days=number) for number in range((reached - self.day).days)]
        for day in skipped:
            self._say(self._why_not_worked(day))
        self.day = reached
        self._say(
            message(
                "Le délai est prorogé jusqu’au premier jour ouvrable suivant, le %(day)s.", day=self._named(reached)
            ),
            self._source(rules.MOVED_ON),
        )

    def _why_not_worked(self, day: date) -> Message:
        holiday = holiday_on(day, self.territory)
        if holiday is None:
            return message("Le %(day)s n’est pas un jour ouvrable.", day=self._named(day))
        return message("Le %(day)s est férié (%(holiday)s).", day=self._named(day), holiday=holiday)

    def _hold_working_days(self) -> None:
        days = range(1, (self.day - self.start).days + 1)
        worked = sum(is_working(self.start + timedelta(days=number), self.territory) for number in days)
        if worked >= _LEAST_WORKING_DAYS:
            return
        while worked < _LEAST_WORKING_DAYS:
            self.day = next_working(after_days(self.day, 1), self.territory)
            worked += 1
        self._say(
            message(
                "Ce délai doit compter au moins deux jours ouvrables : il va jusqu’au %(day)s.",
                day=self._named(self.day),
            ),
            rules.EUROPEAN_LIMIT,
        )

    def _source(self, civil: Source) -> Source:
        """What plays the part of an article of the code de procédure civile under the other methods."""
        if self.method is Method.EUROPEAN:
            return rules.EUROPEAN_LIMIT
        if self.method is Method.PRESCRIPTION:
            return rules.PRESCRIBED_BY_DAYS
        if self.method is Method.CLEAR:
            return rules.CLEAR_MOVED_ON if civil is rules.MOVED_ON else rules.CLEAR_LIMIT
        return civil

    def _named(self, day: date) -> Message:
        return message("%(weekday)s %(day)s", weekday=_WEEKDAYS[day.weekday()], day=day)

    def _say(self, text: Message, *sources: Source) -> None:
        if self.method is not Method.CIVIL:
            sources = tuple(source for source in sources if source is not rules.ORIGIN)
        self.steps.append(Step(text, sources))


def _end(method: Method) -> Source:
    return {
        Method.CLEAR: rules.CLEAR_ENDS,
        Method.EUROPEAN: rules.EUROPEAN_LIMIT,
        Method.PRESCRIPTION: rules.PRESCRIBED_AT_END,
    }.get(method, rules.MIDNIGHT)


def _distance(away: Away) -> Message:
    if away is Away.OVERSEAS:
        return message("Domicile outre-mer, tribunal en métropole : un mois de plus.")
    return message("Domicile à l’étranger, tribunal en métropole : deux mois de plus.")
