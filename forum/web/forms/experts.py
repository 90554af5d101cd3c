"""What the pages around experts send: a request, a decision."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, EmailField, SelectMultipleField, StringField, TelField
from wtforms.validators import Optional

from forum.experts.actions import Identity, Scope, Ways, checked
from forum.experts.directory import code_name
from forum.experts.words import CHECKS, LANGUAGES, PROFESSIONS
from forum.legal.facts import packaged
from forum.web.forms import Choice, Form, line
from forum.web.language import said
from forum.words import message


class Several(SelectMultipleField):
    """Any of a few, shown all at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invalid_value_message = message("Choisissez dans la liste.")

    def pre_validate(self, form: Any) -> None:
        """What is not in the list is left out by the action."""


class ExpertForm(Form):
    """Who one is, how to be reached, whom one serves."""

    full_name = StringField(message("Nom d’exercice"), filters=[line])
    profession = Choice(message("Profession"))
    feminine = Choice(message("Accord du nom de métier"))
    bar = StringField(message("Barreau"), filters=[line])
    title = StringField(message("Nom de la profession"), filters=[line])
    organisation = StringField(message("Organisation"), filters=[line])
    number = StringField(message("Numéro d’inscription"), filters=[line])
    proof_url = StringField(message("Page qui le montre"), filters=[line])
    proof = FileField(message("Justificatif"))
    towns = StringField(message("Villes"), filters=[line])
    languages = Several(message("Langues"))
    tags = StringField(message("Étiquettes"), filters=[line])
    codes = Several(message("Codes"))
    phone = TelField(message("Téléphone"), filters=[line])
    shows_phone = BooleanField(message("Montrer ce numéro"), default=True)
    url = StringField(message("Page de contact"), filters=[line])
    email = EmailField(message("Adresse électronique de contact"), filters=[line])
    shows_email = BooleanField(message("Montrer cette adresse"))
    paused_until = DateField(message("Contacts en pause jusqu’au"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.profession.choices = [(key, said(words)) for key, words in PROFESSIONS.items()]
        self.feminine.choices = [("", said(message("Masculin"))), ("f", said(message("Féminin")))]
        self.languages.choices = [(code, said(words)) for code, words in LANGUAGES.items()]
        self.codes.choices = [(code, code_name(code)) for code in packaged().codes]

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        found = self.tried(lambda: checked(self.identity(), self.ways(), self.scope()), "full_name")
        return valid and found is not None

    def identity(self) -> Identity:
        return Identity(
            full_name=self.full_name.data or "",
            profession=self.profession.data or "",
            feminine=self.feminine.data == "f",
            bar=self.bar.data or "",
            title=self.title.data or "",
            organisation=self.organisation.data or "",
            number=self.number.data or "",
            proof_url=self.proof_url.data or "",
        )

    def ways(self) -> Ways:
        return Ways(
            phone=self.phone.data or "",
            url=self.url.data or "",
            email=self.email.data or "",
            shows_phone=bool(self.shows_phone.data),
            shows_email=bool(self.shows_email.data),
            paused_until=self.paused_until.data,
        )

    def scope(self) -> Scope:
        return Scope(
            towns=_names(self.towns.data),
            languages=tuple(self.languages.data or ()),
            tags=_names(self.tags.data),
            codes=tuple(self.codes.data or ()),
        )


class AcceptForm(Form):
    """A yes: what was checked, and until when it holds."""

    verified = Choice(message("Ce que vous avez vérifié"))
    until = DateField(message("Reconnaissance jusqu’au"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nothing is chosen beforehand: what stands first would be certified by whoever only presses the button.
        self.verified.choices = [
            ("", said(message("À choisir"))),
            *((key, said(words)) for key, words in CHECKS.items()),
        ]

    def end(self, zone: str) -> datetime:
        """The end of the day chosen, in the site's zone."""
        assert self.until.data is not None
        return datetime.combine(self.until.data, time(23, 59, 59), ZoneInfo(zone))


class ReasonForm(Form):
    """A no, or the end of a recognition."""

    reason = StringField(message("Raison"), id="decision-reason", filters=[line])


def _names(raw: str | None) -> tuple[str, ...]:
    names = (name.strip() for name in (raw or "").split(","))
    return tuple(dict.fromkeys(name for name in names if name))
