"""Searches that a member keeps: listed, named, paused, forgotten."""

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import clock, paths
from forum.config import Config
from forum.db import db
from forum.errors import Invalid
from forum.notifications.wishes import NEVER, pace_of
from forum.savedsearches import actions
from forum.savedsearches.queries import searches_of
from forum.search.parsing import LONGEST, parse
from forum.web.forms import line
from forum.web.jinja import notice
from forum.web.language import _
from forum.web.limits import limited
from forum.web.login import member, members_only
from forum.web.trail import trail
from forum.words import message

pages = Blueprint("savedsearches", __name__)


@pages.get(paths.SAVED_SEARCHES)
@members_only
def index() -> str:
    """One's own, by name."""
    return render_template(
        "savedsearches/index.html",
        searches=searches_of(member()),
        most=_config().saved_searches,
        no_mail=pace_of(member(), "watched") == NEVER,
        crumbs=trail((_("Recherche"), paths.SEARCH), (_("Recherches enregistrées"), paths.SAVED_SEARCHES)),
    )


@pages.post(paths.SAVED_SEARCHES)
@limited("draft")
def save() -> Response:
    """Keep what is searched."""
    member()
    text = line(request.form.get("q"))[:LONGEST]
    if parse(text, clock.now().date()).is_empty:
        raise Invalid(message("Cherchez d’abord quelque chose : c’est cette recherche qui sera enregistrée."), "q")
    with db.write(quiet=True):
        fresh = actions.save(member(), text, request.form.get("alert", ""), most=_config().saved_searches)
    notice("done", _("La recherche est enregistrée.") if fresh else _("Vous gardez déjà cette recherche."))
    return redirect(paths.SAVED_SEARCHES, 303)


@pages.post(f"{paths.SAVED_SEARCHES}/<int:search_id>")
def change(search_id: int) -> Response:
    """Rename one, pause it, wake it, or forget it."""
    member()
    verb = request.form.get("do", "")
    with db.write(quiet=True):
        if verb == "remove":
            actions.remove(member(), search_id)
        elif verb in {"pause", "resume"}:
            actions.pause(member(), search_id, paused=verb == "pause")
        else:
            name, alert = line(request.form.get("name")), request.form.get("alert", "")
            actions.change(member(), search_id, name=name, alert=alert)
    notice("done", _("La recherche est supprimée.") if verb == "remove" else _("C’est enregistré."))
    return redirect(paths.SAVED_SEARCHES, 303)


def _config() -> Config:
    return current_app.extensions["forum"]
