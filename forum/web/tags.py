"""Tags: the list, and the page of one."""

from flask import Blueprint, current_app, redirect, render_template
from werkzeug.wrappers import Response

from forum import paths
from forum.config import Config
from forum.errors import Missing
from forum.experiences import queries as experiences
from forum.taxonomy.queries import synonyms, tag_by_slug
from forum.topics import lists
from forum.topics.tagged import TagHead, knows_tag, tag_counts
from forum.verdict import HIDDEN
from forum.web.cachecontrol import same_for_all_visitors
from forum.web.language import _
from forum.web.login import actor
from forum.web.pager import page_number, pager
from forum.web.trail import trail

pages = Blueprint("tags", __name__)


@pages.get("/tags")
def index() -> str:
    """Every tag that a topic the reader sees carries, with how many."""
    same_for_all_visitors()
    return render_template("tags/index.html", tags=tag_counts(actor()), crumbs=trail((_("Étiquettes"), paths.TAGS)))


@pages.get("/tag/<slug>")
def tag(slug: str) -> str | Response:
    """The topics under a tag, guides first. A synonym leads to its tag."""
    config: Config = current_app.extensions["forum"]
    found, page = tag_by_slug(slug), page_number(deepest=config.last_offset_page)
    if found is None or not knows_tag(actor(), found):
        assert HIDDEN.reason is not None
        raise Missing(HIDDEN.reason)
    if found.slug != slug:
        return redirect(paths.tag(found.slug), 301)
    same_for_all_visitors()
    per_page = config.topics_per_page
    shown = lists.with_tag(found, actor(), page=page, per_page=per_page, posts_per_page=config.posts_per_page)
    pages_shown = pager(page, shown.total, shown.more, per_page, lambda number: paths.tag(slug, page=number))
    return render_template(
        "tags/tag.html",
        tag=TagHead(found.id, found.name, paths.tag(found.slug, page=page), found.description, synonyms(found)),
        tag_slug=found.slug,
        topics=shown.rows,
        figures=experiences.with_tag(found) if shown.total else None,
        topic_count=shown.total,
        pager=pages_shown,
        crumbs=trail((_("Étiquettes"), paths.TAGS), (found.name, paths.tag(found.slug))),
    )
