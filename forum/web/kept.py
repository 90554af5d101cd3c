"""A text that was sent after its writer's session had ended: nothing of it is lost.

The page that asks to sign in carries the sent fields in a hidden one; once signed in they wait in the session (its row
on the server), and the writing page prefills from them: `kept_fields(request.path)`, then `drop_kept(request.path)`
when the text is posted.
"""

import json
from dataclasses import dataclass

from flask import current_app, render_template, request, session
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from forum import paths
from forum.web.forms.accounts import LoginForm
from forum.web.login import actor
from forum.web.security import local_target

_LONGEST = 70_000  # characters, all fields together: twice the longest post
_FIELDS = 60
_NEVER = {"csrf_token", "kept", "next"}


@dataclass(frozen=True)
class Kept:
    """What was sent, and the page whose form it belongs to."""

    path: str
    fields: list[tuple[str, str]]

    def packed(self) -> str:
        """For a hidden field."""
        return json.dumps([self.path, self.fields])


def sent_now() -> Kept | None:
    """What the present request sent, when it is a text that a page with a form can take back."""
    if request.path in {paths.LOGIN, paths.RESUME}:
        return unpacked(request.form.get("kept"))  # it was on its way back, and that form was too old as well
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in _NEVER]
    secret = any(request.form.get(name) for name in request.form if "password" in name or name == "current")
    if request.method != "POST" or secret or not _fits(fields) or not _has_form(request.path):
        return None
    return Kept(_full_path(), fields)


def unpacked(packed: str | None) -> Kept | None:
    """What `packed()` made, checked anew, since a browser sent it back."""
    if not packed or len(packed) > 8 * _LONGEST:
        return None
    try:
        path, fields = json.loads(packed)
        pairs = [(name, value) for name, value in fields if isinstance(name, str) and isinstance(value, str)]
    except (ValueError, TypeError, RecursionError):
        return None
    if not isinstance(path, str) or local_target(path, "") != path or not _fits(pairs):
        return None
    return Kept(path, pairs)


def page(kept: Kept) -> tuple[str, int]:
    """The page that has the reader sign in, or press one button when only the form was too old, and go on."""
    if actor() is not None:
        return render_template("accounts/resume.html", kept=kept.packed()), 403
    form = LoginForm(formdata=None, data={"next": kept.path, "kept": kept.packed()})
    return render_template("accounts/login.html", form=form, kept=True), 403


def keep(kept: Kept) -> str:
    """Put it in the member's session, in place of what was there; returns the page to go on at."""
    session["kept"] = {kept.path.partition("?")[0]: kept.fields}
    return kept.path


def kept_fields(path: str) -> "MultiDict[str, str] | None":
    """What waits for the form at this path, as a form takes it; None when nothing does."""
    fields = session.get("kept", {}).get(path)
    return MultiDict([(name, value) for name, value in fields]) if fields else None


def drop_kept(path: str) -> None:
    """Forget it: the text was posted, or was given up."""
    if path in session.get("kept", {}):
        del session["kept"]


def _fits(fields: list[tuple[str, str]]) -> bool:
    return 0 < len(fields) <= _FIELDS and sum(len(name) + len(value) for name, value in fields) <= _LONGEST


def _has_form(path: str) -> bool:
    """Whether the address can be opened as a page."""
    try:
        current_app.url_map.bind("localhost").match(path, method="GET")
    except HTTPException:
        return False
    return True


def _full_path() -> str:
    return local_target(request.full_path.rstrip("?"), request.path)
