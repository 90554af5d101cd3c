"""The site's settings, its pages in the footer, and the work that waits."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace

from forum import outbox
from forum.accounts.models import User
from forum.accounts.policy import may_administer
from forum.accounts.registration import mail_key
from forum.accounts.secondfactor import has_second_factor
from forum.errors import Conflict, Invalid
from forum.moderation.administration.acts import Act, differences
from forum.moderation.log import record
from forum.outbox import Event, failures
from forum.settings import actions as settings
from forum.settings import queries
from forum.settings.site import SiteSettings
from forum.uploads.actions import record as keep_file
from forum.uploads.intake import Stored
from forum.verdict import require
from forum.words import message

_DERIVED = "banner_html"
RESERVED_SLUG = "new"  # where a page is begun


@dataclass(frozen=True)
class PageText:
    """A page in one language; without title and body, there is none in it."""

    language: str
    title: str
    body: str
    html: str


def change_settings(actor: User, wanted: SiteSettings) -> None:
    """Put these settings in force; what changed goes to the log, old and new. Raises Invalid."""
    require(may_administer(actor))
    before, after = asdict(queries.stored_settings()), asdict(wanted)
    changes = differences(before, after)
    changes.pop(_DERIVED, None)
    if "staff_factor" in changes and wanted.staff_factor and not has_second_factor(actor):
        # or whoever asks it of all would shut themselves out with this very form
        raise Invalid(message("Configurez d’abord votre propre validation en deux étapes."), "staff_factor")
    if changes:
        settings.store_settings(wanted)
        record(actor, Act.CHANGE_SETTINGS, changes=changes)


def change_logo(actor: User, stored: Stored | None) -> None:
    """The stored picture becomes the site's logo; None takes it away. Raises Conflict, Invalid."""
    require(may_administer(actor))
    if stored is not None and not stored.kind.is_image:
        raise Invalid(message("Choisissez une image : PNG, JPEG, WebP ou GIF."), "logo")
    key = keep_file(stored).digest if stored is not None else ""
    change_settings(actor, replace(queries.stored_settings(), logo=key))


def store_page(actor: User, slug: str, texts: Sequence[PageText], position: int, *, new: bool) -> None:
    """Create or replace a page of the footer. Raises Invalid when empty, Conflict when a new one's slug is taken."""
    require(may_administer(actor))
    if new and slug in {page.slug for page in queries.footer_pages()}:
        raise Conflict(message("Une autre page a déjà l’adresse « %(slug)s ».", slug=slug))
    if slug == RESERVED_SLUG:
        raise Invalid(message("Cette adresse est réservée : choisissez-en une autre."), "slug")
    if not any(text.title and text.body for text in texts):
        raise Invalid(message("Écrivez un titre et un texte, au moins dans une langue."), "title_fr")
    for text in texts:
        if bool(text.title) != bool(text.body):
            raise Invalid(message("Une page a un titre et un texte, ou aucun des deux."), f"title_{text.language}")
        if text.title:
            settings.store_footer_page(
                slug=slug, language=text.language, title=text.title, body=text.body, html=text.html, position=position
            )
        else:
            settings.delete_footer_page(slug, text.language)
    record(actor, Act.STORE_PAGE, slug=slug, title=next(text.title for text in texts if text.title))


def delete_page(actor: User, slug: str) -> None:
    """Remove a page of the footer, in every language."""
    require(may_administer(actor))
    if settings.delete_footer_page(slug):
        record(actor, Act.DELETE_PAGE, slug=slug, title=slug)


def retry(actor: User, row_ids: Collection[int] | None = None) -> int:
    """Have work that was given up tried again, all of it when none is named; returns how much."""
    require(may_administer(actor))
    again = failures.retry(row_ids)
    if again:
        record(actor, Act.RETRY_WORK, rows=again)
    return again


def try_mail(actor: User) -> None:
    """Have a mail sent to the actor, to see whether mails leave."""
    require(may_administer(actor))
    outbox.publish(Event.TRIAL_ASKED, user_id=actor.id, key=mail_key())
    record(actor, Act.TRY_MAIL)
