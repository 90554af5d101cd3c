"""What becomes of a post once written: edited, its earlier texts read, taken back by its author."""

from dataclasses import replace
from functools import partial

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import clock, paths
from forum.attachments.queries import for_posts
from forum.config import Config
from forum.db import db
from forum.experiences import actions as experiences
from forum.experiences.queries import record_of
from forum.legal import short_name
from forum.settings.queries import snapshot as settings
from forum.taxonomy import queries as taxonomy
from forum.taxonomy.policy import Right, rights_on
from forum.taxonomy.tagging import tags_for
from forum.topics import actions, policy, queries
from forum.topics.actions import Edit, Sent, Text
from forum.topics.citing import law_of
from forum.topics.history import versions
from forum.topics.models import Kind, Post, Topic
from forum.topics.quoted import texts_quoted
from forum.topics.rows import shown_title
from forum.topics.tagged import tag_names, tags_of
from forum.verdict import require
from forum.web.attached import Files
from forum.web.forms.experiences import ExperienceEditForm, ExperienceFirstPostForm, fields_of
from forum.web.forms.writing import EditForm, FirstPostForm
from forum.web.guidetools import tools_of
from forum.web.jinja import notice
from forum.web.language import _
from forum.web.login import actor, member
from forum.web.pager import page_number, pager
from forum.web.security import takes_files
from forum.web.trail import within_topic
from forum.web.versions import Conflicting, changed_rows, shown
from forum.web.writing import (
    Turn,
    first_turn,
    left_aside,
    next_turn,
    publish,
    record_before,
    typed_before,
    writing_page,
)

pages = Blueprint("posts", __name__)

Page = Response | tuple[str, int, dict[str, str]]
_VERSIONS_PER_PAGE = 10


@pages.route("/p/<int:post_id>/edit", methods=["GET", "POST"])
@takes_files
def edit(post_id: int) -> Page:
    """The form that changes a post, and the change."""
    writer = member()
    post, topic = queries.post_for(post_id, writer)
    verdict = policy.may_edit(writer, post, topic, minutes=_minutes())
    form = _form_of(post, topic)
    if request.method == "GET":
        require(verdict)
        return _edit_page(first_turn(form, for_posts([post_id]).get(post_id, [])), post, topic)
    turn = next_turn(form, writer, post_id if verdict else None, written_on=clock.day_of_law(post.created_at))
    turn.under_own_name = post.author_id == writer.id
    public = partial(_public, form, post, topic)
    if turn.posts and publish(turn, lambda text, sent: _edit(post_id, form, text, sent), public=public):
        return redirect(paths.post(post_id), 303)
    return _edit_page(turn, *queries.post_for(post_id, member()))


@pages.get("/p/<int:post_id>/history")
def history(post_id: int) -> str:
    """The earlier texts of a post, each with what changed."""
    reader = actor()
    post, topic = queries.post_for(post_id, reader)
    rights = rights_on(reader, topic.forum_id)
    require(policy.may_see_history(reader, post, topic, rights))
    page, address, moderates = page_number(), paths.of_post(post_id, "history"), Right.MODERATE in rights
    found, total = versions(post, topic, moderates=moderates, page=page, per_page=_VERSIONS_PER_PAGE)
    return render_template(
        "topics/history.html",
        versions=[shown(version) for version in found],
        post_url=paths.post(post_id),
        guide=tools_of(post, topic, reader),
        withdraws=moderates,
        crumbs=within_topic(reader, topic, (_("Versions du message"), address)),
        pager=pager(page, total, False, _VERSIONS_PER_PAGE, lambda at: paths.with_query(address, page=at)),
    )


@pages.get("/p/<int:post_id>/delete")
def ask_to_delete(post_id: int) -> str:
    """Ask the author to confirm."""
    post, topic = queries.post_for(post_id, member())
    require(policy.may_delete_own(member(), post, topic))
    return render_template(
        "topics/delete.html",
        post=post,
        with_topic=post.position == 1,
        topic_title=shown_title(topic.title),
        crumbs=within_topic(member(), topic, (_("Supprimer"), paths.of_post(post_id, "delete"))),
    )


@pages.post("/p/<int:post_id>/delete")
def delete(post_id: int) -> Response:
    """The author takes a post back that nothing follows."""
    with db.write():
        post, topic = queries.post_for(post_id, member())
        actions.delete_own(member(), post, topic)
        with_topic = post.position == 1
        target = paths.forum(taxonomy.slug_of(topic.forum_id)) if with_topic else paths.topic(topic.id, topic.slug)
    notice("done", _("Message supprimé."))
    return redirect(target, 303)


