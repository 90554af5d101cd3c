"""A member's own settings: profile and portrait, display."""

from zoneinfo import available_timezones

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts import actions
from forum.accounts.actions import Display, Profile
from forum.accounts.models import User
from forum.accounts.policy import may_edit_profile
from forum.config import Config
from forum.db import db
from forum.errors import Conflict, Invalid, TooOften
from forum.markup import Kind
from forum.uploads.intake import Stored, receive_avatar
from forum.uploads.jobs import Crop
from forum.uploads.kinds import ACCEPT
from forum.verdict import require
from forum.web.dates import size
from forum.web.forms.accounts import DisplayForm, PictureForm, ProfileForm, typed
from forum.web.jinja import notice
from forum.web.language import NAMES, _, said, set_present
from forum.web.limits import hit
from forum.web.login import member, members_only
from forum.web.rendering import as_html
from forum.web.security import takes_files
from forum.words import Message, message

pages = Blueprint("account", __name__)

Answer = str | Response | tuple[str, int]
_DONE = message("C’est enregistré.")
_PICTURES = ",".join(kind for kind in ACCEPT.split(",") if kind in {".png", ".jpg", ".jpeg", ".webp", ".gif"})


@pages.get(paths.SETTINGS)
@members_only
def profile() -> Answer:
    """The form of the profile."""
    return _profile_page(ProfileForm(obj=member()))


@pages.post(paths.SETTINGS)
@members_only
def change_profile() -> Answer:
    """Store it, rendered."""
    user, form = member(), ProfileForm()
    require(may_edit_profile(user, user))
    valid, changed = form.validate(), form.tried(lambda: _rendered(form), "bio")
    if not valid or changed is None:
        return _profile_page(form), 422
    try:
        with db.write():
            actions.change_profile(user, user, changed)
    except Invalid as error:
        form.refuse(error, "bio")
        return _profile_page(form), 422
    return settings_stored(paths.SETTINGS)


@pages.post(paths.SETTINGS_PICTURE)
@takes_files
@members_only
def change_picture() -> Answer:
    """Take a portrait in, or take it away."""
    user, form = member(), PictureForm()
    require(may_edit_profile(user, user))
    try:
        stored = None if request.form.get("do") == "remove" else _received(form.crop())
        with db.write():
            actions.change_picture(user, user, stored)
    except (Invalid, Conflict, TooOften) as error:
        form.refuse(error, "picture")
        return _profile_page(ProfileForm(formdata=None, obj=user), form), 422
    return settings_stored(paths.SETTINGS)


@pages.get(paths.SETTINGS_DISPLAY)
@members_only
def display() -> Answer:
    """The form of language, time zone and theme."""
    return _display_page(_display_form(member()))


@pages.post(paths.SETTINGS_DISPLAY)
@members_only
def change_display() -> Answer:
    """Store them."""
    user, form = member(), _display_form(None)
    if not form.validate():
        return _display_page(form), 422
    try:
        with db.write(quiet=True):
            actions.change_display(
                user, Display(typed(form.language), typed(form.timezone), typed(form.theme), typed(form.signatures))
            )
    except Invalid as error:
        form.refuse(error, "timezone")
        return _display_page(form), 422
    set_present(user.language or _config().language)  # what is said of it is read in the language just chosen
    return settings_stored(paths.SETTINGS_DISPLAY)


def settings_tabs(present: str) -> list[tuple[str, str, bool]]:
    """The settings pages, the present one marked."""
    named = [
        (_("Profil"), paths.SETTINGS),
        (_("Signature"), paths.SETTINGS_SIGNATURE),
        (_("Expertise"), paths.SETTINGS_EXPERT),
        (_("Affichage"), paths.SETTINGS_DISPLAY),
        (_("Courriels"), paths.SETTINGS_MAIL),
        (_("Messages privés"), paths.SETTINGS_MESSAGES),
        (_("Mot de passe et sessions"), paths.SETTINGS_SECURITY),
        (_("Vos données"), paths.SETTINGS_PRIVACY),
    ]
    return [(title, path, path == present) for title, path in named]


def settings_stored(path: str, done: Message = _DONE) -> Response:
    """Say so, on the page it was done from."""
    notice("done", said(done))
    return redirect(path, 303)


def _rendered(form: ProfileForm) -> Profile:
    """What the form says, its text rendered. Raises Invalid."""
    text = typed(form.bio)
    html = as_html(text, Kind.BIO) if text.strip() else ""
    return Profile(place=typed(form.place), website=typed(form.website), bio=text, bio_html=html)


def _received(crop: Crop) -> Stored:
    config, sent = _config(), request.files.get("picture")
    if sent is None or not sent.filename:
        raise Invalid(message("Choisissez une image : PNG, JPEG, WebP ou GIF."), "picture")
    hit("upload")
    data = sent.stream.read(config.attachment_bytes + 1)  # one byte more than allowed shows that it is too large
    return receive_avatar(data, sent.filename, root=config.uploads_dir, max_bytes=config.attachment_bytes, crop=crop)


def _display_form(user: User | None) -> DisplayForm:
    form = DisplayForm(obj=user)
    form.language.choices = [("", _("Celle du site")), *NAMES.items()]
    form.signatures.choices = [
        ("", _("En entier sous le premier message de chaque page")),
        ("all", _("En entier sous chaque message")),
        ("none", _("Masquées")),
    ]
    form.theme.choices = [("", _("Celui de l’appareil")), ("light", _("Clair")), ("dark", _("Sombre"))]
    return form


def _profile_page(form: ProfileForm, picture: PictureForm | None = None) -> str:
    user = member()
    return render_template(
        "accounts/profile.html",
        form=form,
        picture=picture or PictureForm(formdata=None),
        portrait_url=paths.avatar(user.avatar_key) if user.avatar_key else None,
        may=may_edit_profile(user, user),
        accept=_PICTURES,
        max_size_text=size(_config().attachment_bytes),
        tabs=settings_tabs(paths.SETTINGS),
    )


def _display_page(form: DisplayForm) -> str:
    zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return render_template("accounts/display.html", form=form, zones=zones, tabs=settings_tabs(paths.SETTINGS_DISPLAY))


def _config() -> Config:
    return current_app.extensions["forum"]
