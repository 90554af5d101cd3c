"""What the calculator of time limits is asked: sent by GET, so that a result has an address."""

import re
from datetime import date
from typing import Any

from wtforms import IntegerField, StringField
from wtforms.validators import ValidationError

from forum.deadlines import Away, Method, Span, Territory
from forum.web.dates import grouped
from forum.web.forms import Choice, Form, line
from forum.web.language import said
from forum.words import message

_YEARS, _MONTHS, _DAYS = 100, 1200, 36525  # a century
_TYPED = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
_METHODS = {
    Method.CIVIL: message("Procédure civile, consommation (jours, mois ou années)"),
    Method.CLEAR: message("Délai franc (tribunaux administratifs)"),
    Method.EUROPEAN: message("Droit de l’Union européenne, RGPD (règlement n° 1182/71)"),
    Method.PRESCRIPTION: message("Prescription (rien ne reporte le dernier jour)"),
}
_TERRITORIES = {
    Territory.MAINLAND: message("Métropole"),
    Territory.ALSACE_MOSELLE: message("Alsace et Moselle"),
    Territory.GUADELOUPE: message("Guadeloupe"),
    Territory.MARTINIQUE: message("Martinique"),
    Territory.GUYANE: message("Guyane"),
    Territory.REUNION: message("La Réunion"),
    Territory.MAYOTTE: message("Mayotte"),
    Territory.SAINT_BARTHELEMY: message("Saint-Barthélemy"),
    Territory.SAINT_MARTIN: message("Saint-Martin"),
    Territory.SAINT_PIERRE: message("Saint-Pierre-et-Miquelon"),
    Territory.NEW_CALEDONIA: message("Nouvelle-Calédonie"),
    Territory.POLYNESIA: message("Polynésie française"),
    Territory.WALLIS: message("Wallis-et-Futuna"),
}
_AWAY = {
    Away.HERE: message("Non"),
    Away.OVERSEAS: message("Domicile outre-mer, tribunal en métropole (+ 1 mois)"),
    Away.ABROAD: message("Domicile à l’étranger, tribunal en métropole (+ 2 mois)"),
}


class Count(IntegerField):
    """A whole number, from 0 to `most`, that may be left empty."""

    def __init__(self, label: Any, *, most: int, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.most = most

    def process_formdata(self, valuelist: list[str]) -> None:
        raw = (valuelist[0] if valuelist else "").strip()
        self.data = 0
        if raw and not (raw.isascii() and raw.isdigit() and len(raw) < 8 and int(raw) <= self.most):
            raise ValueError(message("Écrivez un nombre entier de 0 à %(most)s, en chiffres.", most=grouped(self.most)))
        self.data = int(raw or 0)

    def _value(self) -> str:
        return (self.raw_data[0] if self.raw_data else "") if self.errors else str(self.data or "")


class DeadlineForm(Form):
    """A day, a length and the rules to count by."""

    class Meta(Form.Meta):  # type: ignore[name-defined]  # WTForms reads it by name
        """A question, not a change: no token, so that every visitor gets the same page."""

        csrf = False

    start = StringField(message("Date de départ"), filters=[line])
    years = Count(message("Années"), most=_YEARS)
    months = Count(message("Mois"), most=_MONTHS)
    days = Count(message("Jours"), most=_DAYS)
    method = Choice(message("Règles de calcul"), default=Method.CIVIL)
    territory = Choice(message("Jours fériés"), default=Territory.MAINLAND)
    away = Choice(message("Délai de distance"), default=Away.HERE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, words in ((self.method, _METHODS), (self.territory, _TERRITORIES), (self.away, _AWAY)):
            field.choices = [(each.value, said(text)) for each, text in words.items()]
            if field.data is None:  # not in the address: a short one takes what is usual
                field.data = next(iter(words)).value

    def validate_start(self, field: StringField) -> None:
        if _day(field.data or "") is None:
            raise ValidationError(message("Écrivez une date de 1900 à 2200, comme 03/02/2026."))

    @property
    def day(self) -> date:
        """The day to count from, once the form holds."""
        found = _day(self.start.data or "")
        assert found is not None
        return found

    @property
    def span(self) -> Span:
        return Span(self.years.data or 0, self.months.data or 0, self.days.data or 0)


def _day(text: str) -> date | None:
    """« 2026-02-03 », as a date field sends it, or « 03/02/2026 », as one types it."""
    typed = _TYPED.fullmatch(text)
    try:
        day = date(int(typed[3]), int(typed[2]), int(typed[1])) if typed else date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(1900, 1, 1) <= day <= date(2200, 12, 31) else None
