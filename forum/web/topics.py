"""Reading topics: the page, the permalink of a post, the first unread post."""

from collections.abc import Sequence

from flask import Blueprint, current_app, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts.policy import Actor
from forum.config import Config
from forum.errors import Gone, Missing
from forum.topics import queries, rows
from forum.topics.reading import first_unread
from forum.topics.views import PostRow, TopicHead
from forum.web.cachecontrol import same_for_all_visitors
from forum.web.jinja import read_at
from forum.web.login import actor, member
from forum.web.pager import Pager, page_number
from forum.web.resourcelinks import with_dead_links
from forum.web.staffverbs import bulk_of_posts
from forum.web.structured import topic_data
from forum.web.tally import tally
from forum.web.topicparts import Parts, parts_of
from forum.web.trail import trail
from forum.web.writing import quick_reply

pages = Blueprint("topics", __name__)


@pages.get("/t/<int:topic_id>")
@pages.get("/t/<int:topic_id>/<slug>")
def topic(topic_id: int, slug: str = "") -> str | Response:
    """A page of a topic, at its canonical address."""
    reader, config, page = actor(), _config(), page_number()
    try:
        useful = bool(request.query_string) and request.args.get("sort") == "useful"
        found = queries.topic_page(topic_id, page, reader, per_page=config.posts_per_page, useful_first=useful)
    except (Gone, Missing):
        if (target := queries.merged_into(topic_id, reader)) is None:
            raise
        return redirect(paths.topic(target.id, target.slug), 301)
    if slug != found.head.slug:
        return redirect(_same_query(paths.topic(topic_id, found.head.slug)), 301)
    read_at(found.generation)
    same_for_all_visitors(topic_id)
    _count(topic_id, _read_up_to(found), reader)
    return _shown(found, reader, config)


@pages.get("/p/<int:post_id>")
def post(post_id: int) -> Response:
    """From a post's permalink to its page."""
    found, its_topic = queries.post_for(post_id, actor())
    page = rows.page_of(found.position, _config().posts_per_page)
    return redirect(paths.post_on_page(its_topic.id, its_topic.slug, page, found.id), 302)


@pages.get("/t/<int:topic_id>/<slug>/unread")
def unread(topic_id: int, slug: str) -> Response:
    """To the first post that the member has not read."""
    reader = member()
    found = queries.topic_for(topic_id, reader)
    post_id, position = first_unread(reader, found)
    page = rows.page_of(position, _config().posts_per_page)
    return redirect(paths.post_on_page(found.id, found.slug, page, post_id), 302)


def _shown(found: queries.TopicPage, reader: Actor, config: Config) -> str:
    head, parts = found.head, parts_of(found, reader, config)
    posts = with_dead_links(found.posts, parts.resources)
    sort = "useful" if found.useful_first else None
    return render_template(
        "topics/topic.html",
        head=head,
        crumbs=trail((head.title, head.url), through=found.crumbs),
        posts=posts,
        pager=Pager(head.page, head.page_count, lambda number: paths.topic(head.id, head.slug, page=number, sort=sort)),
        json_ld=_structured(head, posts, parts, config) if reader is None else None,
        description=posts[0].excerpt if posts else "",
        unread_url=paths.topic_unread(head.id, head.slug) if reader and head.read_position < head.post_total else None,
        bulk=bulk_of_posts() if "moderate" in head.may else None,
        parts=parts,
        useful_first=found.useful_first,
        **quick_reply(head),
    )


def _read_up_to(found: queries.TopicPage) -> int:
    """The last position of those read; by usefulness a page tells it only where it holds the whole topic."""
    positions = [post.position for post in found.posts]
    return max(positions, default=0) if not found.useful_first or found.head.page_count == 1 else 0


def _structured(head: TopicHead, posts: Sequence[PostRow], parts: Parts, config: Config) -> Markup | None:
    return topic_data(head, posts, config.base_url, parts.answer.accepted if parts.answer else None)


def _same_query(path: str) -> str:
    query = request.query_string.decode("ascii", "ignore")
    return f"{path}?{query}" if query else path


def _count(topic_id: int, position: int, reader: Actor) -> None:
    counts = tally()
    counts.viewed(topic_id)
    if reader is not None:
        counts.read(reader.id, topic_id, position)
        counts.was_here(reader.id)


def _config() -> Config:
    return current_app.extensions["forum"]
