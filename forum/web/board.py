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
from forum.web.trail import topic_lists, trail

pages = Blueprint("board", __name__)

_FOR_MEMBERS = {"unread", "new", "mine"}
_FOR_ALL = {"unanswered", "active"}


@pages.get("/")
def index() -> str:
    """The board."""
    same_for_all_visitors()
    reader = actor()
    tree = boards.board(reader)
    return render_template(
        "board/index.html",
        categories=[row for row in tree if row.kind == "category"],
        forums=[row for row in tree if row.kind != "category"],
        totals=boards.totals(tree),
        lists=topic_lists(reader),
        mark_read_url="/read" if reader is not None else None,
    )


@pages.get("/lists/<name>")
def topic_list(name: str) -> str:
    """Unread, new since my last visit, unanswered, active, mine."""
    if name not in _FOR_MEMBERS | _FOR_ALL:
        abort(404)
    reader = member() if name in _FOR_MEMBERS else actor()
    same_for_all_visitors()
    config: Config = current_app.extensions["forum"]
    page, per_page = page_number(deepest=config.last_offset_page), config.topics_per_page
    found = lists.everyday(name, reader, page=page, per_page=per_page, posts_per_page=config.posts_per_page)
    heading, empty_text = _heading(name)
    return render_template(
        "topics/list.html",
        heading=heading,
        empty_text=empty_text,
        tabs=topic_lists(reader, name),
        topics=found.rows,
        mine=name == "mine",
        pager=pager(page, None, found.more, per_page, lambda number: paths.topic_list(name, page=number)),
        mark_read_url="/read" if name == "unread" else None,
        crumbs=trail((heading, paths.topic_list(name))),
    )


@pages.post("/read")
def read_all() -> Response:
    """Mark everything as read."""
    with db.write():
        mark_all_read(member())
    notice("done", _("Tous les sujets sont marqués comme lus."))
    return redirect(paths.BOARD, 303)


def _heading(name: str) -> tuple[str, str]:
    """A list's title, and what it says when it is empty."""
    return {
        "unread": (_("Sujets non lus"), _("Vous avez tout lu.")),
        "new": (_("Nouveaux depuis ma visite"), _("Rien de nouveau depuis votre dernière visite.")),
        "mine": (_("Mes messages"), _("Vous n’avez encore écrit dans aucun sujet.")),
        "active": (_("Sujets actifs"), _("Aucun sujet pour l’instant.")),
        "unanswered": (_("Sujets sans réponse"), _("Aucun sujet n’attend de réponse.")),
    }[name]
