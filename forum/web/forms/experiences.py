"""What is said of an experience beside the text: with a new topic, a reply, an edit; and what became of it since."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import ValidationError

from forum.errors import Faults, Invalid
from forum.experiences.models import Cost, Outcome, Provider, Step, Withheld
from forum.experiences.record import Record, checked, checked_follow_up
from forum.experiences.words import COSTS, OUTCOMES, PROVIDERS, STEPS, WITHHELD
from forum.web.forms import Choice, Form, asked, block, line
from forum.web.forms.experts import Several
from forum.web.forms.kinds import KindForm
from forum.web.forms.writing import EditForm, FirstPostForm, ReplyForm, TopicForm
from forum.web.language import said
from forum.words import Message, message

_UNITS = {"days": 1, "weeks": 7, "months": 30}
_UNIT_WORDS = {"days": message("jours"), "weeks": message("semaines"), "months": message("mois")}
_HOW_IT_ENDED = message("Dites comment cela s’est terminé, ou que c’est en cours.")


class RecordFields(Form):
    """The record. `needed`: it must be filled in; else all of it may be left empty."""

    provider = Choice(message("Le prestataire"))
    outcome = Choice(message("Comment cela s’est terminé"), validate_choice=False)
    withheld = Several(message("Ce qui a été retenu"))
    step = Several(message("Démarches"))
    took = StringField(message("Temps que cela a pris"), filters=[line])
    took_unit = Choice(message("Unité"))
    cost = Choice(message("Coût total, honoraires compris"))
    needed = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.provider.choices = [("", said(message("À choisir"))), *_choices(PROVIDERS)]
        self.outcome.choices = _choices(OUTCOMES)
        self.withheld.choices = _choices(WITHHELD)
        self.step.choices = _choices(STEPS)
        self.took_unit.choices = _choices(_UNIT_WORDS)
        self.cost.choices = [("", said(message("Je ne le dis pas"))), *_choices(COSTS)]
        for field, blank in ((self.provider, ""), (self.took_unit, "weeks"), (self.cost, "")):
            field.data = field.data or blank  # a form that did not show them is one that left them empty

    @property
    def step_dates(self) -> dict[str, Any]:
        """The field of the date of each step, by its name."""
        return {step.value: self[f"on_{step.value}"] for step in Step}

    @property
    def is_folded(self) -> bool:
        """Whether nothing optional is filled in or wrong: it stays folded then."""
        optional = [self.withheld, self.step, self.took, self.cost, *self.step_dates.values()]
        return not any(field.data or field.errors for field in optional)

    def packed(self) -> str:
        """What is filled in, for a draft."""
        fields = [self.provider, self.outcome, self.withheld, self.step, self.took, self.took_unit, self.cost]
        pairs = [(field.name, field.data) for field in [*fields, *self.step_dates.values()]]
        return json.dumps(
            [(name, each) for name, data in pairs for each in (data if isinstance(data, list) else [data]) if each]
        )

    def record(self) -> Record | None:
        """What was said; None where nothing was. Raises Invalid, naming its field."""
        if not self._is_filled_in():
            return None
        ticked = {Step(name) for name in self.step.data or () if name in set(Step)}
        dates, days = self._times()
        return checked(
            Record(
                provider=Provider(self.provider.data),
                outcome=Outcome(self.outcome.data),
                withheld=tuple(each for each in Withheld if each in (self.withheld.data or ())),
                steps={step: dates[step] for step in Step if step in ticked or dates[step]},
                days=days,
                cost=Cost(self.cost.data) if self.cost.data else None,
            )
        )

    def validate_provider(self, field: Choice) -> None:
        if self._is_filled_in() and not field.data:
            raise ValidationError(message("Dites quel genre de prestataire c’était."))

    def validate_outcome(self, field: Choice) -> None:
        if self._is_filled_in() and field.data not in set(Outcome):
            raise ValidationError(_HOW_IT_ENDED)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        chosen = not any(field.errors for field in (self.provider, self.outcome, self.took_unit, self.cost))
        try:
            self.record() if chosen else self._times()
        except Invalid as error:
            self.refuse(error, "step")
            return False
        return valid

    def _is_filled_in(self) -> bool:
        return self.needed or bool(self.provider.data or self.outcome.data or not self.is_folded)

    def _times(self) -> tuple[dict[Step, date | None], int | None]:
        """The date of each step, and how long it all took. Raises Invalid."""
        faults = Faults()
        dates = {
            Step(name): faults.of(partial(_day, field.data, field.name), None)
            for name, field in self.step_dates.items()
        }
        days = faults.of(self._days, None)
        faults.tell()
        return dates, days

    def _days(self) -> int | None:
        if not (typed := (self.took.data or "").replace(" ", "")):
            return None
        if not typed.isascii() or not typed.isdigit() or len(typed) > 5:
            raise Invalid(message("Écrivez un nombre entier, comme 5, ou laissez vide."), "took")
        return int(typed) * _UNITS.get(self.took_unit.data or "", 1)


for _step in Step:
    setattr(RecordFields, f"on_{_step.value}", StringField(message("Date"), filters=[line]))


class ExperienceForm(RecordFields, ReplyForm):
    """A reply that tells an experience."""

    offers_pseudonym = True


class ExperienceTopicForm(RecordFields, TopicForm):
    """A new topic of that kind, written freely."""

    offers_pseudonym = True


class ExperienceKindForm(RecordFields, KindForm):
    """A new topic of that kind, by its short form."""

    offers_pseudonym = True


class ExperienceEditForm(RecordFields, EditForm):
    """An edit of a post that tells an experience."""

    needed = False
    drops = False  # whether there is a record to drop
    follow_up = TextAreaField(message("Et depuis ?"), filters=[block])
    drop = BooleanField(message("Retirer la fiche : le texte reste, et ne compte plus dans les chiffres"))

    @property
    def words(self) -> str:
        return f"{super().words}\n\n{self.follow_up.data or ''}"

    def rewrite(self, change: Callable[[str], str]) -> None:
        super().rewrite(change)
        self.follow_up.data = change(self.follow_up.data or "")

    def validate_follow_up(self, field: TextAreaField) -> None:
        asked(checked_follow_up, field)


class ExperienceFirstPostForm(ExperienceEditForm, FirstPostForm):
    """The same of a topic's first post."""


