"""Guides that others than their author edit: the form, the list of edits that wait, each with what it changes."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import clock, paths
from forum.attachments.queries import for_posts
from forum.config import Config
from forum.db import db
from forum.errors import Conflict, Invalid, Missing
from forum.guides import actions, queries
from forum.guides.models import GuideEdit
from forum.guides.policy import is_guide, may_contribute
from forum.moderation import guides as staff
from forum.moderation.policy import moderates_any
from forum.topics import actions as topics
from forum.topics.actions import Edit, Text
from forum.topics.models import Post, Topic
from forum.topics.policy import may_edit
from forum.topics.queries import editor_name, post_for
from forum.topics.rows import shown_title
from forum.verdict import HIDDEN, require
from forum.web.forms.writing import EditForm, number
from forum.web.guidetools import trust
from forum.web.jinja import notice
from forum.web.language import _, said
from forum.web.login import member
from forum.web.moderation import staff_frame
from forum.web.pager import page_number, pager
from forum.web.rendering import as_text
from forum.web.security import local_target
from forum.web.trail import trail, within_topic
from forum.web.versions import Conflicting, changed_rows
from forum.web.writing import Turn, first_turn, left_aside, next_turn, publish, typed_before, writing_page
from forum.words import message

pages = Blueprint("guides", __name__)

Page = Response | tuple[str, int, dict[str, str]]


@pages.route("/p/<int:post_id>/improve", methods=["GET", "POST"])
def improve(post_id: int) -> Page:
    """The form in which experts and trusted members edit a guide that is open."""
    post, topic = post_for(post_id, member())
    require(may_contribute(member(), post, topic, trust()))
    form = EditForm(data={"body": _body(post), "revision": str(post.revision), **typed_before()})
    if request.method == "GET":
        return _form_page(first_turn(form, for_posts([post_id]).get(post_id, [])), post, topic)
    turn = next_turn(form, member(), post_id, written_on=clock.day_of_law(post.created_at))
    stands = (post.body,)
    if turn.posts:
        done = publish(turn, lambda text, sent: _contribute(post_id, form, text), public=lambda: stands)
        if done is not None:
            return _told(post_id, shown=done)
    return _form_page(turn, *post_for(post_id, member()))


@pages.post("/p/<int:post_id>/rollback")
def rollback(post_id: int) -> Response:
    """Put an earlier version in the place of the present one, as an edit like any other."""
    at, seen = number(request.form.get("number")), number(request.form.get("revision"))
    post, topic = post_for(post_id, member())
    directly = is_guide(post, topic) and bool(may_edit(member(), post, topic))
    if not directly:
        require(may_contribute(member(), post, topic, trust()))
    body = queries.body_of(post, at or 0)
    if body is None or seen is None:
        assert HIDDEN.reason is not None
        raise Missing(HIDDEN.reason)
    text = _rendered(body, post)
    change = Edit(seen, _("Version %(number)s rétablie", number=at))
    try:
        with db.write():
            post, topic = post_for(post_id, member())
            if directly:
                topics.edit(member(), post, topic, text, change)
            else:
                directly = actions.contribute(member(), post, topic, text, change, trust(), review=_reviews())
    except (Conflict, Invalid) as error:
        notice("problem", said(error.message))
        return redirect(paths.of_post(post_id, "history"), 303)
    return _told(post_id, shown=directly)


@pages.post("/p/<int:post_id>/wiki")
def wiki(post_id: int) -> Response:
    """Open a guide to experts and trusted members, or close it."""
    with db.write():
        to_others = bool(request.form.get("open"))
        actions.set_open(member(), *post_for(post_id, member()), to_others=to_others)
    notice("done", _("Le guide est ouvert.") if to_others else _("Le guide est fermé."))
    return redirect(local_target(request.form.get("next"), paths.of_post(post_id, "history")), 303)


@pages.get(paths.GUIDE_EDITS)
def waiting() -> str:
    """The edits that the reader may look at before they show, and their own."""
    page, per_page = page_number(), _config().topics_per_page
    rows, total = queries.waiting(member(), trust(), page=page, per_page=per_page)
    heading = _("À relire")
    frame: dict[str, Any] = {"heading": heading, "tabs": [], "crumbs": trail((heading, paths.GUIDE_EDITS))}
    return render_template(
        "guides/edits.html",
        edits=rows,
        own=queries.own_waiting(member()),
        pager=pager(page, total, False, per_page, lambda at: paths.with_query(paths.GUIDE_EDITS, page=at)),
        **(staff_frame("guides", heading, paths.GUIDE_EDITS) if moderates_any(member()) else frame),
    )


@pages.get("/guides/edits/<int:edit_id>")
def one(edit_id: int) -> str:
    """An edit with what it changes in the guide as it is now."""
    edit, post, topic = queries.edit_for(edit_id, member(), trust())
    name = queries.writer_of(edit)
    return render_template(
        "guides/edit.html",
        edit=edit,
        seen=_mark(edit),
        author=name,
        author_url=paths.user(name),
        rows=changed_rows(post.body, edit.body),
        title=shown_title(topic.title),
        guide_url=paths.post(post.id),
        own=edit.author_id == member().id,
        stale=edit.base_revision != post.revision,
        again_url=paths.with_query(paths.of_post(post.id, "improve"), edit=edit.id),
        crumbs=trail((_("À relire"), paths.GUIDE_EDITS), (shown_title(topic.title), paths.guide_edit(edit.id))),
    )


@pages.post("/guides/edits/<int:edit_id>/<any(accept,decline,withdraw):verb>")
def decide(edit_id: int, verb: str) -> Response:
    """Have it show, turn it down, or take one's own back."""
    edit, post, _topic = queries.edit_for(edit_id, member(), trust())
    post_id = post.id
    try:
        _decided(edit, post, verb)
    except Conflict as error:
        notice("problem", said(error.message))
        return redirect(paths.guide_edit(edit_id), 303)
    words = {
        "accept": _("La modification est publiée."),
        "decline": _("La modification est écartée ; la personne qui l’a écrite est prévenue."),
        "withdraw": _("Votre modification est retirée."),
    }
    notice("done", words[verb])
    return redirect(paths.post(post_id) if verb == "accept" else paths.GUIDE_EDITS, 303)


