"""Telling an experience in a reply, and saying later what became of it. With a new topic: `web.compose`; edited:
`web.posts`."""

from collections.abc import Sequence
from functools import partial

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts.models import User
from forum.db import db
from forum.errors import Conflict, Invalid
from forum.experiences import actions as experiences
from forum.experiences.models import Outcome
from forum.experiences.policy import may_follow_up, may_tell
from forum.experiences.queries import record_of
from forum.topics import actions, queries
from forum.topics.actions import Sent, Text
from forum.topics.models import Post, Topic
from forum.topics.pseudonyms import name_in
from forum.topics.quoted import texts_quoted
from forum.topics.rows import shown_title
from forum.topics.views import BriefPost
from forum.verdict import require
from forum.web.compose import SHOWN_BELOW, arrived_since
from forum.web.forms.experiences import ExperienceForm, SinceForm
from forum.web.jinja import notice
from forum.web.kept import drop_kept, kept_fields
from forum.web.language import _
from forum.web.login import member
from forum.web.security import takes_files
from forum.web.shield import Personal, asked_about, masked_in
from forum.web.trail import within_topic
from forum.web.writing import (
    Turn,
    first_turn,
    next_turn,
    publish,
    record_before,
    to_post,
    typed_before,
    writing_page,
)

pages = Blueprint("experiences", __name__)

Page = Response | tuple[str, int, dict[str, str]]


@pages.route("/t/<int:topic_id>/experience", methods=["GET", "POST"])
@takes_files
def tell(topic_id: int) -> Page:
    """The form of a reply that tells an experience, and the reply that it makes."""
    writer = member()
    topic = queries.topic_for(topic_id, writer)
    form = ExperienceForm(data={**typed_before(), **record_before()})
    form.offer_pseudonym(name_in(writer, topic_id))
    if request.method == "GET":
        require(may_tell(writer, topic))
        form.seen.data = str(topic.post_total)
        return _page(first_turn(form), topic)
    turn, seen = next_turn(form, writer), form.seen_position
    if turn.posts:
        public = partial(texts_quoted, form.words, topic_id)
        made = publish(turn, lambda text, sent: _tell(topic_id, form, text, sent), seen=seen, public=public)
        if made is not None:
            return to_post(made)
    topic = queries.topic_for(topic_id, member())
    return _page(turn, topic, arrived_since(form, topic, turn))


@pages.route("/p/<int:post_id>/since", methods=["GET", "POST"])
def since(post_id: int) -> Response | tuple[str, int]:
    """What became of an experience since it was told."""
    post, topic = queries.post_for(post_id, member())
    require(may_follow_up(member(), post, topic))
    told = record_of(post_id)
    present = {"outcome": told[0].outcome.value, "follow_up": told[1]} if told else {}
    if request.method == "GET":
        return _since_page(SinceForm(formdata=kept_fields(request.path), data=present), post, topic), 200
    form = SinceForm(data=present)
    if "mask" in request.form:
        return _since_page(form, post, topic, masked_in(form, request.form["mask"])), 200
    if not form.validate():
        return _since_page(form, post, topic), 422
    if personal := asked_about(form, _named(post), lambda: (post.body, told[1] if told else "")):
        return _since_page(form, post, topic, personal), 422
    try:
        with db.write():
            post, topic = queries.post_for(post_id, member())
            experiences.follow_up(member(), post, topic, Outcome(form.outcome.data), form.follow_up.data or "")
    except (Invalid, Conflict) as error:
        form.refuse(error, "follow_up")
        return _since_page(form, post, topic), 422
    drop_kept(request.path)
    notice("done", _("C’est noté sous votre expérience vécue."))
    return redirect(paths.post(post_id), 303)


def _tell(topic_id: int, form: ExperienceForm, text: Text, sent: Sent) -> Post:
    record = form.record()
    assert record is not None  # the form asks for one
    post = actions.reply(member(), queries.topic_for(topic_id, member()), text, sent)
    experiences.tell(post, record)
    return post


def _page(turn: Turn, topic: Topic, arrived: list[BriefPost] | None = None) -> Page:
    return writing_page(
        turn,
        mode="reply",
        heading=_("Raconter mon expérience : « %(title)s »", title=shown_title(topic.title)),
        action=paths.tell(topic.id),
        back_url=paths.topic(topic.id, topic.slug),
        crumbs=within_topic(member(), topic, (_("Raconter mon expérience"), paths.tell(topic.id))),
        arrived_url=paths.arrived(topic.id),
        recent=queries.last_posts(topic, member(), SHOWN_BELOW),
        arrived=arrived or [],
    )


def _named(post: Post) -> User | None:
    """Who writes, where readers see their own name over the post."""
    return member() if post.author_id == member().id else None


def _since_page(form: SinceForm, post: Post, topic: Topic, personal: Sequence[Personal] = ()) -> str:
    return render_template(
        "experiences/since.html",
        form=form,
        personal=personal,
        post_url=paths.post(post.id),
        action=paths.of_post(post.id, "since"),
        crumbs=within_topic(member(), topic, (_("Et depuis ?"), paths.of_post(post.id, "since"))),
    )
