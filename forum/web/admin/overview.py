"""The first page: figures, what waits, and what remains to be done before the site is open to all."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, current_app

from forum import paths
from forum.config import Config
from forum.moderation.administration import queries
from forum.moderation.administration.queries import Standing
from forum.settings.models import FooterPage
from forum.settings.queries import footer_pages, stored_settings
from forum.web.admin.frame import page
from forum.web.admin.journal import acts_in_words, in_words
from forum.web.admin.state import Machinery, machinery
from forum.web.language import _, _n
from forum.web.trail import Link

pages = Blueprint("overview", __name__)

_MARKS = ("À compléter", "To be completed")
_LEGAL = "mentions-legales"
_CHARTER = "charte"
_LATEST = 5


@dataclass(frozen=True)
class Step:
    """Something to be done before the site is open: why, and where (a page of the site, or a setting's name)."""

    sentence: str
    url: str = ""
    setting: str = ""


@pages.get("")
def index() -> str:
    """Overview."""
    config: Config = current_app.extensions["forum"]
    figures, state = queries.figures(), machinery()
    latest, _total = queries.log(page=1, per_page=_LATEST)
    return page(
        "admin/index.html",
        "",
        _("Administration"),
        figures=figures,
        waiting=_waiting(figures, state),
        steps=_steps(config, footer_pages()),
        entries=in_words(latest),
        acts=acts_in_words(),
    )


def _waiting(figures: queries.Figures, state: Machinery) -> list[Link]:
    """(sentence, where) for whatever waits for somebody."""
    late = _n(
        "%(count)s tâche attend depuis plus de cinq minutes",
        "%(count)s tâches attendent, la première depuis plus de cinq minutes",
        state.outbox.due,
    )
    given_up = _n("%(count)s tâche abandonnée", "%(count)s tâches abandonnées", state.outbox.given_up)
    here = paths.admin("state")
    found = [
        (figures.reports, _n("%(count)s signalement", "%(count)s signalements", figures.reports), paths.reports()),
        (figures.held, _n("%(count)s message retenu", "%(count)s messages retenus", figures.held), paths.held_posts()),
        (
            figures.accounts,
            _n("%(count)s compte attend votre accord", "%(count)s comptes attendent votre accord", figures.accounts),
            paths.admin("people", standing=Standing.WAITING.value),
        ),
        (state.worker_is_silent, _("Le travail de fond est arrêté : ni courriels ni recherche"), here),
        (state.outbox_is_late, late, here),
        (state.outbox.given_up, given_up, here),
        (not state.schema_is_current, _("La base de données n’est pas à jour"), here),
    ]
    return [(sentence, url) for holds, sentence, url in found if holds]


def _steps(config: Config, written: list[FooterPage]) -> list[Step]:
    settings, slugs = stored_settings(), {each.slug for each in written}
    legal = paths.admin("pages", _LEGAL) if _LEGAL in slugs else paths.admin("pages", "new")
    unfinished = {each.slug: each.title for each in written if any(mark in each.body for mark in _MARKS)}
    found = [
        (_LEGAL not in slugs, Step(_("Écrire les mentions légales : la loi les demande."), legal)),
        *(
            (True, Step(_("Compléter la page « %(title)s ».", title=title), paths.admin("pages", slug)))
            for slug, title in unfinished.items()
        ),
        (
            settings.charter_required and _CHARTER not in slugs,
            Step(_("Écrire la charte, que l’inscription demande d’accepter."), paths.admin("pages", "new")),
        ),
        (
            not settings.staff_factor,
            Step(_("Exiger de l’équipe la validation en deux étapes."), paths.admin("settings")),
        ),
        (not settings.contact_mail, Step(_("Donner une adresse de contact."), paths.admin("settings"))),
        (
            config.mail_url.startswith("folder:"),
            Step(_("Choisir un serveur de courriel : pour l’instant, rien ne part."), setting="FORUM_MAIL_URL"),
        ),
        (
            config.mail_from.endswith("@localhost>"),
            Step(_("Donner l’adresse d’où partent les courriels."), setting="FORUM_MAIL_FROM"),
        ),
        (
            urlsplit(config.base_url).hostname == "localhost",
            Step(_("Donner au site son adresse publique."), setting="FORUM_BASE_URL"),
        ),
    ]
    return [step for holds, step in found if holds]
