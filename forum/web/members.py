"""Members: the list, and the page of one."""

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts import queries as people
from forum.accounts.queries import rank_table
from forum.config import Config
from forum.topics import lists
from forum.topics.profile import latest_posts
from forum.web.cachecontrol import same_for_all_visitors
from forum.web.jinja import snapshot
from forum.web.login import actor
from forum.web.pager import page_number, pager

pages = Blueprint("members", __name__)

_SORTS = {"name", "posts", "joined"}


@pages.get("/members")
def index() -> str:
    """The members, by name, number of posts or date."""
    same_for_all_visitors()
    config, page = _config(), page_number()
    sort = request.args.get("sort", "name")
    sort = sort if sort in _SORTS else "name"
    starts = request.args.get("starts", "")[:40]
    found, total = people.member_page(page=page, per_page=config.rows_per_page, sort=sort, starts=starts)

    def url(number: int) -> str:
        return paths.with_query(
            paths.MEMBERS,
            sort=sort if sort != "name" else None,
            starts=starts or None,
            page=number if number > 1 else None,
        )

    return render_template(
        "members/index.html",
        members=found,
        ranks=rank_table(snapshot().generation),
        sort=sort,
        starts=starts,
        pager=pager(page, total, False, config.rows_per_page, url),
    )


@pages.get("/u/<name>")
def profile(name: str) -> str | Response:
    """A member's page: who they are, their latest topics and posts."""
    user = people.user_named(name)
    if user.name != name:
        return redirect(paths.user(user.name), 301)
    same_for_all_visitors()
    reader, config = actor(), _config()
    return render_template(
        "members/profile.html",
        user=user,
        rank=rank_table(snapshot().generation).title(user.rank_id, user.post_count),
        topics=lists.by_author(user, reader, count=10, posts_per_page=config.posts_per_page),
        posts=latest_posts(user, reader),
    )


def _config() -> Config:
    return current_app.extensions["forum"]  # type: ignore[no-any-return]  # put there by create_app