class SinceForm(Form):
    """What became of an experience."""

    outcome = Choice(message("Où cela en est"))
    follow_up = TextAreaField(message("Et depuis ?"), filters=[block])
    shielded = HiddenField()  # which personal data the writer was shown

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcome.choices = _choices(OUTCOMES)

    @property
    def words(self) -> str:
        """All that readers would read."""
        return self.follow_up.data or ""

    def rewrite(self, change: Callable[[str], str]) -> None:
        """Do something to each text of it."""
        self.follow_up.data = change(self.follow_up.data or "")

    def validate_follow_up(self, field: TextAreaField) -> None:
        asked(checked_follow_up, field)


def fields_of(record: Record, follow_up: str = "") -> dict[str, Any]:
    """A record as the data of its form."""
    unit = next((name for name, days in reversed(_UNITS.items()) if not (record.days or 0) % days), "days")
    return {
        "provider": record.provider.value,
        "outcome": record.outcome.value,
        "withheld": [each.value for each in record.withheld],
        "step": [each.value for each in record.steps],
        "took": str(record.days // _UNITS[unit]) if record.days else "",
        "took_unit": unit if record.days else "weeks",
        "cost": record.cost.value if record.cost else "",
        "follow_up": follow_up,
        **{f"on_{step.value}": on.isoformat() for step, on in record.steps.items() if on},
    }


def fields_typed(typed: "Mapping[str, str] | MultiDict[str, str]") -> dict[str, Any]:
    """The record among what was typed before: a session's fields, or a draft's (pairs of names and values, as JSON)."""
    if isinstance(typed, MultiDict):
        fields = typed
    else:
        try:
            fields = MultiDict((str(name), str(value)) for name, value in json.loads(typed.get("record") or "[]"))
        except (ValueError, TypeError):
            return {}
    several = {name: fields.getlist(name) for name in ("withheld", "step") if name in fields}
    single = ("provider", "outcome", "took", "took_unit", "cost", *(f"on_{step.value}" for step in Step))
    return {**{name: fields[name] for name in single if name in fields}, **several}


def _choices(words: Mapping[Any, Message]) -> list[tuple[str, str]]:
    return [(str(key), said(text)) for key, text in words.items()]


def _day(typed: str | None, field: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise Invalid(message("Écrivez la date ainsi : 2026-03-31."), field) from None
