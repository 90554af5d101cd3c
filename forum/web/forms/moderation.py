"""What staff send, and the report of a reader."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput, TextArea

from forum.moderation.models import Reason
from forum.moderation.reasons import checked_reason
from forum.taxonomy.models import Forum
from forum.topics.actions import checked_title
from forum.web.forms import Choice, Form, asked, block, line
from forum.web.forms.writing import number
from forum.web.language import said
from forum.words import Message, message

REASONS: dict[Reason, Message] = {
    Reason.SPAM: message("Publicité ou spam"),
    Reason.ABUSE: message("Injure ou attaque"),
    Reason.ILLEGAL: message("Contenu illégal"),
    Reason.PERSONAL: message("Données personnelles"),
    Reason.OFF_TOPIC: message("Hors sujet"),
    Reason.OTHER: message("Autre"),
}
_TOPIC_ADDRESS = re.compile(r"(?:^|/t/)(\d{1,9})(?:[/?#]|$)")


class ActForm(Form):
    """What every staff act asks: a reason, where the people concerned may read it."""

    reason = StringField(message("Raison"), description=message("Les personnes concernées la liront."), filters=[line])
    next = HiddenField()
    reason_needed = False

    def validate_reason(self, field: StringField) -> None:
        asked(partial(checked_reason, needed=self.reason_needed), field)

    def offer(self, forums: Iterable[Forum]) -> None:
        """Name the forums to choose from, where the act asks for one."""


class HideForm(ActForm):
    """Hiding: never without a reason."""

    reason_needed = True


class _Placed(ActForm):
    """An act that asks for a forum."""

    forum = Choice(message("Forum"))

    def offer(self, forums: Iterable[Forum]) -> None:
        self.forum.choices = [
            ("", said(message("Choisissez un forum"))),
            *((str(each.id), each.name) for each in forums),
        ]

    def validate_forum(self, field: Choice) -> None:
        if not field.data:
            raise ValidationError(message("Choisissez un forum dans la liste."))

    @property
    def forum_id(self) -> int:
        return int(self.forum.data)


class MoveForm(_Placed):
    """Topics to another forum."""


class SplitForm(_Placed):
    """Posts to a new topic."""

    title = StringField(message("Titre du nouveau sujet"), filters=[line])

    def validate_title(self, field: StringField) -> None:
        asked(checked_title, field)


class MergeForm(ActForm):
    """Topics into another."""

    into = StringField(
        message("Sujet qui recevra les messages"),
        description=message("Son adresse, ou le numéro qui la suit : /t/123."),
        filters=[line],
    )

    def validate_into(self, field: StringField) -> None:
        if not _TOPIC_ADDRESS.search(field.data or ""):
            raise ValidationError(message("Donnez l’adresse d’un sujet, ou son numéro."))

    @property
    def topic_id(self) -> int:
        found = _TOPIC_ADDRESS.search(self.into.data or "")
        assert found is not None, "asked of a form that holds"
        return int(found.group(1))


class DuplicateForm(MergeForm):
    """Topics that lead to another."""

    into = StringField(
        message("Sujet de référence, où mèneront les autres"),
        description=message("Son adresse, ou le numéro qui la suit : /t/123."),
        filters=[line],
    )


class ReportForm(Form):
    """A reader's report of a post."""

    reason = Choice(message("Motif"))
    detail = TextAreaField(
        message("Précisions"),
        description=message("Ce qui pose problème, en quelques mots. Seule la modération vous lira."),
        filters=[block],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(reason.value, said(label)) for reason, label in REASONS.items()]
        self.reason.choices = [("", said(message("Choisissez un motif"))), *offered]

    def validate_reason(self, field: Choice) -> None:
        if not field.data:
            raise ValidationError(message("Choisissez un motif dans la liste."))


class AnswerForm(Form):
    """Staff's answer to a report."""

    answer = StringField(
        message("Réponse"),
        description=message("Envoyée à la personne qui a signalé."),
        filters=[block],
        widget=TextArea(),
    )


class LoggedForm(Form):
    """Why staff lift a pseudonym, or withdraw an earlier text: for the log alone."""

    reason = StringField(message("Raison"), description=message("La modération la lira au journal."), filters=[line])


class WarnForm(Form):
    """A warning, perhaps about one post."""

    reason = StringField(message("Raison de l’avertissement"), id="warn-reason", filters=[line])
    post = HiddenField()

    @property
    def post_id(self) -> int | None:
        return number(self.post.data)


class SuspendForm(Form):
    """A suspension, until the end of a day."""

    until = StringField(message("Suspendre jusqu’au"), widget=DateInput(), filters=[line])
    reason = StringField(message("Raison de la suspension"), id="suspend-reason", filters=[line])

    def validate_until(self, field: StringField) -> None:
        try:
            date.fromisoformat(field.data or "")
        except ValueError:
            raise ValidationError(message("Donnez une date, par exemple 2030-12-31.")) from None

    def end(self, zone: str) -> datetime:
        """The last second of that day where the site is."""
        return datetime.combine(date.fromisoformat(self.until.data), time(23, 59, 59), ZoneInfo(zone))


class NoteForm(Form):
    """A note among staff."""

    body = TextAreaField(message("Note"), filters=[block])
