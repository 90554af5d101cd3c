"""The log of the administration, and its acts in words."""

from dataclasses import replace

from flask import Blueprint, current_app

from forum import paths
from forum.config import Config
from forum.moderation.administration import queries
from forum.moderation.administration.acts import Act
from forum.moderation.administration.queries import ActRow
from forum.web.admin.frame import page
from forum.web.language import _, said
from forum.web.pager import page_number, pager
from forum.words import message

pages = Blueprint("journal", __name__)

ACTS = {
    Act.CREATE_FORUM: message("a créé le forum"),
    Act.CHANGE_FORUM: message("a modifié le forum"),
    Act.ORDER_FORUM: message("a changé la place du forum"),
    Act.DELETE_FORUM: message("a supprimé le forum"),
    Act.SET_RIGHTS: message("a réglé les droits sur"),
    Act.CREATE_TAG: message("a créé l’étiquette"),
    Act.CHANGE_TAG: message("a modifié l’étiquette"),
    Act.MERGE_TAG: message("a réuni à une autre l’étiquette"),
    Act.DELETE_TAG: message("a supprimé l’étiquette"),
    Act.CREATE_GROUP: message("a créé le groupe"),
    Act.CHANGE_GROUP: message("a modifié le groupe"),
    Act.DELETE_GROUP: message("a supprimé le groupe"),
    Act.JOIN_GROUP: message("a fait entrer dans le groupe"),
    Act.LEAVE_GROUP: message("a retiré du groupe"),
    Act.CREATE_RANK: message("a créé le rang"),
    Act.CHANGE_RANK: message("a modifié le rang"),
    Act.DELETE_RANK: message("a supprimé le rang"),
    Act.GIVE_RANK: message("a changé le rang spécial"),
    Act.APPROVE_MEMBER: message("a approuvé le compte"),
    Act.CONFIRM_MEMBER: message("a confirmé l’adresse"),
    Act.CLOSE_MEMBER: message("a fermé le compte"),
    Act.TAKE_FACTORS: message("a retiré la validation en deux étapes de"),
    Act.REOPEN_MEMBER: message("a rouvert le compte"),
    Act.OFFER_ACCOUNT: message("a proposé de reprendre le compte"),
    Act.CHANGE_SETTINGS: message("a changé les réglages du site"),
    Act.STORE_PAGE: message("a enregistré la page"),
    Act.DELETE_PAGE: message("a supprimé la page"),
    Act.RETRY_WORK: message("a relancé des tâches abandonnées"),
    Act.TRY_MAIL: message("a demandé un courriel d’essai"),
}


_FIELDS = {
    "name": message("Nom"),
    "slug": message("Adresse"),
    "description": message("Description"),
    "kind": message("Genre"),
    "parent": message("Parent"),
    "locked": message("Verrouillé"),
    "synonyms": message("Synonymes"),
    "title": message("Titre"),
    "min_posts": message("À partir de combien de messages"),
    "rank": message("Rang spécial"),
    "tagline": message("Devise"),
    "logo": message("Logo"),
    "banner": message("Annonce"),
    "registration": message("Inscriptions"),
    "charter_required": message("Charte demandée à l’inscription"),
    "hold_first_links": message("Premiers liens retenus"),
    "staff_factor": message("Validation en deux étapes exigée de l’équipe"),
    "disclaimer": message("Avertissement sous les réponses"),
    "edit_minutes": message("Délai pour modifier, en minutes"),
    "contact_mail": message("Adresse de contact"),
}
_CODED = {"kind", "locked", "registration", "charter_required", "hold_first_links", "staff_factor"}
_CODES = {
    "True": message("oui"),
    "False": message("non"),
    "forum": message("forum"),
    "category": message("catégorie"),
    "open": message("ouvertes"),
    "approval": message("soumises à accord"),
    "closed": message("fermées"),
    "can_see": message("voir"),
    "can_post": message("ouvrir un sujet"),
    "can_reply": message("répondre"),
    "can_moderate": message("modérer"),
}


@pages.get("/log")
def index() -> str:
    """What was done, newest first."""
    config: Config = current_app.extensions["forum"]
    number, per_page = page_number(), config.rows_per_page
    entries, total = queries.log(page=number, per_page=per_page)
    return page(
        "admin/log.html",
        "log",
        _("Journal de l’administration"),
        entries=in_words(entries),
        acts=acts_in_words(),
        pager=pager(number, total, False, per_page, lambda n: paths.admin("log", page=n)),
    )


def acts_in_words() -> dict[str, str]:
    """Each act of the administration as the log says it."""
    return {act.value: said(words) for act, words in ACTS.items()}


def in_words(entries: list[ActRow]) -> list[ActRow]:
    """The same lines, what changed said in the page's language."""
    return [
        replace(entry, changes=tuple(_change(entry.verb, *change) for change in entry.changes)) for entry in entries
    ]


def _change(verb: str, name: str, old: str, new: str) -> tuple[str, str, str]:
    if verb == Act.SET_RIGHTS:
        return name, _decoded(old), _decoded(new)
    if name in _CODED:
        return said(_FIELDS[name]), _decoded(old), _decoded(new)
    return said(_FIELDS.get(name, name)), old, new


def _decoded(codes: str) -> str:
    return ", ".join(said(_CODES.get(code, code)) for code in codes.split())
