"""Sentences on the law, with the articles that they name linked to their pages."""

from typing import Any

from markupsafe import Markup

from forum import paths
from forum.legal.notices import Numbered
from forum.web.language import said
from forum.words import Message


def law_said(message: Message | None) -> str:
    """The sentence in the page's language; HTML where it names another article."""
    return said(message, _linked)


def _linked(value: Any) -> Markup | None:
    if not isinstance(value, Numbered):
        return None
    return Markup('<a href="{}">{}</a>').format(paths.law(value.key), str(value))
