"""What stands behind links that carry a token: one page with one button. Opening a link changes nothing."""

from flask import Blueprint, Response, current_app, redirect, render_template
from werkzeug.wrappers import Response as Redirect

from forum import paths
from forum.accounts import actions, registration
from forum.accounts.deletion import keep_account
from forum.accounts.first import opens_first
from forum.accounts.policy import may_sign_in
from forum.config import Config
from forum.db import db
from forum.errors import Conflict, Invalid
from forum.web.forms.accounts import NewAccountForm, ResetForm, typed
from forum.web.jinja import notice, snapshot
from forum.web.language import _, said
from forum.web.login import hashed, sign_in
from forum.web.tokens import opened_confirmation, opened_keep, opened_new_email, opened_reset

pages = Blueprint("maillinks", __name__)

Answer = str | Redirect | tuple[str, int]


@pages.after_request
def hide_address(response: Response) -> Response:
    """Tokens stand in these addresses."""
    # security: neither another site, through Referer, nor a cache on the way may learn them
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@pages.get("/confirm/<token>")
def ask_confirmation(token: str) -> Answer:
    """The button that confirms an address."""
    opened = opened_confirmation(token)
    if opened is None:
        return _dead()
    return render_template("accounts/confirm.html", name=opened.user.name, action=paths.confirm(token))


@pages.post("/confirm/<token>")
def confirm(token: str) -> Answer:
    """The address is its holder's: sign them in and lead them where they wanted to go."""
    with db.write():
        opened = opened_confirmation(token)
        if opened is not None:
            registration.confirm(opened.user)
    if opened is None:
        return _dead()
    allowed = may_sign_in(opened.user)
    if not allowed:
        return render_template("accounts/stopped.html", reason=said(allowed.reason)), 200
    sign_in(opened.user, remember=False)
    notice("done", _("Votre adresse est confirmée : bienvenue."))
    return redirect(opened.target, 303)


@pages.get("/reset/<token>")
def ask_new_password(token: str) -> Answer:
    """The form of the new password."""
    return _reset_page(token, _reset_form(token))


@pages.post("/reset/<token>")
def set_new_password(token: str) -> Answer:
    """Set it. Whoever held the account is out of it, and nobody is signed in by a link."""
    form = _reset_form(token)
    if form is None or not form.validate():
        return _reset_page(token, form, 422)
    password_hash = hashed(typed(form.password))
    with db.write(quiet=True):
        opened = opened_reset(token)  # again, inside: of two who press at once, one comes too late
        if opened is not None:
            actions.reset_password(opened.user, password_hash)
    if opened is None:
        return _dead()
    notice("done", _("Votre mot de passe est changé : connectez-vous avec le nouveau."))
    return redirect(paths.LOGIN, 303)


@pages.get("/email/<token>")
def ask_new_email(token: str) -> Answer:
    """The button that makes a new address the account's."""
    opened = opened_new_email(token)
    if opened is None:
        return _dead()
    return render_template("accounts/new_email.html", email=opened[1], action=paths.new_email(token))


@pages.post("/email/<token>")
def change_email(token: str) -> Answer:
    """Change it. As with a new password, nobody is signed in by a link."""
    with db.write(quiet=True):
        opened = opened_new_email(token)
        if opened is not None:
            actions.change_email(*opened)
    if opened is None:
        return _dead()
    notice("done", _("Votre adresse est changée : connectez-vous de nouveau."))
    return redirect(paths.LOGIN, 303)


@pages.get("/keep/<token>")
def ask_to_keep(token: str) -> Answer:
    """The button that takes the deletion of an account back."""
    user = opened_keep(token)
    if user is None:
        return _dead()
    return render_template("accounts/keep.html", name=user.name, action=paths.keep_account(token))


@pages.post("/keep/<token>")
def keep(token: str) -> Answer:
    """The account stays. Nobody is signed in by a link."""
    with db.write(quiet=True):
        user = opened_keep(token)
        if user is not None:
            keep_account(user)
    if user is None:
        return _dead()
    notice("done", _("Votre compte est conservé : vous pouvez vous connecter."))
    return redirect(paths.LOGIN, 303)


@pages.get("/first/<token>")
def ask_administrator(token: str) -> Answer:
    """The form of the first administrator."""
    return _first_page(token, _first_form()) if opens_first(_config(), token) else _dead()


@pages.post("/first/<token>")
def make_administrator(token: str) -> Answer:
    """Make the first administrator, once."""
    form = _first_form()
    if not opens_first(_config(), token):
        return _dead()
    if not form.validate():
        return _first_page(token, form), 422
    password_hash = hashed(typed(form.password))
    try:
        with db.write():
            user = None
            if opens_first(_config(), token):
                user = registration.make_administrator(typed(form.name), typed(form.email), password_hash)
    except (Invalid, Conflict) as error:
        form.refuse(error, "name")
        return _first_page(token, form), 422
    if user is None:
        return _dead()
    sign_in(user, remember=False)
    return redirect(paths.ADMIN, 303)


def _reset_form(token: str) -> ResetForm | None:
    opened = opened_reset(token)
    if opened is None:
        return None
    about = (opened.user.name, opened.user.email, snapshot().settings.name)
    return ResetForm(least=_config().password_length, about=about)


def _reset_page(token: str, form: ResetForm | None, status: int = 200) -> Answer:
    if form is None:
        return _dead()
    return render_template("accounts/reset.html", form=form, action=paths.reset(token)), status


def _first_form() -> NewAccountForm:
    return NewAccountForm(least=_config().password_length, about=(snapshot().settings.name,))


def _first_page(token: str, form: NewAccountForm) -> str:
    return render_template("accounts/first.html", form=form, action=paths.first_administrator(token))


def _dead() -> tuple[str, int]:
    return render_template("accounts/dead_link.html"), 410


def _config() -> Config:
    return current_app.extensions["forum"]
