"""Categories and forums: the tree, its order, and each one's form."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import Blueprint, request

from forum import paths
from forum.moderation.administration import forums as verbs
from forum.taxonomy import queries as taxonomy
from forum.taxonomy.models import Forum
from forum.taxonomy.queries import ForumNode
from forum.web.admin.frame import Answer, act_and_return, confirm_page, done, form_page, goes_through, page
from forum.web.admin.rows import row
from forum.web.forms.admin import ForumForm
from forum.web.language import _
from forum.web.login import member

pages = Blueprint("forums", __name__)

_LIST = paths.admin("forums")
_STEPS = {"up": -1, "down": 1}


@dataclass(frozen=True)
class ForumLine:
    """A forum in the list. `depth` counts the forums above it; `first` and `last` are among its siblings."""

    forum: Forum
    depth: int
    first: bool
    last: bool


@pages.get("/forums")
def index() -> str:
    """Every forum, in the order of the board."""
    return page("admin/forums.html", "forums", _("Forums"), lines=list(_lines(_tree(), 0)))


@pages.route("/forums/new", methods=["GET", "POST"])
def create() -> Answer:
    """A new category or forum."""
    form = ForumForm(data={"parent": request.args.get("parent", ""), "kind": "forum"})
    form.offer_parents(_tree())
    if request.method == "POST" and goes_through(form, "name", lambda: verbs.create_forum(member(), form.draft())):
        return done(_("« %(name)s » est en place. Réglez maintenant ses droits.", name=form.name.data or ""), _LIST)
    heading = _("Nouveau forum")
    return form_page("forums", heading, form, (heading, paths.admin("forums", "new")), cancel_url=_LIST)


@pages.route("/forums/<int:forum_id>", methods=["GET", "POST"])
def edit(forum_id: int) -> Answer:
    """A forum's name, address, place."""
    forum = row(Forum, forum_id)
    accepted = forum.kinds.split(",") if forum.kinds else []
    form = ForumForm(obj=forum, data={"parent": str(forum.parent_id or ""), "accepted": accepted})
    form.offer_parents(_tree(), but=forum_id)

    def act() -> None:
        verbs.change_forum(member(), row(Forum, forum_id), form.draft())

    if request.method == "POST" and goes_through(form, "name", act):
        return done(_("Le forum est modifié."), _LIST)
    forum = row(Forum, forum_id)
    return form_page(
        "forums",
        forum.name,
        form,
        (forum.name, paths.admin("forums", forum_id)),
        cancel_url=_LIST,
        links=[(_("Droits"), paths.admin("forums", forum_id, "rights"))],
        delete_url=paths.admin("forums", forum_id, "delete"),
    )


@pages.post("/forums/<int:forum_id>/move")
def move(forum_id: int) -> Answer:
    """One place up or down among its siblings."""
    step = _STEPS.get(request.form.get("to", ""), 1)
    forum = row(Forum, forum_id)
    return act_and_return(
        lambda: verbs.shift_forum(member(), row(Forum, forum_id), step),
        _("« %(name)s » a changé de place.", name=forum.name),
        f"{_LIST}#f{forum_id}",
    )


@pages.route("/forums/<int:forum_id>/delete", methods=["GET", "POST"])
def delete(forum_id: int) -> Answer:
    """Remove an empty forum, after asking."""
    forum, here = row(Forum, forum_id), paths.admin("forums", forum_id)
    if request.method == "POST":
        gone = _("« %(name)s » n’existe plus.", name=forum.name)
        return act_and_return(lambda: verbs.delete_forum(member(), row(Forum, forum_id)), gone, _LIST)
    sentence = _("Supprimer « %(name)s » ? Il ne doit plus porter ni sujet ni sous-forum.", name=forum.name)
    return confirm_page("forums", _("Supprimer un forum"), sentence, _("Supprimer"), here)


def _tree() -> tuple[ForumNode, ...]:
    return taxonomy.tree(taxonomy.visible(member()))


def _lines(nodes: Iterable[ForumNode], depth: int) -> Iterator[ForumLine]:
    siblings = list(nodes)
    for place, node in enumerate(siblings):
        yield ForumLine(node.forum, depth, first=place == 0, last=place == len(siblings) - 1)
        yield from _lines(node.children, depth + 1)
