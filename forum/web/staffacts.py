"""Staff act on topics and posts, one or many: the boxes of a page, the menu of a topic, the links of a post.

Every act goes through one address per kind of thing. What an act needs and was not sent is asked on a page of its
own, so that a selection made without script is never lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from forum import paths
from forum.db import db
from forum.errors import Conflict, Invalid, Missing
from forum.moderation import actions, queries
from forum.moderation.policy import may_moderate_all
from forum.topics.models import Topic
from forum.topics.rows import shown_title
from forum.verdict import HIDDEN, require
from forum.web.forms.moderation import ActForm
from forum.web.forms.writing import number
from forum.web.jinja import notice
from forum.web.kept import drop_kept, kept_fields
from forum.web.language import _, said
from forum.web.login import member
from forum.web.security import local_target
from forum.web.staffverbs import POSTS, TOPICS, Act, Family
from forum.web.trail import trail
from forum.words import Message, message, plural

pages = Blueprint("staffacts", __name__)

Answer = Response | tuple[str, int]
_MOST = 200


@pages.get("/moderation/topics")
def ask_about_topics() -> Answer:
    """What an act on topics needs to know."""
    return _ask(TOPICS)


@pages.post("/moderation/topics")
def act_on_topics() -> Answer:
    """Act on topics."""
    return _act(TOPICS)


@pages.get("/moderation/posts")
def ask_about_posts() -> Answer:
    """What an act on posts needs to know."""
    return _ask(POSTS)


@pages.post("/moderation/posts")
def act_on_posts() -> Answer:
    """Act on posts."""
    return _act(POSTS)


@pages.post("/p/<int:post_id>/approve")
def approve(post_id: int) -> Response:
    """Let a post that waited be read."""
    with db.write():
        done = actions.approve(member(), queries.posts_for([post_id], member(), lock=True))
    return _back_to(post_id, message("Le message est publié."), done)


@pages.post("/p/<int:post_id>/restore")
def restore(post_id: int) -> Response:
    """Show a hidden post again."""
    with db.write():
        done = actions.restore(member(), queries.posts_for([post_id], member(), lock=True))
    return _back_to(post_id, message("Le message est restauré."), done)


def _back_to(post_id: int, words: Message, done: int) -> Response:
    notice("done", said(words if done else message("Rien n’a changé : c’était déjà fait.")))
    return redirect(local_target(request.form.get("next"), paths.post(post_id)), 303)


@dataclass(frozen=True)
class Selection:
    """An act, and what it is to be done to."""

    family: Family
    verb: str
    act: Act
    ids: tuple[int, ...]

    def allowed(self) -> Sequence[Any]:
        """What was chosen, when the reader moderates all of it. Raises Missing or Refused."""
        chosen = self.act.load(self.ids, member())
        require(may_moderate_all(member(), [_topic_of(each) for each in chosen]))
        return chosen

    def locked(self) -> Sequence[Any]:
        """What was chosen, read anew inside a write."""
        return self.act.load(self.ids, member(), lock=True)


def _ask(family: Family) -> Answer:
    asked = request.args or kept_fields(request.path) or request.args
    selection = _selection(family, asked)
    chosen = selection.allowed()
    if selection.act.form is None:
        return redirect(_origin(family, chosen), 303)
    form = selection.act.form(formdata=None, data=_suggested(asked, chosen))
    form.offer(queries.forums_open_to(member()))
    return _page(selection, form, chosen)


def _act(family: Family) -> Answer:
    sent = request.form
    member()
    if not sent.getlist(family.field):
        notice("problem", _("Cochez d’abord ce que vous voulez traiter."))
        return redirect(local_target(sent.get("next"), paths.BOARD), 303)
    selection = _selection(family, sent)
    chosen = selection.allowed()
    form = selection.act.form() if selection.act.form is not None else None
    if form is None:
        return _carry_out(selection, None, chosen)
    form.offer(queries.forums_open_to(member()))
    if form.validate():
        return _carry_out(selection, form, chosen)
    return _page(selection, form, chosen) if "asked" in sent else redirect(_question(selection, sent), 303)


def _carry_out(selection: Selection, form: ActForm | None, chosen: Sequence[Any]) -> Answer:
    back = local_target(request.form.get("next"), _origin(selection.family, chosen))
    try:
        with db.write():
            done = selection.act.run(member(), selection.locked(), form)
    except (Invalid, Conflict) as error:
        if form is None:
            raise
        form.refuse(error, "reason")
        return _page(selection, form, selection.allowed())
    drop_kept(request.path)
    notice("done", said(done.words))
    return redirect(done.url or back, 303)


def _page(selection: Selection, form: ActForm, chosen: Sequence[Any]) -> Answer:
    """The page that asks, with what was sent and what is wrong with it."""
    family, label = selection.family, said(selection.act.label)
    page = render_template(
        "moderation/act.html",
        heading=label,
        subject=_subject(family, len(chosen)),
        things=[_thing(family, each) for each in chosen],
        field_name=family.field,
        verb=selection.verb,
        action=family.url(),
        form=form,
        back_url=local_target(request.values.get("next"), _origin(family, chosen)),
        crumbs=trail((_("Modération"), paths.MODERATION), (label, request.full_path)),
    )
    return page, 422 if form.errors else 200


def _question(selection: Selection, sent: MultiDict[str, str]) -> str:
    """Where the page asks for what the form below a list did not bring."""
    known = {name: sent.get(name) or None for name in ("reason", "forum", "next")}
    page = selection.family.url(selection.verb, *selection.ids)
    return page + paths.with_query("", **known).replace("?", "&", 1)


def _selection(family: Family, sent: MultiDict[str, str]) -> Selection:
    """What was asked. Raises Invalid for an unknown act or too many things, Missing for what is no number."""
    verb, raw = sent.get("verb", ""), dict.fromkeys(sent.getlist(family.field))
    if len(raw) > _MOST:
        raise Invalid(message("Choisissez moins de choses à la fois."))
    ids = tuple(each for each in map(number, raw) if each is not None)
    if len(ids) != len(raw):
        assert HIDDEN.reason is not None
        raise Missing(HIDDEN.reason)
    return Selection(family, verb, family.act(verb), ids)


def _suggested(asked: MultiDict[str, str], chosen: Sequence[Any]) -> dict[str, str]:
    """What the page fills in: what the form below the list brought, and the oldest topic to bring the others into."""
    oldest = _topic_of(chosen[0])
    into = paths.topic(oldest.id, oldest.slug) if len(chosen) > 1 else ""
    known = {name: asked.get(name, "") for name in ("reason", "forum", "next", "title")}
    if not isinstance(chosen[0], Topic):
        known["forum"] = known["forum"] or str(oldest.forum_id)  # posts taken out of a topic mostly stay in its forum
    return {**known, "into": asked.get("into", into)}


def _topic_of(each: Topic | queries.Chosen) -> Topic:
    return each if isinstance(each, Topic) else each.topic


def _origin(family: Family, chosen: Sequence[Any]) -> str:
    """Where one was, as far as the things tell."""
    return str(_thing(family, chosen[0])["url"])


def _thing(family: Family, each: Topic | queries.Chosen) -> dict[str, Any]:
    """A chosen thing as the page lists it."""
    topic = _topic_of(each)
    title = shown_title(topic.title)
    if family is TOPICS or isinstance(each, Topic):
        return {"id": topic.id, "title": title, "url": paths.topic(topic.id, topic.slug), "excerpt": ""}
    return {
        "id": each.post.id,
        "title": title,
        "url": paths.post(each.post.id),
        "excerpt": each.post.excerpt,
        "position": each.post.position,
    }


def _subject(family: Family, count: int) -> str:
    if family is TOPICS:
        return said(plural("%(count)s sujet choisi :", "%(count)s sujets choisis :", count))
    return said(plural("%(count)s message choisi :", "%(count)s messages choisis :", count))
