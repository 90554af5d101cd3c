"""Staff withdraw an earlier text of a post from its readers, by a form with a reason, and show it again."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.db import db
from forum.errors import Invalid
from forum.moderation import versions as staff
from forum.topics.models import Post, Topic
from forum.topics.policy import may_moderate_topic
from forum.topics.queries import post_for
from forum.verdict import require
from forum.web.forms.moderation import LoggedForm
from forum.web.jinja import notice
from forum.web.kept import drop_kept, kept_fields
from forum.web.language import _, said
from forum.web.login import member
from forum.web.trail import within_topic
from forum.words import message

pages = Blueprint("versionacts", __name__)

_ALREADY = message("Rien n’a changé : c’était déjà fait.")


@pages.get("/p/<int:post_id>/history/<int:number>/withdraw")
def ask(post_id: int, number: int) -> str:
    """Why it is to be withdrawn."""
    post, topic = post_for(post_id, member())
    require(may_moderate_topic(member(), topic))
    staff.earlier(post, number)
    return _page(LoggedForm(formdata=kept_fields(request.path)), post, topic, number)


@pages.post("/p/<int:post_id>/history/<int:number>/withdraw")
def withdraw(post_id: int, number: int) -> Response | tuple[str, int]:
    """Withdraw it."""
    form = LoggedForm()
    try:
        with db.write():
            done = staff.withdraw(member(), *post_for(post_id, member()), number, form.reason.data or "")
    except Invalid as error:
        form.refuse(error, "reason")
        return _page(form, *post_for(post_id, member()), number), 422
    drop_kept(request.path)
    notice("done", _("La version %(number)s est retirée.", number=number) if done else said(_ALREADY))
    return redirect(paths.of_post(post_id, "history"), 303)


@pages.post("/p/<int:post_id>/history/<int:number>/show")
def show(post_id: int, number: int) -> Response:
    """Have readers read it again."""
    with db.write():
        done = staff.show(member(), *post_for(post_id, member()), number)
    notice("done", _("La version %(number)s se lit de nouveau.", number=number) if done else said(_ALREADY))
    return redirect(paths.of_post(post_id, "history"), 303)


def _page(form: LoggedForm, post: Post, topic: Topic, number: int) -> str:
    here = (_("Retirer une version"), paths.of_post(post.id, f"history/{number}/withdraw"))
    return render_template(
        "moderation/withdraw_version.html",
        form=form,
        number=number,
        action=here[1],
        back_url=paths.of_post(post.id, "history"),
        crumbs=within_topic(member(), topic, (_("Versions du message"), paths.of_post(post.id, "history")), here),
    )
