"""Resources: proposed by a form, looked after on a page of the topic's, gathered on the desk of the staff."""

from collections.abc import Callable, Mapping, Sequence

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts.models import User
from forum.config import Config
from forum.db import db
from forum.errors import Conflict, ForumError, Invalid, TooOften
from forum.moderation import resources as staff
from forum.moderation.policy import may_enter
from forum.resources import actions, queries
from forum.resources.actions import Limits
from forum.resources.models import Resource, Standing
from forum.resources.policy import may_curate, may_propose
from forum.settings.queries import snapshot
from forum.topics.models import Topic
from forum.topics.queries import topic_for
from forum.topics.rows import shown_title
from forum.verdict import require
from forum.web.forms.resources import ResourceForm, present, words_of
from forum.web.jinja import notice
from forum.web.kept import drop_kept, kept_fields
from forum.web.language import _
from forum.web.limits import hit
from forum.web.login import actor, member
from forum.web.moderation import staff_frame
from forum.web.pager import page_number, pager
from forum.web.security import local_target
from forum.web.shield import Personal, asked_about, masked_in
from forum.web.statuses import status_of
from forum.web.trail import within_topic

pages = Blueprint("resources", __name__)

Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]
_Act = Callable[[User, Resource, Topic], bool]


@pages.get("/t/<int:topic_id>/resources/new")
def ask(topic_id: int) -> str:
    """The form of a proposal."""
    topic = topic_for(topic_id, member())
    require(may_propose(member(), topic))
    typed = kept_fields(request.path)
    return _proposal(ResourceForm(formdata=typed), topic)


@pages.post("/t/<int:topic_id>/resources/new")
def propose(topic_id: int) -> Answer:
    """Propose a page; what is wrong with it is said beside the form, which keeps what was typed."""
    topic = topic_for(topic_id, member())
    require(may_propose(member(), topic))
    form = ResourceForm()
    if "mask" in request.form:
        return _proposal(form, topic, masked_in(form, request.form["mask"]))
    if not form.validate():
        return _proposal(form, topic), 422
    if personal := asked_about(form, member()):
        return _proposal(form, topic, personal), 422
    try:
        hit("write")
        with db.write():
            made = actions.propose(member(), topic_for(topic_id, member()), form.facts(), _limits())
            shown = made.standing == Standing.SHOWN
    except (Invalid, Conflict, TooOften) as error:
        return _refused(form, error, lambda: _proposal(form, topic_for(topic_id, member())))
    drop_kept(request.path)
    thanks = _("Merci : votre proposition sera examinée ; une notification vous dira la suite.")
    notice("done", _("La ressource est dans la liste.") if shown else thanks)
    topic = topic_for(topic_id, member())
    return redirect(
        f"{paths.topic(topic.id, topic.slug)}#{queries.ANCHOR}" if shown else paths.propose_resource(topic_id), 303
    )


@pages.get("/t/<int:topic_id>/resources/list")
def listed(topic_id: int) -> str:
    """The whole list, for who keeps it."""
    topic = topic_for(topic_id, member())
    require(may_curate(member(), topic))
    return render_template(
        "resources/list.html",
        topic_title=shown_title(topic.title),
        topic_url=paths.topic(topic.id, topic.slug),
        propose_url=paths.propose_resource(topic.id),
        found=queries.all_of(topic, member()),
        crumbs=within_topic(member(), topic, (_("Ressources"), paths.resources(topic.id))),
    )


@pages.get("/resources/<int:resource_id>/edit")
def change(resource_id: int) -> str:
    """The form of what is said of a resource."""
    resource, topic = queries.resource_for(resource_id, member())
    require(may_curate(member(), topic))
    typed = kept_fields(request.path)
    return _edit_page(ResourceForm(formdata=typed, data=present(resource)), resource, topic)


