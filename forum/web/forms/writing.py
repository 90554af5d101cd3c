"""What the writing pages send: a new topic, a reply, an edit."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import request
from wtforms import BooleanField, Field, HiddenField, StringField, TextAreaField
from wtforms.validators import ValidationError

from forum.messages.actions import checked_subject
from forum.taxonomy.tagging import known_tags
from forum.topics.actions import checked_title
from forum.topics.citing import MOST_CHOSEN
from forum.topics.models import Kind
from forum.topics.policy import kinds_open_to
from forum.web.forms import Choice, Form, asked, block, line
from forum.web.forms.lawfield import law_typed
from forum.web.language import said
from forum.web.login import speaks_as_expert
from forum.web.rendering import require_size
from forum.web.security import form_key
from forum.words import message

_KEY_LENGTH = 64
_REASON_LENGTH = 200
# In the order of the page; what is not named here stands between, at 0.
_ABOVE = ("to", "title", "kind", "body")
_BELOW = ("took", "took_unit", "cost", "follow_up", "drop", "tags", "law", "pseudonym", "as_expert", "reason")
_PLACES = {name: place for place, name in [*enumerate(_ABOVE, start=-9), *enumerate(_BELOW, start=1)]}
KIND_NAMES = {
    Kind.QUESTION: message("Question"),
    Kind.DISCUSSION: message("Discussion"),
    Kind.GUIDE: message("Guide"),
    Kind.ANNOUNCEMENT: message("Annonce"),
    Kind.EXPERIENCE: message("Expérience vécue"),
}


class WritingForm(Form):
    """A text. `key` lets the same form, sent twice, make one post; `bbcode` says that converting was declined.

    `shielded`: which personal data the writer was shown.
    """

    key = HiddenField()
    bbcode = HiddenField()
    shielded = HiddenField()
    body = TextAreaField(message("Message"), filters=[block])
    as_expert = BooleanField(message("Répondre avec ma carte d’expertise"), default=lambda: speaks_as_expert() or False)
    pseudonym = BooleanField(message("Signer d’un pseudonyme, pour ce sujet seulement"))
    offers_pseudonym = False
    is_published = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.key.data or len(self.key.data) > _KEY_LENGTH or not self.key.data.isascii():
            self.key.data = form_key()

    def stands_at(self, field: Field) -> int:
        return _PLACES.get(field.name, 0)

    def validate_body(self, field: TextAreaField) -> None:
        if not (field.data or "").strip():
            raise ValidationError(message("Votre message est vide : écrivez-le ici."))
        asked(require_size, field)

    @property
    def words(self) -> str:
        """All that readers would read."""
        return self.body.data or ""

    def rewrite(self, change: Callable[[str], str]) -> None:
        """Do something to each text of it."""
        self.body.data = change(self.body.data or "")


class ReplyForm(WritingForm):
    """A reply. `seen` is the last position that the writer saw."""

    seen = HiddenField()

    def offer_pseudonym(self, name: str) -> None:
        """Let who wrote here under a pseudonym go on so, which is what the box says until they change it."""
        if name:
            self.offers_pseudonym = True
            self.pseudonym.label.text = said(message("Signer « %(name)s », comme avant dans ce sujet", name=name))
            if request.method == "GET":
                self.pseudonym.data = True

    @property
    def seen_position(self) -> int | None:
        return number(self.seen.data)


class MessageForm(WritingForm):
    """A private message: nobody speaks as an expert in it, their card is not shown there.

    It is not published: who writes it chooses who reads it, and giving one's number to one person is what many are
    for. So the shield is silent here; it would teach people to press « Publier tel quel » without a look.
    """

    is_published = False

    as_expert = None  # type: ignore[assignment]  # so WTForms leaves out a field of the class above


class NewMessageForm(MessageForm):
    """A private message that opens a conversation: to whom, and about what."""

    to = StringField(message("À"), filters=[line])
    title = StringField(message("Objet"), filters=[line])

    @property
    def names(self) -> tuple[str, ...]:
        """The names typed, separated by commas."""
        names = (name.strip() for name in (self.to.data or "").replace(";", ",").split(","))
        return tuple(dict.fromkeys(name for name in names if name))

    def validate_title(self, field: StringField) -> None:
        asked(checked_subject, field)

    def validate_to(self, field: StringField) -> None:
        if not self.names:
            raise ValidationError(
                message("Dites à qui vous écrivez : le nom d’un membre, ou plusieurs séparés par des virgules.")
            )


class TopicForm(WritingForm):
    """A new topic: its title, kind and tags, and the first post's text."""

    title = StringField(message("Titre"), filters=[line])
    kind = Choice(message("Genre"))
    tags = StringField(message("Étiquettes"), filters=[line])
    law = StringField(
        message("Références juridiques"),
        filters=[line],
        description=message(
            "%(most)s au plus, par exemple « 1240 C. civ., RGPD art. 17 » ; celles de votre texte s’ajoutent"
            " d’elles-mêmes.",
            most=MOST_CHOSEN,
        ),
    )

    @property
    def words(self) -> str:
        return f"{self.title.data or ''}\n\n{super().words}"

    def rewrite(self, change: Callable[[str], str]) -> None:
        super().rewrite(change)
        self.title.data = change(self.title.data or "")

    def offer_kinds(self, *, moderates: bool, accepted: str = "", present: str | None = None) -> None:
        """Let the writer choose among the kinds open to them, and the one that the topic has already."""
        open_to_them = kinds_open_to(moderates=moderates, accepted=accepted)
        kinds = dict.fromkeys([*open_to_them, *([Kind(present)] if present else [])])
        self.kind.choices = [(kind.value, said(KIND_NAMES[kind])) for kind in kinds]

    def validate_title(self, field: StringField) -> None:
        asked(checked_title, field)

    def offer_tags(self, *, at_most: int, may_create: bool) -> None:
        """Let the writer choose so many tags, and make new ones."""
        self._known = partial(known_tags, at_most=at_most, may_create=may_create)

    def validate_tags(self, field: StringField) -> None:
        asked(lambda _: self._known(self.tag_names), field)

    def validate_law(self, field: StringField) -> None:
        faults: tuple[Any, ...] = law_typed(field.data or "").faults
        if faults:
            field.errors = [*field.errors, *faults[:-1]]
            raise ValidationError(faults[-1])

    @property
    def law_keys(self) -> tuple[str, ...]:
        """The references typed, as keys."""
        return law_typed(self.law.data or "").keys

    @property
    def tag_names(self) -> tuple[str, ...]:
        """The names typed, separated by commas."""
        names = (name.strip() for name in (self.tags.data or "").split(","))
        return tuple(dict.fromkeys(name for name in names if name))


class EditForm(WritingForm):
    """An edit. `revision` is the one it started from."""

    revision = HiddenField()
    reason = StringField(message("Raison de la modification"), filters=[line])

    @property
    def seen_revision(self) -> int:
        return number(self.revision.data) or 0

    @property
    def words(self) -> str:
        return f"{super().words}\n\n{self.reason.data or ''}"

    def rewrite(self, change: Callable[[str], str]) -> None:
        super().rewrite(change)
        self.reason.data = change(self.reason.data or "")

    def validate_reason(self, field: StringField) -> None:
        if len(field.data or "") > _REASON_LENGTH:
            raise ValidationError(message("Une raison tient en %(most)s caractères.", most=_REASON_LENGTH))


class FirstPostForm(EditForm, TopicForm):
    """An edit of a topic's first post, with its title, kind and tags."""


def number(raw: str | None) -> int | None:
    """A position or revision as a hidden field holds it; None for anything else."""
    return int(raw) if raw and raw.isascii() and raw.isdigit() and len(raw) < 10 else None
