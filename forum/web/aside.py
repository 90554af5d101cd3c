"""A member's own settings about others: who may write to them, whom they block or ignore."""

from flask import Blueprint, current_app, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts import blocks
from forum.accounts.queries import user_named
from forum.config import Config
from forum.db import db
from forum.errors import Invalid, Missing
from forum.messages.actions import choose_who_may_write
from forum.web.account import settings_stored, settings_tabs
from forum.web.forms.messages import AsideForm, WhoMayWriteForm
from forum.web.login import member, members_only
from forum.words import message

pages = Blueprint("aside", __name__)

Answer = str | Response | tuple[str, int]


@pages.get(paths.SETTINGS_MESSAGES)
@members_only
def settings() -> Answer:
    """Who may write, and whom one sets aside; `name`: somebody to begin with."""
    return _page(_who_form(), _aside_form(request.args.get("name", "").strip()[:60]))


@pages.post(paths.SETTINGS_MESSAGES)
@members_only
def choose() -> Answer:
    """Store who may write; one's page, which visitors see from a cache, offers it or not."""
    form = _who_form(sent=True)
    if not form.validate():
        return _page(form, _aside_form("")), 422
    with db.write():
        choose_who_may_write(member(), form.messages_from.data or "")
    return settings_stored(paths.SETTINGS_MESSAGES)


@pages.post(paths.SETTINGS_ASIDE)
@members_only
def set_aside() -> Answer:
    """Block, ignore, or neither any more."""
    form = AsideForm()
    try:
        with db.write(quiet=True):
            try:
                other = user_named(form.name.data or "")
            except Missing:
                unknown = message("Aucun membre ne porte ce nom : vérifiez-le.")
                raise Invalid(unknown, "name") from None
            blocks.set_aside(member(), other, messages=bool(form.messages.data), board=bool(form.board.data))
    except Invalid as error:
        form.refuse(error, "name")
        return _page(_who_form(), form), 422
    return settings_stored(paths.SETTINGS_MESSAGES)


def _who_form(*, sent: bool = False) -> WhoMayWriteForm:
    config: Config = current_app.extensions["forum"]
    form = WhoMayWriteForm() if sent else WhoMayWriteForm(formdata=None, obj=member())
    form.offer(config.pace_newcomer_posts)
    return form


def _aside_form(name: str) -> AsideForm:
    """The form, with what is chosen for this person already."""
    held = None
    if name:
        try:
            held = blocks.held_for(member(), user_named(name))
        except Missing:
            name = ""
    chosen = {"messages": held.messages, "board": held.board} if held is not None else {}
    return AsideForm(formdata=None, data={"name": name, **chosen})


def _page(who: WhoMayWriteForm, aside: AsideForm) -> str:
    return render_template(
        "messages/settings.html",
        who=who,
        form=aside,
        aside=blocks.aside_of(member()),
        tabs=settings_tabs(paths.SETTINGS_MESSAGES),
    )
