"""The texts cited in a forum: choose one, and its topics are narrowed to those that cite it."""

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.citations import queries
from forum.citations.known import candidates
from forum.config import Config
from forum.legal.keys import typed
from forum.taxonomy import queries as taxonomy
from forum.web.cachecontrol import same_for_all_visitors
from forum.web.language import _
from forum.web.login import actor
from forum.web.pager import page_number, pager
from forum.web.trail import trail

pages = Blueprint("forumlaw", __name__)

_LONGEST_QUESTION = 200


@pages.get("/f/<slug>/droit")
def cited(slug: str) -> str | Response:
    """The references cited in a forum, most first; `q` leads to its topics that cite what was typed, or offers some."""
    same_for_all_visitors()
    here = taxonomy.forum_by_slug(slug, actor())
    asked = " ".join(request.args.get("q", "").split())[:_LONGEST_QUESTION]
    meant = typed(asked) if asked else []
    if len(meant) == 1:
        return redirect(_narrowed(slug, meant[0]))
    counts = queries.cited_in(here, actor())
    if asked:
        offered = meant or candidates(asked)
        counts = [pair for pair in counts if pair[0] in offered]
    page, per_page = page_number(), _per_page()
    return render_template(
        "citations/forum.html",
        forum=here,
        asked=asked,
        texts=queries.named(counts[(page - 1) * per_page : page * per_page], lambda key: _narrowed(slug, key)),
        pager=pager(page, len(counts), False, per_page, lambda number: paths.forum_law(slug, page=number)),
        crumbs=trail((here.name, paths.forum(slug)), (_("Textes cités"), paths.forum_law(slug))),
    )


def _narrowed(slug: str, key: str) -> str:
    return paths.with_query(paths.forum(slug), law=key)


def _per_page() -> int:
    config: Config = current_app.extensions["forum"]
    return config.rows_per_page
