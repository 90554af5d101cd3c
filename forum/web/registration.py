"""Opening an account. Every answer is the same whether the address has one already or not."""

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts import registration
from forum.accounts.registration import Applicant
from forum.config import Config
from forum.db import db
from forum.errors import Conflict, Invalid
from forum.settings.site import Registration
from forum.web.forms.accounts import RegistrationForm, typed
from forum.web.jinja import snapshot
from forum.web.language import present
from forum.web.limits import hit
from forum.web.login import actor, hashed
from forum.web.signin import onward
from forum.web.tokens import opened_resend, seconds_since, stamp
from forum.words import message

pages = Blueprint("registration", __name__)

Answer = str | Response | tuple[str, int]


@pages.get(paths.REGISTER)
def ask_registration() -> Answer:
    """The form, or why there is none."""
    target = onward(request.args.get("next"))
    if actor() is not None:
        return redirect(target, 303)
    if _mode() is Registration.CLOSED:
        return render_template("accounts/closed.html"), 403
    return _page(_form({"next": target, "opened": stamp()}))


@pages.post(paths.REGISTER)
def register() -> Answer:
    """Ask for an account; a mail says the rest."""
    if _mode() is Registration.CLOSED:
        return render_template("accounts/closed.html"), 403
    form = _form()
    if form.fax.data:
        return redirect(paths.REGISTER_SENT, 303)  # security: a robot fell in the trap and learns nothing of it
    if not form.validate():
        _tell_of_the_name(form)
        return _page(form), 422
    try:
        _require_time(typed(form.opened))
        hit("register")
        applicant = _applicant(form)
        with db.write():
            registration.register(applicant, target=onward(form.next.data))
    except (Invalid, Conflict) as error:
        form.refuse(error, "name")
        return _page(form), 422
    return redirect(paths.REGISTER_SENT, 303)


@pages.get(paths.REGISTER_SENT)
def sent() -> str:
    """What happens next."""
    return render_template("accounts/sent.html", purpose="registration")


@pages.post(paths.CONFIRM)
def send_again() -> Answer:
    """Mail the confirmation link again, to who showed to know the password."""
    hit("confirm")
    opened = opened_resend(request.form.get("token", ""))
    if opened is None:
        return render_template("accounts/dead_link.html"), 410
    with db.write(quiet=True):
        registration.ask_for_confirmation(opened.user, target=opened.target)
    return redirect(paths.REGISTER_SENT, 303)


def _form(values: dict[str, str] | None = None) -> RegistrationForm:
    settings = snapshot().settings
    form = RegistrationForm(data=values, least=_config().password_length, about=(settings.name,))
    form.ask_charter(settings.charter_required)
    return form


def _tell_of_the_name(form: RegistrationForm) -> None:
    """With what else is wrong, that the name is taken: names are public, and it is told of a right form as well."""
    if not form.name.errors:
        form.tried(lambda: registration.require_no_members_name(typed(form.name)), "name")


def _require_time(opened: str) -> None:
    if seconds_since(opened) < _config().registration_seconds:
        raise Invalid(message("Ce formulaire est parti très vite : relisez-le, puis envoyez-le de nouveau."), "name")


def _applicant(form: RegistrationForm) -> Applicant:
    return Applicant(
        name=typed(form.name),
        email=typed(form.email),
        password_hash=hashed(typed(form.password)),
        language=present() if present() != _config().language else "",
        accepts_charter="charter" in form,
        waits=_mode() is Registration.APPROVAL,
    )


def _page(form: RegistrationForm) -> str:
    waits = _mode() is Registration.APPROVAL
    return render_template("accounts/register.html", form=form, waits=waits, charter_url=paths.page("charte"))


def _mode() -> Registration:
    return snapshot().settings.registration


def _config() -> Config:
    return current_app.extensions["forum"]
