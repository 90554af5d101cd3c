"""A forum's page."""

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.config import Config
from forum.db import db
from forum.errors import Missing
from forum.taxonomy import queries as taxonomy
from forum.taxonomy.models import Forum
from forum.taxonomy.policy import may_moderate, may_open_topic
from forum.topics import board, lists
from forum.topics.models import State
from forum.topics.queries import Crumb
from forum.topics.reading import mark_forum_read
from forum.verdict import HIDDEN
from forum.web.cachecontrol import same_for_all_visitors
from forum.web.jinja import notice
from forum.web.language import _
from forum.web.login import actor, member
from forum.web.pager import page_number, pager

pages = Blueprint("forums", __name__)


@pages.get("/f/<slug>")
def forum(slug: str) -> str:
    """A forum: its subforums, then its topics, pinned ones first."""
    same_for_all_visitors()
    reader, config, page = actor(), _config(), page_number()
    sort, state = _sort(), _state()
    seen = taxonomy.visible(reader)
    here = _among(seen, slug)
    moderates = bool(may_moderate(reader, here))
    if state is not State.VISIBLE and not moderates:
        state = State.VISIBLE
    found = lists.in_forum(
        here,
        reader,
        sort=sort,
        page=page,
        per_page=config.topics_per_page,
        posts_per_page=config.posts_per_page,
        state=state,
    )
    asked = None if sort is lists.Sort.LAST else sort.value
    return render_template(
        "forums/forum.html",
        forum=here,
        children=board.subforums(here, reader) if any(each.parent_id == here.id for each in seen) else (),
        topics=found.rows,
        sort=sort.value,
        state=state.value,
        may_open=may_open_topic(reader, here),
        moderates=moderates,
        moderators=taxonomy.moderators(here.id),
        crumbs=_crumbs(seen, here),
        pager=pager(
            page,
            found.total,
            found.more,
            config.topics_per_page,
            lambda number: paths.forum(slug, page=number, sort=asked),
        ),
    )


@pages.post("/f/<slug>/read")
def read_forum(slug: str) -> Response:
    """Mark a forum as read."""
    with db.write():
        here = taxonomy.forum_by_slug(slug, member())
        mark_forum_read(member(), here)
    notice("done", _("Le forum « %(name)s » est marqué comme lu.", name=here.name))
    return redirect(paths.forum(slug), 303)


def _among(forums: list[Forum], slug: str) -> Forum:
    found = next((each for each in forums if each.slug == slug), None)
    if found is None:
        assert HIDDEN.reason is not None
        raise Missing(HIDDEN.reason)
    return found


def _crumbs(forums: list[Forum], here: Forum) -> list[Crumb]:
    return [
        Crumb(each.name, paths.forum(each.slug)) for each in taxonomy.lineage(forums, here)[:-1] if each.kind == "forum"
    ]


def _sort() -> lists.Sort:
    raw = request.args.get("sort", "last")
    return lists.Sort(raw) if raw in set(lists.Sort) else lists.Sort.LAST


def _state() -> State:
    raw = request.args.get("state", "visible")
    return State(raw) if raw in set(State) else State.VISIBLE


def _config() -> Config:
    return current_app.extensions["forum"]  # type: ignore[no-any-return]  # put there by create_app
