"""One turn of a writing page: what its form brought is taken in, and what its pressed button asks for is done.

Every button submits the same form, so that all of it works without script: `do` is post, preview, attach or convert.
Whatever goes wrong, the page comes back with the text in it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeVar

from flask import current_app, g, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts.models import User
from forum.attachments.queries import AttachedFile, chosen
from forum.config import Config
from forum.db import db
from forum.drafts import actions as drafts
from forum.drafts.queries import Kept, draft_at
from forum.errors import Conflict, ForumError, Invalid, Refused, TooOften
from forum.markup import PROFILES, Kind
from forum.markup.bbcode import looks_like_bbcode, to_markdown
from forum.topics.actions import Sent, Text
from forum.topics.models import Post, State
from forum.topics.pace import Pace
from forum.topics.views import TopicHead
from forum.uploads.kinds import ACCEPT
from forum.web.attached import Files, files_of_form
from forum.web.dates import size
from forum.web.forms.experiences import RecordFields, fields_typed
from forum.web.forms.lawfield import law_typed
from forum.web.forms.writing import TopicForm, WritingForm
from forum.web.jinja import notice, snapshot
from forum.web.kept import drop_kept, kept_fields
from forum.web.language import _
from forum.web.limits import hit
from forum.web.login import actor, member, speaks_as_expert
from forum.web.rendering import as_preview, as_text
from forum.web.security import form_key, origin
from forum.web.shield import Personal, asked_about, masked_in

R = TypeVar("R")
_STATUS = ((Invalid, 422), (Conflict, 409), (TooOften, 429), (Refused, 403))
_AS_IT_IS = "as-it-is"  # the writer was offered to convert BBCode, and did not want it


@dataclass
class Turn:
    """A writing page between two submissions."""

    form: WritingForm
    files: Files
    preview_html: str | None = None
    bbcode: bool = False
    personal: list[Personal] = field(default_factory=list)
    status: int = 200
    written_on: date | None = None  # of a post being edited: the law is looked at from that day
    under_own_name: bool = True  # False: readers see another name over the text than the writer's
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def posts(self) -> bool:
        """Whether the writer asked to publish."""
        other = {"quote", "mask"} & request.form.keys()
        return request.method == "POST" and request.form.get("do", "post") == "post" and not other

    def refuse(self, error: ForumError) -> None:
        """Say on the page why the text was not taken."""
        self.form.refuse(error, "body")
        self.status = next(status for kind, status in _STATUS if isinstance(error, kind))
        if isinstance(error, TooOften):
            self.headers["Retry-After"] = str(error.retry_after)


@dataclass
class _Published:
    """What the shield reads of a turn: its form, and the words of its new files."""

    turn: Turn

    @property
    def shielded(self) -> Any:
        return self.turn.form.shielded

    @property
    def words(self) -> str:
        return "\n".join((self.turn.form.words, *self.turn.files.words))

    def rewrite(self, change: Callable[[str], str]) -> None:
        self.turn.form.rewrite(change)
        self.turn.files = self.turn.files.rewritten(member(), change)


class QuickText(NamedTuple):
    """The field of `ReplyForm.body`, as `editor` names it."""

    data: str
    id: str = "body"
    errors: tuple[str, ...] = ()


class QuickReply(NamedTuple):
    """A `ReplyForm` that nothing was sent by: WTForms makes one in the time of fifteen posts."""

    key: str
    seen: str
    body: QuickText


def typed_before() -> dict[str, str]:
    """What the member had typed here when their session ended, by field; empty on any other visit."""
    kept = kept_fields(request.path) if request.method == "GET" else None
    if kept is not None:
        return dict(kept.items())
    draft = draft_here()
    return draft.fields if draft else {}


def record_before() -> dict[str, Any]:
    """The same of an experience's record, which has fields of several values."""
    kept = kept_fields(request.path) if request.method == "GET" else None
    draft = draft_here() if kept is None else None
    return fields_typed(kept if kept is not None else draft.fields if draft else {})


def draft_here() -> Kept | None:
    """What the member typed here another time and did not publish; read once per request."""
    if request.method != "GET":
        return None
    if "draft" not in g:
        g.draft = draft_at(member(), request.path)
    return g.draft


def left_aside(text: str) -> str:
    """The text that the form would begin with, where a draft that says something else stands in its place."""
    draft = draft_here()
    return text if draft is not None and draft.fields.get("body", "").split() != text.split() else ""


def first_turn(form: WritingForm, files: Iterable[AttachedFile] = ()) -> Turn:
    """The page as one comes to it."""
    kept = kept_fields(request.path)
    sent_before = chosen(member(), kept.getlist("file")) if kept is not None else []
    return Turn(form, Files([*files, *sent_before], []))


def next_turn(form: WritingForm, writer: User, post_id: int | None = None, *, written_on: date | None = None) -> Turn:
    """The page as its form came back. `post_id`: the post being edited, which the writer may edit, of `written_on`."""
    turn = Turn(form, files_of_form(writer, post_id), written_on=written_on)
    verb = request.form.get("do")
    if turn.files.problems:
        turn.status = 422
    if verb == "convert":
        form.body.data = to_markdown(form.body.data or "")
    elif verb == "preview":
        _preview(turn)
    elif verb in {"draft", "more"}:
        _keep(turn)
    elif "mask" in request.form:
        _mask(turn, request.form["mask"])
    turn.bbcode = verb in {"preview", "attach"} and looks_like_bbcode(form.body.data or "")
    return turn


