"""Quoting: posts, and passages of them, put into a reply; and what others wrote while one writes."""

from flask import Blueprint, current_app, json, jsonify, request
from werkzeug.wrappers import Response

from forum import paths
from forum.config import Config
from forum.markup.passages import LONGEST, passage
from forum.markup.quoting import quote
from forum.topics import queries
from forum.topics.models import Topic
from forum.topics.quoted import quoted_in
from forum.topics.rows import page_of
from forum.verdict import HIDDEN, require
from forum.web.forms.writing import ReplyForm, number
from forum.web.jinja import snapshot
from forum.web.language import _n
from forum.web.login import member

pages = Blueprint("quotes", __name__)

_AT_MOST = 20


@pages.get("/p/<int:post_id>/quote")
def quoted(post_id: int) -> Response:
    """A post as a quote, for the script that puts it into the editor; of `text`, selected on the page, that alone."""
    selected = request.args.get("text", "")[:LONGEST]
    return Response(_quote_of(post_id, selected=selected), content_type="text/plain; charset=utf-8")


@pages.get("/t/<int:topic_id>/reply/arrived")
def arrived(topic_id: int) -> Response:
    """What others wrote after the position `after`, in a sentence, for the form that waits to be sent.

    Asked again and again: unless something was written on the whole site since, nothing is counted.
    """
    reader = member()
    answer = jsonify()
    answer.set_etag(f"{snapshot().generation}-{reader.id}")
    answer.headers["Cache-Control"] = "private, no-cache"
    if request.if_none_match.contains(answer.get_etag()[0] or ""):
        answer.status_code, answer.data = 304, b""
        return answer
    topic = queries.topic_for(topic_id, reader)
    after = number(request.args.get("after")) or 0
    count = queries.posts_after(topic, after, reader)
    text = _n(
        "%(count)s réponse est arrivée pendant que vous écriviez.",
        "%(count)s réponses sont arrivées pendant que vous écriviez.",
        count,
    )
    told = {"count": count, "text": text, "seen": topic.post_total, "url": _page_after(topic, after)}
    answer.set_data(json.dumps(told, ensure_ascii=False))
    return answer


def add_quotes(form: ReplyForm, topic: Topic, raw: list[str]) -> None:
    """Put posts of this topic (`7`, or `7,12,9` in that order) as quotes at the end of what is typed. Raises Missing.

    What stands there already, kept in the draft from an earlier visit to this address, is not put there twice.
    """
    ids = [found for each in ",".join(raw).split(",")[:_AT_MOST] if (found := number(each)) is not None]
    for post_id in dict.fromkeys(ids):
        text, typed = _quote_of(post_id, within=topic), (form.body.data or "").rstrip()
        if text.rstrip() not in typed:
            form.body.data = f"{typed}\n\n{text}" if typed else text


def last_quoted(form: ReplyForm) -> str:
    """Where the last of the quotes comes from, to look for another near it."""
    found = quoted_in(form.body.data or "")
    return paths.post(found[-1]) if found else ""


def _page_after(topic: Topic, position: int) -> str:
    config: Config = current_app.extensions["forum"]
    page = page_of(min(position + 1, topic.post_total), config.posts_per_page)
    return paths.topic(topic.id, topic.slug, page=page)


def _quote_of(post_id: int, *, within: Topic | None = None, selected: str = "") -> str:
    """A post as a quote, in Markdown. Raises Missing, also for a post of another topic than `within`."""
    post, topic = queries.post_for(post_id, member())
    if within is not None and topic.id != within.id:
        require(HIDDEN)
    return quote(queries.author_name(post), post.id, passage(post.body, selected) if selected.strip() else post.body)
