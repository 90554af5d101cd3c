"""Bookmarks: a post is kept by one click, and found again with its note."""

from flask import Blueprint, current_app, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.bookmarks import actions, queries
from forum.bookmarks.policy import may_keep
from forum.config import Config
from forum.db import db
from forum.topics.queries import post_for
from forum.topics.rows import shown_title
from forum.verdict import require
from forum.web.forms import block, line
from forum.web.jinja import notice
from forum.web.language import _
from forum.web.login import actor, member, members_only
from forum.web.pager import page_number, pager
from forum.web.security import local_target
from forum.web.trail import trail, within_topic

pages = Blueprint("bookmarks", __name__)


@pages.get(paths.BOOKMARKS)
@members_only
def index() -> str:
    """One's own, the newest first; `q` looks into the notes."""
    config: Config = current_app.extensions["forum"]
    words, page, per_page = line(request.args.get("q"))[:100], page_number(), config.topics_per_page
    found, total = queries.bookmarks_of(member(), words, page=page, per_page=per_page)
    return render_template(
        "bookmarks/index.html",
        bookmarks=found,
        total=total,
        words=words,
        most=actions.NOTE_CHARACTERS,
        pager=pager(
            page,
            total,
            False,
            per_page,
            lambda at: paths.with_query(paths.BOOKMARKS, q=words or None, page=at if at > 1 else None),
        ),
        crumbs=trail((_("Favoris"), paths.BOOKMARKS)),
    )


@pages.get("/p/<int:post_id>/bookmark")
@members_only
def ask(post_id: int) -> str:
    """The note of a post that one keeps, or is about to."""
    post, topic = post_for(post_id, member())
    require(may_keep(member(), post, topic))
    return render_template(
        "bookmarks/one.html",
        post_id=post_id,
        kept=queries.bookmark_of(member(), post_id),
        topic_title=shown_title(topic.title),
        excerpt=post.excerpt,
        most=actions.NOTE_CHARACTERS,
        crumbs=within_topic(member(), topic, (_("Favori"), paths.of_post(post_id, "bookmark"))),
    )


@pages.post("/p/<int:post_id>/bookmark")
def keep(post_id: int) -> Response:
    """Keep the post, or change the note of one that is kept, whatever became of it."""
    if actor() is None:  # the session ended meanwhile
        return redirect(paths.with_next(paths.LOGIN, paths.of_post(post_id, "bookmark")), 303)
    note = block(request.form.get("note"))
    with db.write(quiet=True):
        known = "note" in request.form and actions.annotate(member(), post_id, note)
        if not known:
            actions.keep(member(), *post_for(post_id, member()), note)
    if request.form.get("as") == "json":
        return jsonify(label=_("Favori"), voted=True, url=paths.of_post(post_id, "unbookmark"))
    notice("done", _("La note est enregistrée.") if known else _("Ce message est dans vos favoris."))
    return redirect(local_target(request.form.get("next"), paths.post(post_id)), 303)


@pages.post("/p/<int:post_id>/unbookmark")
def let_go(post_id: int) -> Response:
    """Keep it no longer."""
    with db.write(quiet=True):
        done = actions.let_go(member(), post_id)
    if request.form.get("as") == "json":
        return jsonify(label=_("Favori"), voted=False, url=paths.of_post(post_id, "bookmark"))
    if done:
        notice("done", _("Ce message n’est plus dans vos favoris."))
    return redirect(local_target(request.form.get("next"), paths.BOOKMARKS), 303)