def publish(
    turn: Turn,
    act: Callable[[Text, Sent], R],
    *,
    seen: int | None = None,
    public: Callable[[], Iterable[str]] = tuple,
) -> R | None:
    """Render the text, then act in a write transaction. None, and the reason on the page, when it was not taken.

    `public`: texts that its readers read already, about whose personal data the writer is not asked.
    """
    form = turn.form
    if not form.validate() or turn.files.problems:
        turn.status = 422
        return None
    if _offers_conversion(turn) or _asks_about(turn, public):
        return None
    try:
        hit("write")
        text = as_text(form.body.data or "", turn.files.kept, written_on=turn.written_on)
        sent = _sent(turn, seen)
        with db.write():
            made = act(text, sent)
            drafts.drop(member(), request.path)
    except (Invalid, Conflict, TooOften, Refused) as error:
        turn.refuse(error)
        return None
    drop_kept(request.path)
    return made


def to_post(post: Post) -> Response:
    """To the post just written, with a word on what happens to it when it is held."""
    if post.state == State.PENDING:
        held = _("Votre message attend l’approbation de la modération ; d’ici là, il n’est visible que de vous.")
        notice("done", held)
    return redirect(paths.post(post.id), 303)


def quick_reply(head: TopicHead) -> dict[str, Any]:
    """What the form below a topic needs, for members who may reply; nothing for others."""
    if actor() is None or "reply" not in head.may:
        return {}
    kept = draft_at(member(), paths.reply(head.id))
    typed = kept.fields.get("body", "") if kept else ""
    return {
        "reply_form": QuickReply(form_key(), str(head.post_total), QuickText(typed)),
        "reply_kept_at": kept.saved_at if kept and typed else None,
        "speaks_as_expert": speaks_as_expert(),
        "max_length": PROFILES[Kind.POST].characters,
    }


def writing_page(turn: Turn, template: str = "topics/compose.html", **context: Any) -> tuple[str, int, dict[str, str]]:
    """The page with its form. `context`: mode, heading, action, back_url, crumbs and what else stands on it."""
    config: Config = current_app.extensions["forum"]
    body = render_template(
        template,
        form=turn.form,
        is_expert=speaks_as_expert() is not None,
        attachments=turn.files.kept,
        attach_problems=turn.files.problems,
        draft=draft_here() if kept_fields(request.path) is None else None,
        preview_html=turn.preview_html,
        bbcode=turn.bbcode,
        personal=turn.personal,
        accept=ACCEPT,
        max_length=PROFILES[Kind.POST].characters,
        max_bytes=config.attachment_bytes,
        max_size_text=size(config.attachment_bytes),
        **context,
    )
    return body, turn.status, turn.headers


def _keep(turn: Turn) -> None:
    """Keep what is typed, as the script does every other second."""
    try:
        with db.write(quiet=True):
            drafts.save(member(), request.path, _typed(turn.form))
    except Invalid as error:
        turn.refuse(error)
        return
    if request.form.get("do") == "more":
        notice("done", _("Votre réponse est gardée : « Citer », sous un message, l’y ajoute."))
    else:
        notice("done", _("Brouillon enregistré."))


def _mask(turn: Turn, which: str) -> None:
    turn.personal = masked_in(_Published(turn), which)
    if not turn.personal:
        notice("done", _("C’est masqué : relisez votre texte, puis publiez-le."))


def _typed(form: WritingForm) -> dict[str, str]:
    """What stands in a form, as a draft keeps it."""
    fields = {name: str(value or "") for name, value in form.data.items()}
    return {**fields, "record": form.packed()} if isinstance(form, RecordFields) else fields


def _preview(turn: Turn) -> None:
    try:
        hit("preview")
        law = law_typed(turn.form.law.data or "") if isinstance(turn.form, TopicForm) else None
        turn.preview_html = as_preview(turn.form.body.data or "", turn.files.kept, turn.written_on, law)
    except (Invalid, TooOften) as error:
        turn.refuse(error)


def _offers_conversion(turn: Turn) -> bool:
    """Offer once to convert what looks like BBCode; the next submission posts it as it is."""
    form = turn.form
    if form.bbcode.data == _AS_IT_IS or not looks_like_bbcode(form.body.data or ""):
        return False
    form.bbcode.data, turn.bbcode, turn.status = _AS_IT_IS, True, 422
    return True


def _asks_about(turn: Turn, public: Callable[[], Iterable[str]]) -> bool:
    """Show once what is personal in the text; the next submission posts what was let stand."""
    form = turn.form
    if not form.is_published:
        return False
    named = member() if turn.under_own_name and not _is_masked(form) else None
    turn.personal = asked_about(_Published(turn), named, public)
    if turn.personal:
        turn.status = 422
    return bool(turn.personal)


def _sent(turn: Turn, seen: int | None) -> Sent:
    config: Config = current_app.extensions["forum"]
    holds = snapshot().settings.hold_first_links
    return Sent(
        key=turn.form.key.data or "",
        attachments=turn.files.keys,
        address=origin(),
        newcomer_posts=config.newcomer_posts if holds else 0,
        pace=_pace(config) if config.limits_on else None,
        seen=seen,
        as_expert=bool(turn.form.as_expert and turn.form.as_expert.data),
        pseudonym=_is_masked(turn.form),
    )


def _is_masked(form: WritingForm) -> bool:
    """Whether the text goes under a pseudonym."""
    return form.offers_pseudonym and bool(form.pseudonym.data)


def _pace(config: Config) -> Pace:
    return Pace(
        post_seconds=config.post_seconds,
        posts_per_hour=config.posts_per_hour,
        topic_seconds=config.topic_seconds,
        newcomer_posts=config.pace_newcomer_posts,
        newcomer_post_seconds=config.newcomer_post_seconds,
        newcomer_posts_per_day=config.newcomer_posts_per_day,
        newcomer_topic_seconds=config.newcomer_topic_seconds,
        newcomer_topics_per_day=config.newcomer_topics_per_day,
    )
