"""The answer to a question: chosen, found right by an expert or staff; and the list of those to look at again."""

from collections.abc import Callable

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts.models import User
from forum.answers import actions as proposals
from forum.answers import queries
from forum.config import Config
from forum.db import db
from forum.moderation import answers
from forum.moderation.policy import may_enter
from forum.topics.models import Post, Topic
from forum.topics.queries import post_for
from forum.verdict import require
from forum.web.jinja import notice
from forum.web.language import _
from forum.web.login import actor, member
from forum.web.moderation import staff_frame
from forum.web.pager import page_number, pager
from forum.web.security import local_target

pages = Blueprint("answers", __name__)


@pages.post("/p/<int:post_id>/accept")
def accept(post_id: int) -> Response:
    """Choose the answer to a question."""
    return _done(post_id, answers.accept, _("La réponse est acceptée : elle se lit désormais sous la question."))


@pages.post("/p/<int:post_id>/unaccept")
def unaccept(post_id: int) -> Response:
    """Have the question open again."""
    return _done(post_id, answers.unaccept, _("Cette réponse n’est plus la réponse acceptée."))


@pages.post("/p/<int:post_id>/verify")
def verify(post_id: int) -> Response:
    """Say that an answer is right today."""
    return _done(post_id, answers.verify, _("La réponse est vérifiée à la date d’aujourd’hui."))


@pages.post("/p/<int:post_id>/unverify")
def unverify(post_id: int) -> Response:
    """Take that back."""
    return _done(post_id, answers.unverify, _("Cette réponse ne passe plus pour vérifiée."))


@pages.post("/p/<int:post_id>/propose")
def propose(post_id: int) -> Response:
    """Propose an answer to whoever chooses."""
    told = _("La réponse est proposée ; la personne qui a posé la question en est prévenue.")
    return _done(post_id, proposals.propose, told)


@pages.post("/p/<int:post_id>/unpropose")
def unpropose(post_id: int) -> Response:
    """Take that back."""
    return _done(post_id, proposals.unpropose, _("La proposition est retirée."))


@pages.get("/moderation/answers")
def aged() -> str:
    """Answers that nobody looked at for long, or whose law moved."""
    require(may_enter(actor()))
    config: Config = current_app.extensions["forum"]
    page, per_page = page_number(), config.topics_per_page
    rows, total = queries.to_verify(member(), months=config.answer_months, page=page, per_page=per_page)
    return render_template(
        "answers/aged.html",
        answers=rows,
        months=config.answer_months,
        pager=pager(page, total, False, per_page, lambda number: paths.aged_answers(page=number)),
        **staff_frame("answers", _("Réponses à revérifier"), paths.aged_answers()),
    )


def _done(post_id: int, act: Callable[[User, Post, Topic], bool], words: str) -> Response:
    with db.write():
        post, topic = post_for(post_id, member())
        done = act(member(), post, topic)
    notice("done", words if done else _("Rien n’a changé : c’était déjà fait."))
    return redirect(local_target(request.form.get("next"), paths.post(post_id)), 303)
