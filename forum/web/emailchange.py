"""Asking for another address of one's account."""

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts import actions
from forum.db import db
from forum.errors import TooOften
from forum.web.account import settings_tabs
from forum.web.forms.accounts import NewEmailForm, typed
from forum.web.jinja import notice
from forum.web.language import _
from forum.web.limits import hit
from forum.web.login import member, members_only
from forum.web.reauthentication import refusal

pages = Blueprint("emailchange", __name__)

Answer = str | Response | tuple[str, int]


@pages.get(paths.SETTINGS_EMAIL)
@members_only
def email() -> Answer:
    """The form of the new address."""
    return _page(NewEmailForm())


@pages.post(paths.SETTINGS_EMAIL)
@members_only
def ask_new_email() -> Answer:
    """Mail a link to it; nothing changes before its button is pressed. The same words for an address in use."""
    user, form = member(), NewEmailForm()
    if status := refusal(user, form):
        return _page(form), status
    try:
        hit("new-email", by=f"address of {user.id}")
    except TooOften as error:
        form.refuse(error, "current")
        return _page(form), 429
    with db.write(quiet=True):
        actions.ask_new_email(user, typed(form.email))
    notice("done", _("Ouvrez le lien envoyé à la nouvelle adresse : elle remplacera alors l’ancienne."))
    return redirect(paths.SETTINGS_EMAIL, 303)


def _page(form: NewEmailForm) -> str:
    tabs = settings_tabs(paths.SETTINGS_SECURITY)
    return render_template("accounts/email.html", form=form, email=member().email, tabs=tabs)
