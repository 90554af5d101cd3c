"""Groups, and who is in them."""

from flask import Blueprint, current_app, request

from forum import paths
from forum.accounts.models import ADMINISTRATORS, EVERYONE, MEMBERS, MODERATORS, Group, User
from forum.accounts.queries import user_named
from forum.config import Config
from forum.errors import Invalid, Missing
from forum.moderation.administration import groups as verbs
from forum.moderation.administration import queries
from forum.web.admin.frame import Answer, act_and_return, confirm_page, done, form_page, goes_through, page
from forum.web.admin.rows import row
from forum.web.forms.accounts import typed
from forum.web.forms.admin import GroupForm, MemberNameForm
from forum.web.language import _, said
from forum.web.login import member
from forum.web.pager import page_number, pager
from forum.words import message

pages = Blueprint("groups", __name__)

_LIST = paths.admin("groups")
_BUILTIN = {
    EVERYONE: message("Tout le monde"),
    MEMBERS: message("Membres"),
    ADMINISTRATORS: message("Administration"),
    MODERATORS: message("Modération"),
}


@pages.get("/groups")
def index() -> str:
    """Every group, with how many people are in it."""
    return page(
        "admin/groups.html",
        "groups",
        _("Groupes"),
        lines=[(line.group, title_of(line.group), line.members) for line in queries.groups()],
        of_all={EVERYONE, MEMBERS},
    )


@pages.route("/groups/new", methods=["GET", "POST"])
def create() -> Answer:
    """A new group."""
    form, heading = GroupForm(), _("Nouveau groupe")

    def act() -> None:
        verbs.create_group(member(), typed(form.title), typed(form.description))

    if request.method == "POST" and goes_through(form, "title", act):
        return done(_("Le groupe « %(name)s » est créé.", name=typed(form.title)), _LIST)
    return form_page("groups", heading, form, (heading, paths.admin("groups", "new")), cancel_url=_LIST)


@pages.get("/groups/<int:group_id>")
def show(group_id: int) -> Answer:
    """A group's people."""
    return _group_page(row(Group, group_id), MemberNameForm(formdata=None))


@pages.route("/groups/<int:group_id>/edit", methods=["GET", "POST"])
def edit(group_id: int) -> Answer:
    """A group's name and description."""
    group, here = row(Group, group_id), paths.admin("groups", group_id)
    form = GroupForm(obj=group)

    def act() -> None:
        verbs.change_group(member(), row(Group, group_id), typed(form.title), typed(form.description))

    if request.method == "POST" and goes_through(form, "title", act):
        return done(_("Le groupe est modifié."), here)
    title = row(Group, group_id).title
    return form_page("groups", title, form, (title, here), cancel_url=here, delete_url=f"{here}/delete")


@pages.post("/groups/<int:group_id>/members")
def add(group_id: int) -> Answer:
    """Put somebody in the group."""
    form = MemberNameForm()
    if goes_through(form, "name", lambda: verbs.add_member(member(), _named(typed(form.name)), row(Group, group_id))):
        joined = _("« %(name)s » fait partie du groupe.", name=typed(form.name))
        return done(joined, paths.admin("groups", group_id))
    return _group_page(row(Group, group_id), form)


@pages.route("/groups/<int:group_id>/members/<int:user_id>/remove", methods=["GET", "POST"])
def remove(group_id: int, user_id: int) -> Answer:
    """Take somebody out of the group, after asking."""
    group, user, here = row(Group, group_id), row(User, user_id), paths.admin("groups", group_id)
    names = {"name": user.name, "group": title_of(group)}
    if request.method == "POST":
        left = _("« %(name)s » ne fait plus partie du groupe « %(group)s ».", **names)
        return act_and_return(
            lambda: verbs.remove_member(member(), row(User, user_id), row(Group, group_id)), left, here
        )
    sentence = _("Retirer « %(name)s » du groupe « %(group)s » ? Ses droits cessent aussitôt.", **names)
    return confirm_page("groups", _("Retirer du groupe"), sentence, _("Retirer"), here)


@pages.route("/groups/<int:group_id>/delete", methods=["GET", "POST"])
def delete(group_id: int) -> Answer:
    """Remove a group, after asking."""
    group, here = row(Group, group_id), paths.admin("groups", group_id)
    if request.method == "POST":
        gone = _("Le groupe « %(name)s » n’existe plus.", name=group.title)
        return act_and_return(lambda: verbs.delete_group(member(), row(Group, group_id)), gone, _LIST)
    sentence = _("Supprimer le groupe « %(name)s » ? Les droits qu’il donnait disparaissent.", name=group.title)
    return confirm_page("groups", _("Supprimer un groupe"), sentence, _("Supprimer"), here)


def title_of(group: Group) -> str:
    """A group's name in the page's language: the built-in ones are the forum's own words."""
    return said(_BUILTIN.get(group.id, group.title))


def _group_page(group: Group, form: MemberNameForm) -> Answer:
    config: Config = current_app.extensions["forum"]
    number, here = page_number(), paths.admin("groups", group.id)
    people, total = queries.members_of(group, page=number, per_page=config.rows_per_page)
    title = title_of(group)
    body = page(
        "admin/group.html",
        "groups",
        title,
        (title, here),
        group=group,
        of_all=group.id in {EVERYONE, MEMBERS},
        people=people,
        form=form,
        pager=pager(number, total, False, config.rows_per_page, lambda n: paths.admin("groups", group.id, page=n)),
    )
    return body, form.status


def _named(name: str) -> User:
    try:
        return user_named(name)
    except Missing:
        raise Invalid(message("Personne ne s’appelle « %(names)s » ici.", names=name), "name") from None
