"""The shape of what forms send: one module per page family, and here what all of them share."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from flask import g
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectField
from wtforms.validators import ValidationError

from forum.errors import ForumError, Invalid
from forum.markup import clean_text
from forum.web.language import said
from forum.words import Message, message

T = TypeVar("T")
_SHORT = 5  # fields: what is wrong with one of so few is seen without being told above them


class Fault(NamedTuple):
    """What is wrong with a field, for the summary above the form."""

    label: str
    reason: str
    anchor: str


class Form(FlaskForm):
    """A form whose labels, help and errors may be messages: they are said in the page's language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self:
            field.label.text = _in_words(field.label.text)
            field.description = _in_words(field.description)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether every field holds; its errors are then in the reader's words."""
        valid = bool(super().validate(extra_validators))
        for field in self:
            field.errors = [_in_words(error) for error in field.errors]
        if not valid:
            g.faulty_form = self
        return valid

    def stands_at(self, field: Field) -> int:
        """Where on its page a field stands, for the summary; those of one place stand as they are defined."""
        return 0

    def refuse(self, error: ForumError, default: str) -> None:
        """Put what an action refused beside the fields it blames, else beside the field named `default`."""
        for each in error.every if isinstance(error, Invalid) else (error,):
            blamed = each.field if isinstance(each, Invalid) and each.field in self else default
            field = self[blamed]
            field.errors = list(dict.fromkeys([*field.errors, said(each.message)]))
        g.faulty_form = self

    def tried(self, check: Callable[[], T], default: str) -> T | None:
        """What the check makes of what was typed; None, and why beside the fields it blames, where it refuses.

        After `validate`, which begins anew.
        """
        try:
            return check()
        except Invalid as error:
            self.refuse(error, default)
            return None


def faults() -> list[Fault]:
    """What is wrong with the form that was sent, to be told above it; nothing where a glance at its fields tells."""
    form = g.get("faulty_form")
    if form is None:
        return []
    shown = sorted((field for field in form if not isinstance(field, HiddenField)), key=form.stands_at)
    wrong = [Fault(field.label.text, " ".join(field.errors), field.id) for field in shown if field.errors]
    return wrong if len(wrong) > 1 or len(shown) > _SHORT else []


class Choice(SelectField):
    """A list to choose from, whose refusal is in our own words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invalid_value_message = self.invalid_choice_message = message("Choisissez dans la liste.")


def asked(check: Callable[[str], T], field: Field) -> T:
    """What a slice's check makes of a field's text; what it refuses is said beside the field."""
    try:
        return check(field.data or "")
    except Invalid as error:
        raise ValidationError(error.message) from None


def line(text: str | None) -> str:
    """A filter: one line, clean, without spaces around or doubled."""
    return " ".join(clean_text(text or "").split())


def block(text: str | None) -> str:
    """A filter: a text of several lines, clean."""
    return clean_text(text or "")


def _in_words(text: Any) -> Any:
    return said(text) if isinstance(text, Message) else text


__all__ = ["Choice", "Form", "asked", "block", "faults", "line"]