def _decided(edit: GuideEdit, post: Post, verb: str) -> None:
    """Raises Conflict where the text is not the one that was looked at, or the guide has changed."""
    edit_id, writer = edit.id, member()
    if verb == "accept" and request.form.get("seen") != _mark(edit):
        raise Conflict(message("Cette modification a été remplacée par une autre : relisez-la avant de publier."))
    text = _rendered(edit.body, post) if verb == "accept" else None
    with db.write():
        if text is not None:
            staff.accept(writer, edit_id, text, trust())
        elif verb == "decline":
            staff.decline(writer, edit_id, trust())
        else:
            actions.withdraw(writer, edit_id)


def _mark(edit: GuideEdit) -> str:
    """Which text was looked at: its writer may put another in its place meanwhile."""
    return f"{edit.made_at:%Y%m%d%H%M%S%f}"


def _contribute(post_id: int, form: EditForm, text: Text) -> bool:
    post, topic = post_for(post_id, member())
    change = Edit(form.seen_revision, form.reason.data or "")
    return actions.contribute(member(), post, topic, text, change, trust(), review=_reviews())


def _told(post_id: int, *, shown: bool) -> Response:
    waits = _("Merci : votre modification paraîtra quand une autre personne l’aura relue.")
    notice("done", _("Le guide est modifié.") if shown else waits)
    return redirect(paths.post(post_id), 303)


def _body(post: Post) -> str:
    """The guide as it is, or an edit that waits and is to be taken up again."""
    edit_id = number(request.args.get("edit"))
    if edit_id is None:
        return post.body
    edit, of_post, _topic = queries.edit_for(edit_id, member(), trust())
    return edit.body if of_post.id == post.id else post.body


def _form_page(turn: Turn, post: Post, topic: Topic) -> Page:
    form = turn.form
    assert isinstance(form, EditForm)
    conflict = None
    taken_up = request.method == "GET" and form.body.data != post.body and "edit" in request.args
    if turn.status == 409 or taken_up:
        form.revision.data = str(post.revision)
        rows = changed_rows(post.body, form.body.data or "")
        conflict = Conflicting(editor_name(post), post.body, None, rows)
    waits = _("Votre version paraîtra quand une autre personne l’aura relue.")
    return writing_page(
        turn,
        mode="edit",
        heading=_("Modifier le guide « %(title)s »", title=shown_title(topic.title)),
        lead=waits if _reviews() else "",
        action=paths.of_post(post.id, "improve"),
        back_url=paths.post(post.id),
        crumbs=within_topic(member(), topic, (_("Modifier ce guide"), paths.of_post(post.id, "improve"))),
        conflict=conflict,
        left_aside=left_aside(_body(post)),
        aside_label=_("La proposition à reprendre") if "edit" in request.args else _("Le texte publié"),
        post_id=post.id,
        own_post=False,
        text_only=True,
    )


def _rendered(body: str, post: Post) -> Text:
    return as_text(body, for_posts([post.id]).get(post.id, []), written_on=clock.day_of_law(post.created_at))


def _reviews() -> bool:
    return _config().wiki_review


def _config() -> Config:
    return current_app.extensions["forum"]
