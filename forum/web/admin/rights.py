"""The rights on one forum: a table of who may what."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, request

from forum import paths
from forum.accounts.models import ADMINISTRATORS, EVERYONE, MEMBERS, User
from forum.accounts.queries import groups, names_known
from forum.errors import Invalid
from forum.moderation.administration import forums as verbs
from forum.moderation.administration.queries import grants
from forum.taxonomy.actions import FOR_MEMBERS, FOR_STAFF, PUBLIC, Grant
from forum.taxonomy.models import Forum
from forum.taxonomy.policy import Right
from forum.web.admin.frame import Answer, done, goes_through, page
from forum.web.admin.groups import title_of
from forum.web.admin.rows import row
from forum.web.forms.admin import RightsForm
from forum.web.language import _
from forum.web.login import member
from forum.words import message

pages = Blueprint("rights", __name__)

_PRESETS = {"public": PUBLIC, "members": FOR_MEMBERS, "staff": FOR_STAFF}


@dataclass(frozen=True)
class Holder:
    """A line of the table: a group or a person, what they hold and may be given. `key` begins its boxes' names."""

    key: str
    title: str
    held: frozenset[Right]
    group_id: int | None = None
    user_id: int | None = None

    @property
    def offered(self) -> tuple[Right, ...]:
        """Visitors only ever read; and not everybody with an account moderates."""
        if self.group_id == EVERYONE:
            return (Right.SEE,)
        return tuple(right for right in Right if self.group_id != MEMBERS or right is not Right.MODERATE)

    def with_boxes(self, ticked: Iterable[str]) -> "Holder":
        """The same holder with the rights whose boxes are among these."""
        names = set(ticked)
        held = frozenset(right for right in self.offered if f"{self.key}-{right}" in names)
        return Holder(self.key, self.title, held, self.group_id, self.user_id)

    def grant(self) -> Grant:
        return _grant(self.held, group_id=self.group_id, user_id=self.user_id)


@pages.route("/forums/<int:forum_id>/rights", methods=["GET", "POST"])
def edit(forum_id: int) -> Answer:
    """Who sees the forum, opens topics, replies, moderates."""
    forum = row(Forum, forum_id)
    holders, form = _holders(forum, request.args.get("preset", "")), RightsForm()
    if request.method == "POST":
        holders = [holder.with_boxes(request.form) for holder in holders]
        if goes_through(form, "moderators", lambda: _store(forum_id, holders, form)):
            return done(_("Les droits sur « %(name)s » sont en vigueur.", name=forum.name), paths.admin("forums"))
    forum, here = row(Forum, forum_id), paths.admin("forums", forum_id, "rights")
    heading = _("Droits sur « %(name)s »", name=forum.name)
    steps = (forum.name, paths.admin("forums", forum_id)), (_("Droits"), here)
    presets = [
        (_("Public"), f"{here}?preset=public"),
        (_("Membres seulement"), f"{here}?preset=members"),
        (_("Équipe seulement"), f"{here}?preset=staff"),
    ]
    return (
        page("admin/rights.html", "forums", heading, *steps, form=form, holders=holders, presets=presets, action=here),
        form.status,
    )


def _store(forum_id: int, holders: list[Holder], form: RightsForm) -> None:
    given = [holder.grant() for holder in holders if holder.held]
    named = {holder.user_id for holder in holders}
    added = [
        Grant(user_id=user_id, post=True, reply=True, moderate=True)
        for user_id in _people(form.names)
        if user_id not in named
    ]
    verbs.set_rights(member(), row(Forum, forum_id), (*given, *added), below=form.below.data)


def _people(names: tuple[str, ...]) -> list[int]:
    """The members of these names. Raises Invalid for one that nobody has."""
    known = names_known(names)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise Invalid(message("Personne ne s’appelle « %(names)s » ici.", names=", ".join(unknown)), "moderators")
    return list(dict.fromkeys(user_id for user_id, _name in known.values()))


def _holders(forum: Forum, preset: str) -> list[Holder]:
    """All groups but the administrators', who may everything, then the people with rights of their own."""
    by_group: dict[int | None, frozenset[Right]] = {}
    people: list[tuple[User, frozenset[Right]]] = []
    for grant, user in grants(forum):
        held = frozenset(right for right in Right if getattr(grant, right))
        if user is None:
            by_group[grant.group_id] = held
        else:
            people.append((user, held))
    if preset in _PRESETS:
        by_group = {grant.group_id: _held(grant) for grant in _PRESETS[preset]}
        people = []
    lines = [
        Holder(f"g{group.id}", title_of(group), by_group.get(group.id, frozenset()), group_id=group.id)
        for group in groups()
        if group.id != ADMINISTRATORS
    ]
    return lines + [Holder(f"u{user.id}", user.name, held, user_id=user.id) for user, held in people]


def _held(grant: Grant) -> frozenset[Right]:
    given = {Right.SEE: grant.see, Right.POST: grant.post, Right.REPLY: grant.reply, Right.MODERATE: grant.moderate}
    return frozenset(right for right, yes in given.items() if yes)


def _grant(held: frozenset[Right], *, group_id: int | None, user_id: int | None) -> Grant:
    return Grant(
        group_id=group_id,
        user_id=user_id,
        see=Right.SEE in held,
        post=Right.POST in held,
        reply=Right.REPLY in held,
        moderate=Right.MODERATE in held,
    )
