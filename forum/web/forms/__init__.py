"""The shape of what forms send: one module per page family, and here what all of them share."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField

from forum.errors import ForumError, Invalid
from forum.markup import clean_text
from forum.web.language import said
from forum.words import Message, message


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
        return valid

    def refuse(self, error: ForumError, default: str) -> None:
        """Put what an action refused beside the field it blames, else beside the field named `default`."""
        blamed = error.field if isinstance(error, Invalid) and error.field in self else default
        field = self[blamed]
        field.errors = [*field.errors, said(error.message)]


class Choice(SelectField):
    """A list to choose from, whose refusal is in our own words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invalid_value_message = self.invalid_choice_message = message("Choisissez dans la liste.")


def line(text: str | None) -> str:
    """A filter: one line, clean, without spaces around or doubled."""
    return " ".join(clean_text(text or "").split())


def block(text: str | None) -> str:
    """A filter: a text of several lines, clean."""
    return clean_text(text or "")


def _in_words(text: Any) -> Any:
    return said(text) if isinstance(text, Message) else text


__all__ = ["Choice", "Form", "block", "line"]
