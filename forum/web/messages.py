"""Private messages: one's conversations, a new one, an answer, and what one does with each."""

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts.models import User
from forum.accounts.policy import may_write
from forum.accounts.queries import user_named
from forum.config import Config
from forum.db import db
from forum.errors import Conflict, Invalid, Missing, Refused
from forum.markup.quoting import quote_of
from forum.messages import actions, queries
from forum.messages.models import PrivateMessage
from forum.messages.policy import Limits, may_add, may_write_to
from forum.messages.views import Page
from forum.topics.actions import Sent, Text
from forum.topics.policy import may_see_post
from forum.topics.queries import post_for
from forum.topics.rows import shown_title
from forum.verdict import Verdict, require
from forum.web.forms.writing import MessageForm, NewMessageForm, number
from forum.web.jinja import notice
from forum.web.language import _, said
from forum.web.login import member, members_only
from forum.web.pager import key_number
from forum.web.security import takes_files
from forum.web.tally import tally
from forum.web.trail import Link, trail
from forum.web.writing import Turn, first_turn, next_turn, publish, typed_before, writing_page
from forum.words import message

pages = Blueprint("messages", __name__)

Answer = Response | tuple[str, int, dict[str, str]]
_FOUND = 50


@pages.get(paths.MESSAGES)
@members_only
def index() -> str:
    """One's conversations, the latest first; or what a search finds in them."""
    reader, config, asked = member(), _config(), request.args.get("q", "").strip()[:200]
    found, more = queries.search(reader, asked, how_many=_FOUND) if asked else ([], False)
    rows, older = (
        ([], None)
        if asked
        else queries.conversations_of(reader, before=key_number("before"), how_many=config.topics_per_page)
    )
    return render_template(
        "messages/index.html",
        conversations=rows,
        found=found,
        found_more=more,
        asked=asked,
        older_url=paths.messages(before=older) if older else None,
        may=may_write(reader),
        crumbs=_trail(),
    )


@pages.route(paths.NEW_MESSAGE, methods=["GET", "POST"])
@pages.route(f"{paths.NEW_MESSAGE}/<name>", methods=["GET", "POST"])
@takes_files
@members_only
def new(name: str = "") -> Answer:
    """The form of a message to somebody, and the conversation that it opens."""
    writer, other = member(), user_named(name) if name else None
    form = NewMessageForm(data=typed_before())
    if request.method == "GET":
        if other is not None and not (verdict := may_write_to(writer, other, limits())):
            return _closed_page(other, verdict)
        require(may_write(writer))
        _fill(form, other)
        return _new_page(first_turn(form), name)
    turn = next_turn(form, writer)
    if turn.posts and (made := publish(turn, lambda text, sent: _open(form, text, sent))) is not None:
        return _to(made)
    return _new_page(turn, name)


@pages.route("/messages/<int:conversation_id>", methods=["GET", "POST"])
@takes_files
@members_only
def conversation(conversation_id: int) -> Answer:
    """A conversation with the form of an answer, and the answer that it makes."""
    reader = member()
    form = MessageForm(data=typed_before())
    if request.method == "GET":
        _add_quote(form, conversation_id, request.args.get("quote"))
        return _conversation_page(first_turn(form), conversation_id)
    queries.subject_of(reader, conversation_id)
    turn = next_turn(form, reader)
    if turn.posts and (made := publish(turn, lambda text, sent: _send(conversation_id, text, sent))) is not None:
        return _to(made)
    _add_quote(form, conversation_id, request.form.get("quote"))
    return _conversation_page(turn, conversation_id)


@pages.get("/messages/m/<int:message_id>")
@members_only
def one(message_id: int) -> Response:
    """From a message's address to its place in the conversation."""
    sent = queries.message_for(member(), message_id)
    return redirect(f"{paths.conversation(sent.conversation_id, since=sent.id)}#m{sent.id}", 302)


@pages.get("/messages/m/<int:message_id>/quote")
@members_only
def quoted(message_id: int) -> Response:
    """A message as a quote, for the script that puts it into the editor."""
    return Response(_quote_of(message_id), content_type="text/plain; charset=utf-8")


@pages.get("/messages/<int:conversation_id>/leave")
@members_only
def ask_leave(conversation_id: int) -> str:
    """Say what leaving means, before it is done."""
    subject = queries.subject_of(member(), conversation_id)
    here = (_("Quitter"), paths.conversation(conversation_id, "leave"))
    return render_template(
        "messages/leave.html",
        subject=subject,
        action=here[1],
        back_url=paths.conversation(conversation_id),
        crumbs=_trail((subject, paths.conversation(conversation_id)), here),
    )


@pages.post("/messages/<int:conversation_id>/leave")
@members_only
def leave(conversation_id: int) -> Response:
    """Leave it."""
    with db.write(quiet=True):
        actions.leave(member(), conversation_id)
    notice("done", _("Vous avez quitté la conversation."))
    return redirect(paths.MESSAGES, 303)


@pages.post("/messages/<int:conversation_id>/mute")
@members_only
def mute(conversation_id: int) -> Response:
    """Hear nothing of it, or hear of it again."""
    muted = request.form.get("muted") == "y"
    with db.write(quiet=True):
        actions.mute(member(), conversation_id, muted=muted)
    notice(
        "done",
        _("Cette conversation est en sourdine.")
        if muted
        else _("Les messages de cette conversation vous seront de nouveau annoncés."),
    )
    return redirect(paths.conversation(conversation_id), 303)


