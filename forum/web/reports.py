"""« Signaler »: a reader tells the moderators of a post."""

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.config import Config
from forum.db import db
from forum.errors import Conflict, Invalid
from forum.moderation import reports
from forum.moderation.models import Reason
from forum.topics.models import Post, Topic
from forum.topics.policy import may_report
from forum.topics.queries import post_for
from forum.topics.rows import shown_title
from forum.verdict import require
from forum.web.forms.moderation import ReportForm
from forum.web.jinja import notice
from forum.web.kept import drop_kept, kept_fields
from forum.web.language import _, said
from forum.web.limits import hit
from forum.web.login import member
from forum.web.trail import within_topic

pages = Blueprint("reports", __name__)


@pages.get("/p/<int:post_id>/report")
def ask(post_id: int) -> str | Response:
    """The form, or a word when one's report of this post stands already."""
    post, topic = post_for(post_id, member())
    require(may_report(member(), post, topic))
    if reports.has_open(member(), post_id):
        notice("info", _("Vous avez déjà signalé ce message : la modération s’en occupe."))
        return redirect(paths.post(post_id), 303)
    typed = kept_fields(request.path)
    return _page(ReportForm(formdata=None, data=typed.to_dict() if typed else None), post, topic)


@pages.post("/p/<int:post_id>/report")
def report(post_id: int) -> Response | tuple[str, int]:
    """Send the report."""
    post, topic = post_for(post_id, member())
    require(may_report(member(), post, topic))
    form = ReportForm()
    if not form.validate():
        return _page(form, post, topic), 422
    hit("report")
    try:
        with db.write():
            post, topic = post_for(post_id, member())
            reason, most = Reason(form.reason.data), _config().reports_per_day
            reports.report(member(), post, topic, reason, form.detail.data or "", per_day=most)
    except Invalid as error:
        form.refuse(error, "detail")
        return _page(form, *post_for(post_id, member())), 422
    except Conflict as error:
        notice("info", said(error.message))
    else:
        drop_kept(request.path)
        notice("done", _("Merci : la modération est prévenue. Vous recevrez sa réponse par courriel."))
    return redirect(paths.post(post_id), 303)


def _page(form: ReportForm, post: Post, topic: Topic) -> str:
    return render_template(
        "moderation/report.html",
        form=form,
        post_url=paths.post(post.id),
        topic_title=shown_title(topic.title),
        excerpt=post.excerpt,
        action=paths.of_post(post.id, "report"),
        crumbs=within_topic(member(), topic, (_("Signaler"), paths.of_post(post.id, "report"))),
    )


def _config() -> Config:
    return current_app.extensions["forum"]
