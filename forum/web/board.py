"""The board, and the everyday lists of topics."""

from flask import Blueprint, abort, current_app, redirect, render_template
from werkzeug.wrappers import Response

from forum import paths
from forum.config import Config
from forum.db import db
from forum.topics import board as boards
from forum.topics import lists
from forum.topics.reading import mark_all_read
from forum.web.cachecontrol import same_for_all_visitors
from forum.web.jinja import notice
from forum.web.language import _
from forum.web.login import actor, member
from forum.web.pager import page_number, pager

pages = Blueprint("board", __name__)

_FOR_MEMBERS = {"unread", "new", "mine"}
_FOR_ALL = {"unanswered", "active"}


@pages.get("/")
def index() -> str:
    """The board."""
    same_for_all_visitors()
    tree = boards.board(actor())
    return render_template("board/index.html", categories=tree, totals=boards.totals(tree))


@pages.get("/lists/<name>")
def topic_list(name: str) -> str:
    """Unread, new since my last visit, unanswered, active, mine."""
    if name not in _FOR_MEMBERS | _FOR_ALL:
        abort(404)
    if name in _FOR_MEMBERS:
        member()
    same_for_all_visitors()
    config: Config = current_app.extensions["forum"]
    page = page_number()
    per_page, per_topic = config.topics_per_page, config.posts_per_page
    found = lists.everyday(name, actor(), page=page, per_page=per_page, posts_per_page=per_topic)
    pages_shown = pager(page, None, found.more, per_page, lambda number: paths.topic_list(name, page=number))
    return render_template("topics/list.html", name=name, topics=found.rows, pager=pages_shown)


@pages.post("/read")
def read_all() -> Response:
    """Mark everything as read."""
    with db.write():
        mark_all_read(member())
    notice("done", _("Tous les sujets sont marqués comme lus."))
    return redirect(paths.BOARD, 303)