@pages.post("/resources/<int:resource_id>/edit")
def changed(resource_id: int) -> Answer:
    """Say something else of it."""
    resource, topic = queries.resource_for(resource_id, member())
    require(may_curate(member(), topic))
    form = ResourceForm()
    if "mask" in request.form:
        return _edit_page(form, resource, topic, masked_in(form, request.form["mask"]))
    if not form.validate():
        return _edit_page(form, resource, topic), 422
    if personal := asked_about(form, member(), lambda: (words_of(resource),)):
        return _edit_page(form, resource, topic, personal), 422
    try:
        with db.write():
            staff.edit(member(), *queries.resource_for(resource_id, member()), form.facts())
    except (Invalid, Conflict) as error:
        return _refused(form, error, lambda: _edit_page(form, *queries.resource_for(resource_id, member())))
    drop_kept(request.path)
    notice("done", _("La ressource est modifiée."))
    return redirect(paths.resources(queries.resource_for(resource_id, member())[1].id), 303)


@pages.post("/resources/<int:resource_id>/<any(show,remove,up,down):verb>")
def act(resource_id: int, verb: str) -> Response:
    """What the buttons of the list do."""
    with db.write():
        resource, topic = queries.resource_for(resource_id, member())
        topic_id = topic.id
        done = _VERBS[verb](member(), resource, topic)
    if verb in {"show", "remove"}:
        said_of = {"show": _("La ressource est dans la liste."), "remove": _("La ressource n’est plus dans la liste.")}
        notice("done", said_of[verb] if done else _("Rien n’a changé : c’était déjà fait."))
    return redirect(local_target(request.form.get("next"), paths.resources(topic_id)), 303)


@pages.post("/resources/<int:resource_id>/withdraw")
def withdraw(resource_id: int) -> Response:
    """Whoever proposed it takes it back."""
    with db.write():
        resource, topic = queries.resource_for(resource_id, member())
        topic_id = topic.id
        actions.withdraw(member(), resource, topic)
    notice("done", _("Votre proposition est retirée."))
    return redirect(paths.propose_resource(topic_id), 303)


@pages.get(paths.RESOURCE_DESK)
def desk() -> str:
    """What waits in the forums that one moderates, and what answers no more."""
    require(may_enter(actor()))
    page, per_page = page_number(), _config().topics_per_page
    rows, total = queries.desk(member(), page=page, per_page=per_page)
    return render_template(
        "resources/desk.html",
        rows=rows,
        pager=pager(page, total, False, per_page, lambda number: paths.with_query(paths.RESOURCE_DESK, page=number)),
        **staff_frame("resources", _("Ressources"), paths.RESOURCE_DESK),
    )


def _proposal(form: ResourceForm, topic: Topic, personal: Sequence[Personal] = ()) -> str:
    here = paths.propose_resource(topic.id)
    return render_template(
        "resources/propose.html",
        form=form,
        personal=personal,
        topic_title=shown_title(topic.title),
        topic_url=paths.topic(topic.id, topic.slug),
        action=here,
        curates=bool(may_curate(member(), topic)),
        waiting=queries.own_waiting(topic, member()),
        crumbs=within_topic(member(), topic, (_("Proposer une ressource"), here)),
    )


def _edit_page(form: ResourceForm, resource: Resource, topic: Topic, personal: Sequence[Personal] = ()) -> str:
    here = paths.resource(resource.id, "edit")
    return render_template(
        "resources/edit.html",
        form=form,
        personal=personal,
        action=here,
        back_url=paths.resources(topic.id),
        topic_title=shown_title(topic.title),
        crumbs=within_topic(
            member(), topic, (_("Ressources"), paths.resources(topic.id)), (_("Modifier une ressource"), here)
        ),
    )


def _refused(form: ResourceForm, error: ForumError, page: Callable[[], str]) -> Answer:
    form.refuse(error, "url")
    wait = {"Retry-After": str(error.retry_after)} if isinstance(error, TooOften) else {}
    return page(), status_of(error), wait


def _show(actor: User, resource: Resource, topic: Topic) -> bool:
    return staff.show(actor, resource, topic, newcomer_posts=_limits().newcomer_posts)


_VERBS: Mapping[str, _Act] = {
    "show": _show,
    "remove": staff.remove,
    "up": lambda *of: actions.move(*of, up=True),
    "down": lambda *of: actions.move(*of, up=False),
}


def _limits() -> Limits:
    config, holds = _config(), snapshot().settings.hold_first_links
    return Limits(config.resources_per_day, config.resources_per_topic, config.newcomer_posts if holds else 0)


def _config() -> Config:
    return current_app.extensions["forum"]
