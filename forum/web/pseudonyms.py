"""For administrators: who wrote under a pseudonym. Asked by a form with a reason, since asking is logged."""

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts.models import User
from forum.db import db
from forum.errors import Invalid
from forum.moderation.unmasking import may_unmask, unmask
from forum.topics.models import Post, Topic
from forum.topics.queries import author_name, post_for
from forum.verdict import require
from forum.web.forms.moderation import LoggedForm
from forum.web.language import _
from forum.web.login import member
from forum.web.trail import within_topic

pages = Blueprint("pseudonyms", __name__)


@pages.get("/p/<int:post_id>/pseudonym")
def ask(post_id: int) -> str:
    """Why one wants to know."""
    post, topic = post_for(post_id, member())
    require(may_unmask(member(), post, topic))
    return _page(LoggedForm(), post, topic)


@pages.post("/p/<int:post_id>/pseudonym")
def lift(post_id: int) -> str | Response | tuple[str, int]:
    """Say who it is, once; the page is not kept anywhere and asking again is logged again."""
    form = LoggedForm()
    try:
        with db.write():
            post, topic = post_for(post_id, member())
            person = unmask(member(), post, topic, form.reason.data or "")
    except Invalid as error:
        form.refuse(error, "reason")
        return _page(form, *post_for(post_id, member())), 422
    return _page(form, post, topic, answered=True, person=person)


def _page(form: LoggedForm, post: Post, topic: Topic, *, answered: bool = False, person: User | None = None) -> str:
    return render_template(
        "pseudonyms/lift.html",
        form=form,
        action=paths.of_post(post.id, "pseudonym"),
        post_url=paths.post(post.id),
        pseudonym=author_name(post),
        answered=answered,
        person=(person.name, paths.member_file(person.name)) if person is not None else None,
        crumbs=within_topic(member(), topic, (_("Lever le pseudonyme"), paths.of_post(post.id, "pseudonym"))),
    )
