"""The administration asks again who one is after a quarter of an hour: a screen left open lets nobody in.

A form sent meanwhile is not lost: the page that asks carries its fields, and sends them on.
"""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.errors import Invalid, TooOften
from forum.web.forms.accounts import AgainForm
from forum.web.login import member, members_only
from forum.web.reauthentication import is_recent, require_again
from forum.web.security import local_target
from forum.web.statuses import status_of

pages = Blueprint("again", __name__)

Answer = str | Response | tuple[str, int]
_OWN = {"csrf_token", "current", "passkey"}


@pages.get(paths.AGAIN)
@members_only
def ask() -> Answer:
    """Ask before a page is shown."""
    return _page(AgainForm(), [("next", _target(request.args.get("next")))])


@pages.post(paths.AGAIN)
@members_only
def show() -> Answer:
    """Go on to it."""
    target, form = _target(request.form.get("next")), AgainForm()
    refused = _refusal(form)
    return _page(form, [("next", target)], refused) if refused else redirect(target, 303)


def ask_again_unless_recent() -> Answer | None:
    """None where the request may go on: its member showed who they are a short time ago, or does so with it."""
    if is_recent():
        return None
    if request.method != "POST":
        return redirect(paths.with_next(paths.AGAIN, request.full_path.rstrip("?")), 303)
    form = AgainForm()
    if not form.answer and not form.current.data:
        return _page(AgainForm(formdata=None), _sent(), 403, request.full_path.rstrip("?"))
    refused = _refusal(form)
    return _page(form, _sent(), refused, request.full_path.rstrip("?")) if refused else None


def _refusal(form: AgainForm) -> int:
    """Nothing for who showed to be the account's owner; else the form says why, and this is the status."""
    try:
        require_again(member(), form)
    except (Invalid, TooOften) as error:
        form.refuse(error, "current")
        return status_of(error)
    return 0


def _sent() -> list[tuple[str, str]]:
    """The fields of the form that is held up."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in _OWN]


def _target(wanted: str | None) -> str:
    return local_target(wanted, paths.ADMIN)


def _page(form: AgainForm, fields: list[tuple[str, str]], status: int = 200, action: str = paths.AGAIN) -> Answer:
    return render_template("accounts/again.html", form=form, fields=fields, action=action), status
