"""Ranks: titles under names."""

from flask import Blueprint, request

from forum import paths
from forum.accounts.models import Rank
from forum.accounts.queries import ranks
from forum.moderation.administration import groups as verbs
from forum.web.admin.frame import Answer, act_and_return, confirm_page, done, form_page, goes_through, page
from forum.web.admin.rows import row
from forum.web.forms.accounts import typed
from forum.web.forms.admin import RankForm
from forum.web.language import _
from forum.web.login import member

pages = Blueprint("ranks", __name__)

_LIST = paths.admin("ranks")


@pages.get("/ranks")
def index() -> str:
    """Ranks by number of posts, then those given by hand."""
    return page("admin/ranks.html", "ranks", _("Rangs"), ranks=ranks())


@pages.route("/ranks/new", methods=["GET", "POST"])
def create() -> Answer:
    """A new rank."""
    form, heading = RankForm(), _("Nouveau rang")

    def act() -> None:
        verbs.create_rank(member(), typed(form.title), form.min_posts.data)

    if request.method == "POST" and goes_through(form, "title", act):
        return done(_("Le rang « %(name)s » est créé.", name=typed(form.title)), _LIST)
    return form_page("ranks", heading, form, (heading, paths.admin("ranks", "new")), cancel_url=_LIST)


@pages.route("/ranks/<int:rank_id>", methods=["GET", "POST"])
def edit(rank_id: int) -> Answer:
    """A rank's title, and from how many posts one has it."""
    form, here = RankForm(obj=row(Rank, rank_id)), paths.admin("ranks", rank_id)

    def act() -> None:
        verbs.change_rank(member(), row(Rank, rank_id), typed(form.title), form.min_posts.data)

    if request.method == "POST" and goes_through(form, "title", act):
        return done(_("Le rang est modifié."), _LIST)
    title = row(Rank, rank_id).title
    return form_page("ranks", title, form, (title, here), cancel_url=_LIST, delete_url=f"{here}/delete")


@pages.route("/ranks/<int:rank_id>/delete", methods=["GET", "POST"])
def delete(rank_id: int) -> Answer:
    """Remove a rank, after asking."""
    title = row(Rank, rank_id).title
    if request.method == "POST":
        gone = _("Le rang « %(name)s » n’existe plus.", name=title)
        return act_and_return(lambda: verbs.delete_rank(member(), row(Rank, rank_id)), gone, _LIST)
    sentence = _("Supprimer le rang « %(name)s » ? Qui le portait reprend celui de ses messages.", name=title)
    return confirm_page("ranks", _("Supprimer un rang"), sentence, _("Supprimer"), paths.admin("ranks", rank_id))
