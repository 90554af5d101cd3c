"""Writing something new: a topic, a reply."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from flask import Blueprint, current_app, redirect, request
from werkzeug.wrappers import Response

from forum import paths
from forum.config import Config
from forum.experiences import actions as experiences
from forum.markup.bbcode import to_markdown
from forum.taxonomy import queries as taxonomy
from forum.taxonomy.models import Forum
from forum.taxonomy.policy import Right, may_open_topic, rights_on
from forum.taxonomy.tagging import tags_for
from forum.topics import actions, queries
from forum.topics.actions import Sent, Text, TopicDraft
from forum.topics.models import TITLE_LENGTH, Kind, Post, Topic
from forum.topics.policy import kinds_open_to, may_reply
from forum.topics.pseudonyms import name_in
from forum.topics.quoted import texts_quoted
from forum.topics.rows import shown_title
from forum.topics.tagged import tag_names
from forum.topics.views import BriefPost
from forum.verdict import require
from forum.web.forms.experiences import ExperienceKindForm, ExperienceTopicForm, RecordFields
from forum.web.forms.kinds import PARTS, KindForm, kind_form
from forum.web.forms.writing import KIND_NAMES, ReplyForm, TopicForm
from forum.web.language import _, said
from forum.web.login import member
from forum.web.quotes import add_quotes, last_quoted
from forum.web.security import takes_files
from forum.web.suggested import near_text
from forum.web.trail import as_crumbs, trail, within_topic
from forum.web.writing import Turn, first_turn, next_turn, publish, record_before, to_post, typed_before, writing_page

pages = Blueprint("compose", __name__)

Page = Response | tuple[str, int, dict[str, str]]
SHOWN_BELOW = 10
FREE = "text"  # asks for no short form where one is usual


@pages.route("/f/<slug>/new", methods=["GET", "POST"])
@takes_files
def new_topic(slug: str) -> Page:
    """The form of a new topic, and the topic that it makes."""
    writer = member()
    forum = taxonomy.forum_by_slug(slug, writer)
    moderates = Right.MODERATE in rights_on(writer, forum.id)
    form = _topic_form(forum, moderates=moderates)
    if request.method == "GET":
        require(may_open_topic(writer, forum))
        return _topic_page(first_turn(form), forum, moderates=moderates)
    turn = next_turn(form, writer)
    if turn.posts:
        made = publish(turn, lambda text, sent: _open(slug, form, text, sent), public=partial(texts_quoted, form.words))
        if made is not None:
            return to_post(made)
    return _topic_page(turn, taxonomy.forum_by_slug(slug, member()), moderates=moderates)


@pages.route("/t/<int:topic_id>/reply", methods=["GET", "POST"])
@takes_files
def reply(topic_id: int) -> Page:
    """The form of a reply, and the reply that it makes."""
    writer = member()
    topic = queries.topic_for(topic_id, writer)
    form = ReplyForm(data=typed_before())
    form.offer_pseudonym(name_in(writer, topic_id))
    if request.method == "GET":
        require(may_reply(writer, topic))
        form.seen.data = str(topic.post_total)
        add_quotes(form, topic, request.args.getlist("quote"))
        return _reply_page(first_turn(form), topic)
    turn, seen = next_turn(form, writer), form.seen_position
    if request.form.get("do") == "more" and turn.status == 200:
        return redirect(last_quoted(form) or paths.topic(topic_id, topic.slug), 303)
    if turn.posts:
        public = partial(texts_quoted, form.words, topic_id)
        made = publish(turn, lambda text, sent: _reply(topic_id, text, sent), seen=seen, public=public)
        if made is not None:
            return to_post(made)
    topic = queries.topic_for(topic_id, member())
    add_quotes(form, topic, request.form.getlist("quote"))
    return _reply_page(turn, topic, arrived=arrived_since(form, topic, turn))


def _topic_form(forum: Forum, *, moderates: bool) -> TopicForm:
    """The short form of the kind that was asked for; else a title and a text, and a record where it wants one."""
    data = {"title": request.args.get("title", "")[:TITLE_LENGTH], **typed_before(), **record_before()}
    kind = _guided(forum, moderates=moderates)
    if kind is None:
        first = next(iter(kinds_open_to(moderates=moderates, accepted=forum.kinds)), "")
        tells = (request.form.get("kind") or data.get("kind") or first) == Kind.EXPERIENCE
        form = ExperienceTopicForm(data=data) if tells else TopicForm(data=data)
        return _offering(form, forum, moderates=moderates)
    short = kind_form(kind, ExperienceKindForm if kind == Kind.EXPERIENCE else KindForm)
    if data.get("body") and not any(part.name in data for part in PARTS[kind]):  # from a draft
        data |= short.parts_in(data["body"])
    made = short(data=data)
    made.compose(convert=to_markdown if request.form.get("do") == "convert" else None)
    return _offering(made, forum, moderates=moderates)


def _offering(form: TopicForm, forum: Forum, *, moderates: bool) -> TopicForm:
    config: Config = current_app.extensions["forum"]
    form.offer_kinds(moderates=moderates, accepted=forum.kinds)
    form.offer_tags(at_most=config.tags_per_topic, may_create=moderates)
    return form


def _guided(forum: Forum, *, moderates: bool) -> Kind | None:
    """The kind whose short form is asked for, or on a first visit meant; None for the free text."""
    asked = request.args.get("form", "")
    if request.method == "GET" and not asked:
        meant = _meant(forum, moderates=moderates)
        asked = meant if meant and typed_before().get("kind") in {None, "", meant} else ""
    return next((kind for kind in _short_forms(forum, moderates=moderates) if kind == asked), None)


def _short_forms(forum: Forum, *, moderates: bool) -> list[Kind]:
    """The kinds open to the writer that have a short form."""
    return [kind for kind in kinds_open_to(moderates=moderates, accepted=forum.kinds) if kind in PARTS]


def _meant(forum: Forum, *, moderates: bool) -> Kind | None:
    """The kind that a forum is for, where it says so and that kind has a short form."""
    first = next(iter(kinds_open_to(moderates=moderates, accepted=forum.kinds)), None)
    return first if forum.kinds and first in PARTS else None


def _open(slug: str, form: TopicForm, text: Text, sent: Sent) -> Post:
    config: Config = current_app.extensions["forum"]
    writer = member()
    forum = taxonomy.forum_by_slug(slug, writer)
    creates_tags = Right.MODERATE in rights_on(writer, forum.id)
    tags = tags_for(form.tag_names, at_most=config.tags_per_topic, may_create=creates_tags)
    draft = TopicDraft(form.title.data or "", Kind(form.kind.data), tags, law=form.law_keys)
    post = actions.open_topic(writer, forum, draft, text, sent)
    if isinstance(form, RecordFields) and (record := form.record()) is not None:
        experiences.tell(post, record)
    return post


def _reply(topic_id: int, text: Text, sent: Sent) -> Post:
    return actions.reply(member(), queries.topic_for(topic_id, member()), text, sent)


def arrived_since(form: ReplyForm, topic: Topic, turn: Turn) -> list[BriefPost]:
    """What came while the writer wrote, to be read once before posting."""
    if turn.status != 409:
        return []
    found = queries.last_posts(topic, member(), SHOWN_BELOW, after=form.seen_position or 0)
    form.seen.data = str(topic.post_total)
    return found


def _topic_page(turn: Turn, forum: Forum, *, moderates: bool) -> Page:
    here = (_("Nouveau sujet"), paths.new_topic(forum.slug))
    above = _above(forum)
    return writing_page(
        turn,
        mode="new",
        heading=_("Nouveau sujet dans « %(forum)s »", forum=forum.name),
        action=paths.new_topic(forum.slug, form=_guided(forum, moderates=moderates)),
        forms=_forms(forum, moderates=moderates),
        back_url=paths.forum(forum.slug),
        crumbs=trail((forum.name, paths.forum(forum.slug)), here, through=above),
        tag_choices=tag_names(member()),
        similar=near_text(f"{turn.form.title.data} {turn.form.body.data}") if turn.preview_html else [],
    )


def _forms(forum: Forum, *, moderates: bool) -> list[tuple[str, str, bool]]:
    """The ways to open a topic here: a short form for each kind, and the free one; the usual one first. None where
    there is but one."""
    present = _guided(forum, moderates=moderates)
    kinds = _short_forms(forum, moderates=moderates)
    ways = [(said(KIND_NAMES[kind]), paths.new_topic(forum.slug, form=kind), kind == present) for kind in kinds]
    if _meant(forum, moderates=moderates):
        return [*ways, (_("Texte libre"), paths.new_topic(forum.slug, form=FREE), present is None)]
    return [(_("Texte libre"), paths.new_topic(forum.slug), present is None), *ways] if ways else []


def _above(forum: Forum) -> Iterable[queries.Crumb]:
    line = taxonomy.lineage(taxonomy.visible(member()), forum)[:-1]
    return as_crumbs(line)


def _reply_page(turn: Turn, topic: Topic, arrived: list[BriefPost] | None = None) -> Page:
    url = paths.topic(topic.id, topic.slug)
    more: dict[str, Any] = {
        "arrived_url": paths.arrived(topic.id),
        "recent": queries.last_posts(topic, member(), SHOWN_BELOW),
        "arrived": arrived or [],
    }
    return writing_page(
        turn,
        mode="reply",
        heading=_("Répondre à « %(title)s »", title=shown_title(topic.title)),
        action=paths.reply(topic.id),
        back_url=url,
        crumbs=within_topic(member(), topic, (_("Répondre"), paths.reply(topic.id))),
        **more,
    )
