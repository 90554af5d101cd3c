"""The site's settings, and its logo."""

from dataclasses import replace

from flask import Blueprint, current_app, request

from forum import paths
from forum.config import Config
from forum.errors import Invalid, TooOften
from forum.markup import Kind
from forum.moderation.administration import site as verbs
from forum.settings.queries import stored_settings
from forum.settings.site import Registration, SiteSettings
from forum.uploads.intake import Stored, receive
from forum.web.admin.frame import Answer, act_and_return, confirm_page, done, goes_through, page
from forum.web.forms.accounts import typed
from forum.web.forms.admin import LogoForm, SettingsForm
from forum.web.language import _
from forum.web.login import member
from forum.web.rendering import as_html
from forum.web.security import takes_files
from forum.words import message

pages = Blueprint("settings", __name__)

_HERE = paths.admin("settings")
_LOGO_BYTES = 1024 * 1024


@pages.route("/settings", methods=["GET", "POST"])
def edit() -> Answer:
    """All settings on one page."""
    form = SettingsForm(obj=stored_settings())
    if request.method == "GET":
        return _settings_page(form, LogoForm(formdata=None))
    valid, banner_html = form.validate(), form.tried(lambda: _banner(form), "banner")
    if valid and banner_html is not None and goes_through(form, "name", lambda: _store(form, banner_html)):
        return done(_("Les réglages sont en vigueur."), _HERE)
    return _settings_page(form, LogoForm(formdata=None))


@pages.post("/settings/logo")
@takes_files
def logo() -> Answer:
    """Take in a new logo."""
    form = LogoForm()
    try:
        stored = _received()
    except (Invalid, TooOften) as error:
        form.refuse(Invalid(error.message, "logo"), "logo")
        return _settings_page(SettingsForm(obj=stored_settings(), formdata=None), form)
    if goes_through(form, "logo", lambda: verbs.change_logo(member(), stored)):
        return done(_("Le logo est en place."), _HERE)
    return _settings_page(SettingsForm(obj=stored_settings(), formdata=None), form)


@pages.route("/settings/logo/delete", methods=["GET", "POST"])
def remove_logo() -> Answer:
    """Go back to the site's name in words, after asking."""
    if request.method == "POST":
        return act_and_return(lambda: verbs.change_logo(member(), None), _("Le logo est retiré."), _HERE)
    sentence = _("Retirer le logo ? Le nom du site reprend sa place en tête de page.")
    return confirm_page("settings", _("Retirer le logo"), sentence, _("Retirer"), _HERE)


def _store(form: SettingsForm, banner_html: str) -> None:
    wanted: SiteSettings = replace(
        stored_settings(),
        name=typed(form.name),
        tagline=typed(form.tagline),
        contact_mail=typed(form.contact_mail),
        banner=typed(form.banner),
        banner_html=banner_html,
        registration=Registration(form.registration.data),
        charter_required=form.charter_required.data,
        hold_first_links=form.hold_first_links.data,
        staff_factor=form.staff_factor.data,
        disclaimer=typed(form.disclaimer),
        edit_minutes=form.edit_minutes.data or 0,
    )
    verbs.change_settings(member(), wanted)


def _banner(form: SettingsForm) -> str:
    """The banner rendered. Raises Invalid."""
    text = typed(form.banner)
    return as_html(text, Kind.BIO) if text.strip() else ""


def _received() -> Stored:
    config: Config = current_app.extensions["forum"]
    sent = request.files.get("logo")
    if sent is None or not sent.filename:
        raise Invalid(message("Choisissez une image : PNG, JPEG, WebP ou GIF."), "logo")
    data = sent.stream.read(_LOGO_BYTES + 1)  # one byte more than allowed shows that it is too large
    return receive(data, sent.filename, root=config.uploads_dir, max_bytes=_LOGO_BYTES)


def _settings_page(form: SettingsForm, logo_form: LogoForm) -> Answer:
    key = stored_settings().logo
    body = page(
        "admin/settings.html",
        "settings",
        _("Réglages"),
        form=form,
        logo_form=logo_form,
        logo_url=paths.avatar(key) if key else None,
    )
    return body, max(form.status, logo_form.status)
