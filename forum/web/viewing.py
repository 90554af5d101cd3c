"""Looking at the site as a visitor or a plain member does: for administrators, and only to read.

Nothing is stored but a word in their session. What `login.actor()` then returns is nobody, or a member that no row
stands for; whatever is written meanwhile is refused, except the way back.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import ParamSpec, TypeVar, cast

from flask import Flask, current_app, g, request, session

from forum.accounts.models import User
from forum.accounts.standin import plain_member
from forum.errors import Refused
from forum.words import message

P = ParamSpec("P")
R = TypeVar("R")

_KEY = "view_as"


class ViewAs(StrEnum):
    """As whom."""

    VISITOR = "visitor"
    MEMBER = "member"


def join(app: Flask) -> None:
    app.before_request(_refuse_writing)


def viewed_as() -> ViewAs | None:
    """As whom the site is looked at; None as oneself."""
    seen = session.get(_KEY)
    return ViewAs(seen) if seen else None


def view_as(seen: ViewAs | None) -> None:
    """Look at the site as somebody else from the next page on; None ends it."""
    session.pop(_KEY, None)
    if seen is not None:
        session[_KEY] = seen.value


def reader(user: User) -> User | None:
    """Who reads when this user is signed in."""
    seen = viewed_as()
    if seen is None:
        return user
    if seen is ViewAs.VISITOR:
        return None
    if "plain_member" not in g:
        g.plain_member = plain_member(user)
    return cast(User, g.plain_member)


def leads_back(view: Callable[P, R]) -> Callable[P, R]:
    """Mark the one view that takes a form meanwhile."""
    view.leads_back = True  # type: ignore[attr-defined]  # read back in `_refuse_writing`
    return view


def _refuse_writing() -> None:
    # security: a write in the name of nobody would be neither allowed nor logged as its real writer's
    if request.method in {"GET", "HEAD", "OPTIONS"} or viewed_as() is None:
        return
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "leads_back", False):
        raise Refused(message("Vous regardez le site comme quelqu’un d’autre, sans pouvoir écrire : revenez d’abord."))