def _form_of(post: Post, topic: Topic) -> EditForm:
    """The form, filled with what stands; on a first post with title, kind and tags."""
    present = {"body": post.body, "revision": str(post.revision), "as_expert": post.as_expert}
    told = record_of(post.id) if post.tells else None
    present |= fields_of(*told) if told else {}
    if post.position > 1:
        made = ExperienceEditForm if told else EditForm
        return _with_record(made(data={**present, **typed_before(), **record_before()}), told=bool(told))
    of_topic = {"title": topic.title, "kind": topic.kind, "tags": ", ".join(tag.name for tag in tags_of(topic))}
    of_topic["law"] = "; ".join(map(short_name, law_of(topic)))
    tells = told or Kind.EXPERIENCE in {topic.kind, request.form.get("kind")}
    made_first = ExperienceFirstPostForm if tells else FirstPostForm
    form = made_first(data={**present, **of_topic, **typed_before(), **record_before()})
    form.offer_kinds(moderates=_moderates(topic), accepted=taxonomy.kinds_of(topic.forum_id), present=topic.kind)
    form.offer_tags(at_most=_most_tags(topic), may_create=_moderates(topic))
    becomes_one = form.kind.data == Kind.EXPERIENCE != topic.kind and post.author_id == member().id
    return _with_record(form, told=bool(told), becomes_one=becomes_one)


def _with_record(form: EditForm, *, told: bool, becomes_one: bool = False) -> EditForm:
    """A record stays filled in where there is one, and may be taken off. Who makes a topic one fills it in; staff who
    only sort another's topic need not answer for its author."""
    if isinstance(form, ExperienceEditForm):
        form.drops, form.needed = told, told or becomes_one
    return form


def _edit(post_id: int, form: EditForm, text: Text, sent: Sent) -> bool:
    post, topic = queries.post_for(post_id, member())
    as_expert = bool(form.as_expert.data)
    change = Edit(form.seen_revision, form.reason.data or "", as_expert=as_expert, minutes=_minutes())
    if isinstance(form, FirstPostForm) and post.position == 1:
        tags = tags_for(form.tag_names, at_most=_most_tags(topic), may_create=_moderates(topic))
        change = replace(change, title=form.title.data, kind=Kind(form.kind.data), tags=tags, law=form.law_keys)
    actions.edit(member(), post, topic, text, change, sent)
    if isinstance(form, ExperienceEditForm):
        _change_record(post, form)
    return True


def _most_tags(topic: Topic) -> int:
    """As many as any topic, or as this one carries already."""
    config: Config = current_app.extensions["forum"]
    return max(config.tags_per_topic, len(tags_of(topic)))


def _public(form: EditForm, post: Post, topic: Topic) -> tuple[str, ...]:
    """What the readers of the post can read already: it as it stands, and what it quotes."""
    told = record_of(post.id) if post.tells else None
    return (post.body, topic.title, told[1] if told else "", *texts_quoted(form.words, topic.id))


def _change_record(post: Post, form: ExperienceEditForm) -> None:
    """The record follows the text; where it was asked to go, only the text stays."""
    if form.drop.data:
        experiences.withdraw(post)
    elif (record := form.record()) is not None:
        experiences.tell(post, record, form.follow_up.data or "")


def _edit_page(turn: Turn, post: Post, topic: Topic) -> Page:
    first, title = post.position == 1, shown_title(topic.title)
    conflict = _conflict(turn, post, topic) if turn.status == 409 else None
    return writing_page(
        turn,
        mode="edit",
        heading=_("Modifier le sujet « %(title)s »", title=title) if first else _("Modifier le message"),
        action=paths.of_post(post.id, "edit"),
        back_url=paths.post(post.id),
        crumbs=within_topic(member(), topic, (_("Modifier"), paths.of_post(post.id, "edit"))),
        tag_choices=tag_names(member()) if first else [],
        conflict=conflict,
        left_aside=left_aside(post.body),
        aside_label=_("Le texte publié"),
        post_id=post.id,
        own_post=post.author_id == member().id,
    )


def _conflict(turn: Turn, post: Post, topic: Topic) -> Conflicting:
    """Show the other text, and let the next submission build on it: nothing of either is lost."""
    form = turn.form
    assert isinstance(form, EditForm)
    form.revision.data = str(post.revision)
    known = {*turn.files.keys, *request.form.getlist("remove")}
    theirs = [file for file in for_posts([post.id]).get(post.id, []) if file.key not in known]
    turn.files = Files([*turn.files.kept, *theirs], turn.files.problems)
    other_title = topic.title if isinstance(form, FirstPostForm) and form.title.data != topic.title else None
    rows = changed_rows(post.body, form.body.data or "")
    return Conflicting(queries.editor_name(post), post.body, other_title, rows)


def _moderates(topic: Topic) -> bool:
    return Right.MODERATE in rights_on(member(), topic.forum_id)


def _minutes() -> int:
    return settings().settings.edit_minutes
