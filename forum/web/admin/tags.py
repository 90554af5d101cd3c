"""Tags: their words, their synonyms, and bringing two together."""

from flask import Blueprint, current_app, request

from forum import paths
from forum.config import Config
from forum.errors import Invalid
from forum.moderation.administration import queries
from forum.moderation.administration import tags as verbs
from forum.taxonomy.models import Tag
from forum.taxonomy.queries import synonyms, tags_named
from forum.web.admin.frame import Answer, act_and_return, confirm_page, done, form_page, goes_through, page
from forum.web.admin.rows import row
from forum.web.forms.accounts import typed
from forum.web.forms.admin import MergeForm, TagForm
from forum.web.language import _, _n
from forum.web.login import member
from forum.web.pager import page_number, pager
from forum.words import message

pages = Blueprint("tags", __name__)

_LIST = paths.admin("tags")


@pages.get("/tags")
def index() -> str:
    """The tags, by name."""
    config: Config = current_app.extensions["forum"]
    number, per_page = page_number(), config.rows_per_page
    rows, total = queries.tags(page=number, per_page=per_page)
    return page(
        "admin/tags.html",
        "tags",
        _("Étiquettes"),
        tags=rows,
        pager=pager(number, total, False, per_page, lambda n: paths.admin("tags", page=n)),
    )


@pages.route("/tags/new", methods=["GET", "POST"])
def create() -> Answer:
    """A new tag."""
    form, heading = TagForm(), _("Nouvelle étiquette")
    if request.method == "POST" and goes_through(form, "name", lambda: verbs.create_tag(member(), form.draft())):
        return done(_("L’étiquette « %(name)s » est créée.", name=typed(form.name)), _LIST)
    return form_page("tags", heading, form, (heading, paths.admin("tags", "new")), cancel_url=_LIST)


@pages.route("/tags/<int:tag_id>", methods=["GET", "POST"])
def edit(tag_id: int) -> Answer:
    """A tag's words; its address stays."""
    tag, here = row(Tag, tag_id), paths.admin("tags", tag_id)
    form = TagForm(obj=tag, data={"synonyms": ", ".join(synonyms(tag))})

    def act() -> None:
        verbs.change_tag(member(), row(Tag, tag_id), form.draft())

    if request.method == "POST" and goes_through(form, "name", act):
        return done(_("L’étiquette est modifiée."), _LIST)
    name, links = row(Tag, tag_id).name, [(_("Réunir à une autre"), f"{here}/merge")]
    return form_page("tags", name, form, (name, here), cancel_url=_LIST, links=links, delete_url=f"{here}/delete")


@pages.route("/tags/<int:tag_id>/merge", methods=["GET", "POST"])
def merge(tag_id: int) -> Answer:
    """Make a tag a synonym of another."""
    form, here = MergeForm(), paths.admin("tags", tag_id)
    carried: list[int] = []

    def act() -> None:
        carried.append(verbs.merge_tag(member(), row(Tag, tag_id), _named(typed(form.into))))

    if request.method == "POST" and goes_through(form, "into", act):
        return done(
            _n("%(count)s sujet a changé d’étiquette.", "%(count)s sujets ont changé d’étiquette.", *carried), _LIST
        )
    name, heading = row(Tag, tag_id).name, _("Réunir à une autre")
    return form_page(
        "tags",
        heading,
        form,
        (name, here),
        (heading, f"{here}/merge"),
        intro=_("« %(name)s » devient un synonyme : ses sujets porteront l’étiquette gardée, sans doublon.", name=name),
        button=_("Réunir"),
        cancel_url=here,
    )


@pages.route("/tags/<int:tag_id>/delete", methods=["GET", "POST"])
def delete(tag_id: int) -> Answer:
    """Remove a tag, after asking."""
    name = row(Tag, tag_id).name
    if request.method == "POST":
        gone = _("L’étiquette « %(name)s » n’existe plus.", name=name)
        return act_and_return(lambda: verbs.delete_tag(member(), row(Tag, tag_id)), gone, _LIST)
    sentence = _("Supprimer l’étiquette « %(name)s » et ses synonymes ? Ses sujets la perdent.", name=name)
    return confirm_page("tags", _("Supprimer une étiquette"), sentence, _("Supprimer"), paths.admin("tags", tag_id))


def _named(name: str) -> Tag:
    tag = tags_named([name]).get(name)
    if tag is None:
        raise Invalid(message("L’étiquette « %(name)s » n’existe pas.", name=name), "into")
    return tag