@pages.post("/messages/<int:conversation_id>/people")
@members_only
def bring_in(conversation_id: int) -> Response:
    """Add somebody."""
    queries.subject_of(member(), conversation_id)
    name = request.form.get("name", "").strip()[:60]
    try:
        with db.write(quiet=True):
            actions.bring_in(member(), conversation_id, _named(name), limits())
    except (Conflict, Refused, Invalid) as error:
        notice("problem", said(error.message))
    else:
        notice("done", _("%(name)s lit la conversation à partir de maintenant.", name=name))
    return redirect(paths.conversation(conversation_id), 303)


def limits() -> Limits:
    """What the settings let one account do."""
    config = _config()
    on = int(config.limits_on)
    return Limits(
        newcomer_posts=config.pace_newcomer_posts,
        people=config.conversation_people,
        newcomer_people=config.newcomer_conversation_people,
        links=config.newcomer_message_links,
        conversations_per_day=on * config.conversations_per_day,
        newcomer_conversations_per_day=on * config.newcomer_conversations_per_day,
        messages_per_hour=on * config.messages_per_hour,
        newcomer_messages_per_hour=on * config.newcomer_messages_per_hour,
    )


def _open(form: NewMessageForm, text: Text, sent: Sent) -> PrivateMessage:
    others = [_named(name) for name in form.names]
    return actions.start(member(), others, form.title.data or "", text, limits(), sent)


def _send(conversation_id: int, text: Text, sent: Sent) -> PrivateMessage:
    return actions.send(member(), conversation_id, text, limits(), sent)


def _named(name: str) -> User:
    """The member of that name. Raises Invalid: whoever types a name may mistype it."""
    try:
        return user_named(name)
    except Missing:
        raise Invalid(message("« %(name)s » : aucun membre ne porte ce nom, vérifiez-le.", name=name), "to") from None


def _to(made: PrivateMessage) -> Response:
    return redirect(f"{paths.conversation(made.conversation_id)}#m{made.id}", 303)


def _fill(form: NewMessageForm, other: User | None) -> None:
    """To whom, and the post that one writes about, as a link in the text; what was typed before stays."""
    if other is not None and not form.to.data:
        form.to.data = other.name
    about = number(request.args.get("about"))
    if about is None or (form.body.data or "").strip():
        return
    post, topic = post_for(about, member())
    title = shown_title(topic.title)
    link = f"[{_escaped(title)}, {_('message nº %(number)s', number=post.position)}]({paths.post(post.id)})"
    form.body.data = _("À propos de %(link)s :", link=link) + "\n\n"
    # a title of a forum that the other does not read stays out of the subject, which stands in lists and mails
    if not form.title.data and other is not None and may_see_post(other, post, topic):
        form.title.data = topic.title


def _escaped(title: str) -> str:
    return title.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _add_quote(form: MessageForm, conversation_id: int, raw: str | None) -> None:
    """Put a message of this conversation, as a quote, at the end of what is typed. Raises Missing."""
    if (message_id := number(raw)) is None:
        return
    text = _quote_of(message_id, within=conversation_id)
    typed = (form.body.data or "").rstrip()
    form.body.data = f"{typed}\n\n{text}" if typed else text


def _quote_of(message_id: int, *, within: int | None = None) -> str:
    author, sent = queries.quotable(member(), message_id, within=within)
    return quote_of(author, paths.private_message(sent.id), sent.body)


def _new_page(turn: Turn, name: str) -> Answer:
    here = (_("Nouveau message"), paths.write_to(name) if name else paths.NEW_MESSAGE)
    return writing_page(
        turn,
        "messages/new.html",
        action=here[1],
        back_url=paths.MESSAGES,
        earlier=_earlier(name),
        crumbs=_trail(here),
    )


def _closed_page(other: User, verdict: Verdict) -> Answer:
    """Why the writer cannot write to this member, and the way back to where the link stood."""
    about = number(request.args.get("about"))
    back = (_("Retour au profil"), paths.user(other.name))
    if about is not None:
        back = (_("Retour au message"), paths.post(about))
    body = render_template(
        "messages/closed.html",
        reason=verdict.reason,
        earlier=_earlier(other.name),
        back=back,
        crumbs=_trail((_("Nouveau message"), paths.write_to(other.name))),
    )
    return body, 403, {}


def _earlier(name: str) -> tuple[str, str] | None:
    """The conversation that one has already with the person one writes to: subject and address."""
    found = queries.with_one(member(), user_named(name)) if name and request.method == "GET" else None
    return (found[1], paths.conversation(found[0])) if found else None


def _conversation_page(turn: Turn, conversation_id: int) -> Answer:
    reader, config = member(), _config()
    found = queries.page(
        reader,
        conversation_id,
        how_many=config.messages_per_page,
        before=key_number("before"),
        since=key_number("since"),
    )
    if found.messages and request.method == "GET":
        tally().read_messages(reader.id, found.id, found.messages[-1].id)
        tally().was_here(reader.id)
    here = paths.conversation(found.id)
    return writing_page(
        turn,
        "messages/conversation.html",
        found=found,
        action=here,
        reader_id=reader.id,
        may_answer=may_write(reader) and found.may_answer,
        may_add=_may_add(reader, found),
        older_url=paths.conversation(found.id, before=found.older) if found.older else None,
        newer_url=paths.conversation(found.id, since=found.newer) if found.newer else None,
        unread_url=paths.conversation(found.id, since=found.first_unread) if found.first_unread else None,
        crumbs=_trail((found.subject, here)),
    )


def _may_add(reader: User, found: Page) -> bool:
    present = sum(not person.gone for person in found.people)
    return bool(may_add(reader, found.started_by_id, present, limits()))


def _trail(*steps: Link) -> list[Link]:
    return trail((_("Messages privés"), paths.MESSAGES), *steps)


def _config() -> Config:
    return current_app.extensions["forum"]
