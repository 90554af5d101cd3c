"""Drafts: kept while one types, listed, thrown away."""

import re
from dataclasses import replace
from urllib.parse import unquote

from flask import Blueprint, current_app, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts.policy import may_write
from forum.config import Config
from forum.db import db
from forum.drafts import actions, queries
from forum.drafts.queries import Kept
from forum.errors import Invalid
from forum.messages.queries import subjects
from forum.verdict import require
from forum.web.dates import when
from forum.web.forms import block, line
from forum.web.jinja import AT_FORM, notice
from forum.web.language import _, said
from forum.web.limits import limited
from forum.web.login import member
from forum.web.security import local_target
from forum.web.trail import trail

pages = Blueprint("drafts", __name__)
_CONVERSATION = re.compile(r"/messages/(\d+)")


@pages.get(paths.DRAFTS)
def index() -> str:
    """The member's own drafts, the newest first."""
    config: Config = current_app.extensions["forum"]
    return render_template(
        "drafts/index.html",
        drafts=_named(queries.drafts_of(member())),
        draft_days=config.draft_days,
        crumbs=trail((_("Brouillons"), paths.DRAFTS)),
    )


@pages.post(paths.DRAFTS)
@limited("draft")
def keep() -> tuple[Response, int]:
    """What is typed so far, for the script of the form."""
    writer = member()
    require(may_write(writer))
    try:
        with db.write(quiet=True):
            at = actions.save(member(), unquote(request.form.get("path", "")), typed())
    except Invalid as error:
        return jsonify(error=said(error.message)), 422
    return jsonify(saved=_("Brouillon enregistré, %(date)s", date=when(at)) if at else ""), 200


@pages.post(f"{paths.DRAFTS}/delete")
def delete() -> Response:
    """Throw one away; `next`: the form it stood in, where that is where it was asked."""
    member()
    with db.write(quiet=True):
        actions.drop(member(), request.form.get("path", ""))
    target = local_target(request.values.get("next"), paths.DRAFTS)
    # a link into a page leads past what is told at its top
    notice(AT_FORM if "#" in target else "done", _("Le brouillon est supprimé."))
    return redirect(target, 303)


def _named(drafts: list[Kept]) -> list[Kept]:
    """With the subject of the conversation that a private message was begun in."""
    ids = {each.path: int(found[1]) for each in drafts if (found := _CONVERSATION.fullmatch(each.path))}
    names = subjects(member(), ids.values())
    return [replace(each, place=names.get(ids[each.path], "")) if each.path in ids else each for each in drafts]


def typed() -> dict[str, str]:
    """The fields of a writing form as they were sent."""
    lines = ("to", "title", "kind", "tags", "law", "reason", "revision")
    of_lines = {name: line(request.form.get(name)) for name in lines}
    return {**of_lines, "record": request.form.get("record", ""), "body": block(request.form.get("body"))}
