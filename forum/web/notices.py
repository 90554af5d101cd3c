"""What a member is told on the site, what they follow, and how much of it goes out by mail."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts.models import User
from forum.db import db
from forum.errors import Missing
from forum.notifications import wishes
from forum.notifications.inbox import see
from forum.notifications.queries import notices_of
from forum.topics.models import Level
from forum.topics.watching import level_of, watch, watched_by, where_shown
from forum.verdict import HIDDEN
from forum.web.account import settings_stored, settings_tabs
from forum.web.jinja import notice
from forum.web.language import _
from forum.web.login import member, members_only
from forum.web.pager import key_number
from forum.web.security import from_mail_programs, local_target
from forum.web.tokens import opened_unsubscribe
from forum.web.trail import Tab, trail

pages = Blueprint("notices", __name__)
_PER_PAGE = 40


@pages.get(paths.NOTICES)
@members_only
def notices() -> str:
    """The list, newest first."""
    rows, older = notices_of(member(), before=key_number("before"), how_many=_PER_PAGE)
    return render_template(
        "notices/list.html",
        told=rows,
        older_url=paths.with_query(paths.NOTICES, before=older) if older else None,
        crumbs=trail((_("Notifications"), paths.NOTICES)),
        tabs=_tabs(paths.NOTICES),
    )


@pages.post(paths.NOTICES_SEEN)
@members_only
def all_seen() -> Response:
    """Hold all of them for read."""
    with db.write(quiet=True):
        see(member().id)
    notice("done", _("Toutes les notifications sont marquées comme lues."))
    return redirect(paths.NOTICES, 303)


@pages.get(paths.FOLLOWED)
@members_only
def followed() -> str:
    """All that the member chose a level for."""
    return render_template(
        "notices/followed.html",
        followed=watched_by(member()),
        crumbs=trail((_("Notifications"), paths.NOTICES), (_("Suivi"), paths.FOLLOWED)),
        tabs=_tabs(paths.FOLLOWED),
    )


@pages.get(paths.WATCH)
@members_only
def choose() -> str:
    """The four levels for one thing."""
    kind, target = request.args.get("kind", ""), request.args.get("target", "")
    shown = where_shown(member(), kind, target)
    chosen = level_of(member(), kind, target)
    return render_template(
        "notices/watch.html",
        kind=kind,
        target=target,
        level=Level.WATCHING if chosen is None else chosen,  # who presses « Suivre » wants to follow
        shown_url=shown,
        crumbs=trail((_("Notifications"), paths.NOTICES), (_("Suivre"), paths.watch(kind, target))),
    )


@pages.post(paths.WATCH)
@members_only
def store_choice() -> Response:
    """Store a level, and go back to what it is for."""
    kind, target = request.form.get("kind", ""), request.form.get("target", "")
    raw = request.form.get("level", "")
    level = Level(int(raw)) if raw in {"0", "1", "2", "3"} else Level.WATCHING
    with db.write(quiet=True):
        watch(member(), kind, target, level)
    notice("done", _("C’est enregistré."))
    return redirect(local_target(request.form.get("next"), where_shown(member(), kind, target)), 303)


@pages.get(paths.SETTINGS_MAIL)
@members_only
def mail() -> str:
    """What goes out by mail, and how often."""
    return render_template(
        "notices/mail.html",
        wishes=wishes.all_of(member()),
        replying="watch" if wishes.follows_replies(member()) else "",
        tabs=settings_tabs(paths.SETTINGS_MAIL),
    )


@pages.post(paths.SETTINGS_MAIL)
@members_only
def change_mail() -> Response:
    """Store the choices; what is no choice changes nothing."""
    with db.write(quiet=True):
        wishes.choose(member(), request.form.to_dict())
    return settings_stored(paths.SETTINGS_MAIL)


@pages.get("/unsubscribe/<token>")
def unsubscribe(token: str) -> str:
    """The page for mail programs that only follow links: one button."""
    user, group = _opened(token)
    return render_template("notices/unsubscribe.html", token=token, group=group, name=user.name, done=False)


@pages.post("/unsubscribe/<token>")
@from_mail_programs
def unsubscribed(token: str) -> str:
    """One click, from the page or from the mail program itself (RFC 8058): no more mails of this kind."""
    user, group = _opened(token)
    with db.write(quiet=True):
        wishes.stop(user, group)
    return render_template("notices/unsubscribe.html", token=token, group=group, name=user.name, done=True)


def _opened(token: str) -> tuple[User, str]:
    opened = opened_unsubscribe(token)
    if opened is None:
        assert HIDDEN.reason is not None
        raise Missing(HIDDEN.reason)
    return opened


def _tabs(present: str) -> list[Tab]:
    named = (
        (_("Notifications"), paths.NOTICES),
        (_("Suivi"), paths.FOLLOWED),
        (_("Réglages des courriels"), paths.SETTINGS_MAIL),
    )
    return [(title, path, path == present) for title, path in named]
