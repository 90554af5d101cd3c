"""People: found, looked at, let in, given groups and ranks, closed, offered their account."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, request

from forum import paths
from forum.accounts import queries as accounts
from forum.accounts.models import EVERYONE, MEMBERS, Group, Rank, User
from forum.accounts.policy import is_suspended
from forum.accounts.secondfactor import has_second_factor
from forum.accounts.standing import can_be_claimed
from forum.config import Config
from forum.moderation.administration import groups, people, queries
from forum.moderation.administration.queries import Standing
from forum.moderation.policy import may_suspend
from forum.web.admin.frame import Answer, act_and_return, done, form_page, goes_through, page
from forum.web.admin.groups import title_of
from forum.web.admin.rows import row
from forum.web.forms.accounts import typed
from forum.web.forms.admin import CloseForm, OfferForm, RolesForm
from forum.web.language import _, said
from forum.web.login import member
from forum.web.pager import page_number, pager
from forum.words import message

pages = Blueprint("people", __name__)

_STANDINGS = {
    Standing.ALL: message("Tous"),
    Standing.WAITING: message("En attente d’accord"),
    Standing.UNCONFIRMED: message("Adresse non confirmée"),
    Standing.SUSPENDED: message("Suspendus"),
    Standing.STAFF: message("Équipe"),
    Standing.UNCLAIMED: message("Sans accès"),
    Standing.CLOSED: message("Fermés"),
    Standing.ALIKE: message("Noms qui ressemblent à un autre"),
}
_WORDS_LENGTH = 100


@pages.get("/people")
def index() -> str:
    """Accounts by name or address, of one standing where asked."""
    config: Config = current_app.extensions["forum"]
    words = request.args.get("q", "").strip()[:_WORDS_LENGTH]
    asked = request.args.get("standing", "")
    standing = Standing(asked) if asked in set(Standing) else Standing.ALL
    number, per_page = page_number(), config.rows_per_page
    found, total = queries.people(words=words, standing=standing, page=number, per_page=per_page)

    def url(to: Standing, n: int | None = None) -> str:
        return paths.admin("people", q=words or None, standing=None if to is Standing.ALL else to.value, page=n)

    return page(
        "admin/people.html",
        "people",
        _("Membres"),
        people=[(user, standing_of(user)) for user in found],
        total=total,
        words=words,
        standing=standing,
        standings=[(said(label), url(each), each is standing) for each, label in _STANDINGS.items()],
        pager=pager(number, total, False, per_page, lambda n: url(standing, n)),
    )


@pages.route("/people/<int:user_id>", methods=["GET", "POST"])
def show(user_id: int) -> Answer:
    """A member's account, with its groups and special rank."""
    user = row(User, user_id)
    form = _roles_form(user)
    if request.method == "POST" and goes_through(form, "groups", lambda: _set_roles(row(User, user_id), form)):
        return done(_("Le compte est modifié."), paths.admin("people", user_id))
    return _account_page(row(User, user_id), form)


@pages.post("/people/<int:user_id>/<any(approve,confirm,reopen,factors):verb>")
def act(user_id: int, verb: str) -> Answer:
    """What needs no form but its button."""
    verbs: dict[str, tuple[Callable[[User, User], None], str]] = {
        "approve": (people.approve, _("Le compte est approuvé ; un courriel prévient la personne.")),
        "confirm": (people.confirm, _("L’adresse passe pour confirmée.")),
        "reopen": (people.reopen, _("Le compte est rouvert.")),
        "factors": (people.take_factors, _("Le mot de passe suffit de nouveau ; un courriel prévient la personne.")),
    }
    chosen, sentence = verbs[verb]
    here = paths.admin("people", user_id)
    return act_and_return(lambda: chosen(member(), row(User, user_id)), sentence, here)


