"""« Utile »: a member says that a post helped, and takes it back. Both buttons of a page belong to one form of it."""

from flask import Blueprint, current_app, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.config import Config
from forum.db import db
from forum.topics.models import Post
from forum.topics.queries import post_for
from forum.topics.rows import shown_title
from forum.verdict import require
from forum.votes import actions
from forum.votes.policy import may_vote
from forum.web.dates import grouped
from forum.web.language import _
from forum.web.login import actor, member
from forum.web.trail import within_topic

pages = Blueprint("votes", __name__)


@pages.get("/p/<int:post_id>/vote")
def ask(post_id: int) -> str:
    """Where a visitor's click leads once signed in: a GET writes nothing, so one button more."""
    post, topic = post_for(post_id, member())
    require(may_vote(member(), post, topic))
    return render_template(
        "votes/ask.html",
        post_id=post_id,
        topic_title=shown_title(topic.title),
        excerpt=post.excerpt,
        crumbs=within_topic(member(), topic, (_("Message utile"), paths.of_post(post_id, "vote"))),
    )


@pages.post("/p/<int:post_id>/vote")
def vote(post_id: int) -> Response:
    """Count the member's vote."""
    if actor() is None:  # the session ended meanwhile
        return redirect(paths.with_next(paths.LOGIN, paths.of_post(post_id, "vote")), 303)
    config: Config = current_app.extensions["forum"]
    limit = config.votes_per_hour if config.limits_on else 1_000_000
    with db.write():
        post, topic = post_for(post_id, member())
        actions.cast(member(), post, topic, per_hour=limit)
    return _answer(post, voted=True)


@pages.post("/p/<int:post_id>/unvote")
def unvote(post_id: int) -> Response:
    """Take the member's vote back."""
    with db.write():
        post, topic = post_for(post_id, member())
        actions.withdraw(member(), post, topic)
    return _answer(post, voted=False)


def _answer(post: Post, *, voted: bool) -> Response:
    """Back to the post; for the script, what its button now says and where it leads."""
    if request.form.get("as") != "json":
        return redirect(paths.post(post.id), 303)
    label = _("Utile") + (f" · {grouped(post.score)}" if post.score else "")
    return jsonify(label=label, voted=voted, url=paths.of_post(post.id, "unvote" if voted else "vote"))
