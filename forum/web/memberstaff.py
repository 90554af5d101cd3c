"""A member's file, for staff: warnings, suspension, notes."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts.models import User
from forum.accounts.policy import is_suspended
from forum.accounts.queries import user_named
from forum.config import Config
from forum.db import db
from forum.errors import Invalid
from forum.moderation import desk, members, policy
from forum.verdict import Verdict, require
from forum.web.forms import Form
from forum.web.forms.experts import ReasonForm
from forum.web.forms.moderation import NoteForm, SuspendForm, WarnForm
from forum.web.jinja import notice
from forum.web.language import _
from forum.web.login import actor, member
from forum.web.moderation import acts_in_words
from forum.web.trail import trail

pages = Blueprint("memberstaff", __name__)

Answer = Response | tuple[str, int]
Question = Callable[[User | None, User], Verdict]


@pages.get("/u/<name>/staff")
def file(name: str) -> str:
    """What staff know of a member."""
    return _page(_concerned(name, policy.may_note))


@pages.post("/u/<name>/staff/warn")
def warn(name: str) -> Answer:
    """Warn the member, who is told by mail."""
    form = WarnForm()

    def act(user: User) -> None:
        members.warn(member(), user, form.reason.data or "", form.post_id)

    return _act(name, policy.may_warn, form, act, _("L’avertissement est envoyé."))


@pages.post("/u/<name>/staff/suspend")
def suspend(name: str) -> Answer:
    """Suspend the member until the end of a day."""
    form = SuspendForm()

    def act(user: User) -> None:
        members.suspend(member(), user, form.end(_config().timezone), form.reason.data or "")

    return _act(name, policy.may_suspend, form, act, _("Le compte est suspendu."))


@pages.post("/u/<name>/staff/lift")
def lift(name: str) -> Answer:
    """End the suspension."""
    return _act(
        name, policy.may_suspend, None, lambda user: members.lift(member(), user), _("La suspension est levée.")
    )


@pages.post("/u/<name>/staff/signature")
def clear_signature(name: str) -> Answer:
    """Take the member's signature away."""
    form = ReasonForm()

    def act(user: User) -> None:
        members.clear_signature(member(), user, form.reason.data or "")

    return _act(name, policy.may_warn, form, act, _("La signature est effacée."))


@pages.post("/u/<name>/staff/notes")
def note(name: str) -> Answer:
    """Keep a note that only staff read."""
    form = NoteForm()

    def act(user: User) -> None:
        members.note(member(), user, form.body.data or "")

    return _act(name, policy.may_note, form, act, _("La note est gardée."))


def _act(
    name: str,
    allowed: Question,
    form: Form | None,
    act: Callable[[User], None],
    done: str,
) -> Answer:
    user = _concerned(name, allowed)
    if form is not None and not form.validate():
        return _page(user, form), 422
    try:
        with db.write():
            act(user_named(name))
    except Invalid as error:
        if form is None:
            raise
        form.refuse(error, "reason" if "reason" in form else "body")
        return _page(user_named(name), form), 422
    notice("done", done)
    return redirect(paths.member_file(user.name), 303)


def _concerned(name: str, allowed: Question) -> User:
    """The member of that name, when the reader may do this to them. Raises Missing, LoginRequired or Refused."""
    require(policy.may_enter(actor()))
    user = user_named(name)
    require(allowed(member(), user))
    return user


def _page(user: User, wrong: Form | None = None) -> str:
    """The file; `wrong` is the form that was refused, with what was typed in it."""
    forms: dict[str, Any] = {"warn": WarnForm, "suspend": SuspendForm, "note": NoteForm, "signature": ReasonForm}
    shown = {key: wrong if isinstance(wrong, kind) else kind(formdata=None) for key, kind in forms.items()}
    if wrong is None:
        shown["warn"].post.data = request.args.get("post", "")
    return render_template(
        "moderation/member.html",
        user=user,
        url=paths.member_file(user.name),
        may_warn=bool(policy.may_warn(member(), user)),
        may_suspend=bool(policy.may_suspend(member(), user)),
        suspended=is_suspended(user),
        warnings=desk.warnings(user),
        notes=desk.notes(user),
        entries=desk.acts_on(user),
        acts=acts_in_words(),
        forms=shown,
        crumbs=trail((user.name, paths.user(user.name)), (_("Dossier"), paths.member_file(user.name))),
    )


def _config() -> Config:
    return current_app.extensions["forum"]