@pages.route("/people/<int:user_id>/close", methods=["GET", "POST"])
def close(user_id: int) -> Answer:
    """Close the account, with a reason."""
    user, form = row(User, user_id), CloseForm()
    if request.method == "POST" and goes_through(
        form, "reason", lambda: people.close(member(), row(User, user_id), typed(form.reason))
    ):
        return done(_("Le compte est fermé."), paths.admin("people", user_id))
    intro = _("Personne ne se connectera plus avec ce compte. Ce qu’il a écrit reste lisible.")
    return _question(user, "close", _("Fermer le compte"), form, intro=intro)


@pages.route("/people/<int:user_id>/offer", methods=["GET", "POST"])
def offer(user_id: int) -> Answer:
    """Mail a link that makes the account its reader's."""
    user, form = row(User, user_id), OfferForm()
    if request.method == "POST" and goes_through(
        form, "email", lambda: people.offer(member(), row(User, user_id), typed(form.email))
    ):
        return done(_("Le lien part à l’adresse donnée."), paths.admin("people", user_id))
    intro = _("Qui ouvre le lien choisit un mot de passe : le compte et ses messages sont alors à cette personne.")
    return _question(user, "offer", _("Envoyer un lien pour reprendre ce compte"), form, intro=intro)


def standing_of(user: User) -> str:
    """What an administrator should know of an account before anything else; nothing when all is in order."""
    states = (
        (user.erased, _("Supprimé")),
        (not user.active, _("Fermé")),
        (is_suspended(user), _("Suspendu")),
        (user.confirmed_at is None, _("Adresse non confirmée")),
        (not user.approved, _("En attente d’accord")),
        (can_be_claimed(user), _("Sans accès")),
    )
    return next((words for holds, words in states if holds), "")


def _question(user: User, verb: str, heading: str, form: CloseForm | OfferForm, *, intro: str) -> Answer:
    here = paths.admin("people", user.id)
    steps = ((user.name, here), (heading, f"{here}/{verb}"))
    return form_page("people", heading, form, *steps, intro=intro, button=heading, cancel_url=here)


def _account_page(user: User, form: RolesForm) -> Answer:
    steps = ((user.name, paths.admin("people", user.id)),)
    verdict = may_suspend(member(), user)
    body = page(
        "admin/account.html",
        "people",
        user.name,
        *steps,
        user=user,
        standing=standing_of(user),
        facts=_facts(user),
        form=form,
        may_close=bool(verdict) and user.active,
        may_offer=can_be_claimed(user),
        may_take_factors=bool(verdict) and has_second_factor(user),
        file_url=paths.member_file(user.name) if verdict else None,
    )
    return body, form.status


def _facts(user: User) -> list[tuple[str, Any]]:
    """(words, a moment, a number or a text); what is not known is left out."""
    known: list[tuple[str, datetime | int | str | None]] = [
        (_("Adresse :"), user.email),
        (_("Inscription :"), user.created_at),
        (_("Confirmation :"), user.confirmed_at),
        (_("Dernière visite :"), user.last_seen_at),
        (_("Messages :"), user.post_count),
        (_("Suspension jusqu’au :"), user.suspended_until if is_suspended(user) else None),
        (_("Origine :"), user.origin_note or None),
    ]
    return [(words, value) for words, value in known if value is not None]


def _roles_form(user: User) -> RolesForm:
    form = RolesForm(data={"groups": [group.id for group in user.roles], "rank": str(user.rank_id or "")})
    offered = [group for group in accounts.groups() if group.id not in {EVERYONE, MEMBERS}]
    form.groups.choices = [(group.id, title_of(group)) for group in offered]
    special = [(str(rank.id), rank.title) for rank in accounts.ranks() if rank.min_posts is None]
    form.rank.choices = [("", _("Aucun : celui de ses messages")), *special]
    return form


def _set_roles(user: User, form: RolesForm) -> None:
    groups.give_rank(member(), user, row(Rank, int(form.rank.data)) if form.rank.data else None)
    groups.set_groups(member(), user, [row(Group, group_id) for group_id in form.groups.data or ()])
