"""Signing in and out, and asking for a new password."""

from urllib.parse import parse_qs, urlsplit

from flask import Blueprint, redirect, render_template, request, session
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts import actions
from forum.accounts.attempts import attempts_key, forget_failures, record_failure, seconds_to_wait
from forum.accounts.deletion import keep_account
from forum.accounts.models import User
from forum.accounts.names import email_key
from forum.accounts.policy import may_sign_in, may_write
from forum.accounts.queries import user_identified
from forum.accounts.secondfactor import begin_pending, has_second_factor
from forum.db import db
from forum.errors import Invalid, TooOften
from forum.web import kept
from forum.web.forms.accounts import AskResetForm, CodeForm, LoginForm, typed
from forum.web.jinja import notice
from forum.web.language import _, said
from forum.web.limits import hit, require_room
from forum.web.login import actor, member, password_fits, sign_in, sign_out
from forum.web.security import local_target
from forum.web.tokens import resend_token
from forum.words import message, plural

pages = Blueprint("signin", __name__)

Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@pages.get(paths.LOGIN)
def ask_login() -> Answer:
    """The form; who is signed in already goes on."""
    target = onward(request.args.get("next"))
    if actor() is not None:
        return redirect(target, 303)
    return login_page(LoginForm(data={"next": target}))


@pages.post(paths.LOGIN)
def log_in() -> Answer:
    """Sign in, and go on to `next`, or back to the text that was being written."""
    form = LoginForm()
    if not form.validate():
        return login_page(form, 422)
    try:
        user = _holder(typed(form.identity), typed(form.password))
    except TooOften as error:
        form.refuse(error, "password")
        return login_page(form, 429, {"Retry-After": str(error.retry_after)})
    except Invalid as error:
        form.refuse(error, "password")
        return login_page(form, 422)
    return _go_on(user, form)


@pages.post(paths.LOGOUT)
def log_out() -> Response:
    """End this session."""
    sign_out()
    return redirect(paths.BOARD, 303)


@pages.post(paths.RESUME)
def resume() -> Response:
    """Back to a text whose form had expired, with all that was typed."""
    member()
    held = kept.unpacked(request.form.get("kept"))
    return redirect(kept.keep(held) if held is not None else paths.BOARD, 303)


@pages.get(paths.RESET)
def ask_address() -> str:
    """Ask whose password is to be renewed."""
    return render_template("accounts/ask_reset.html", form=AskResetForm())


@pages.post(paths.RESET)
def ask_reset() -> Answer:
    """The same page at the same speed for every address: only the worker looks whose it is."""
    form = AskResetForm()
    if not form.validate():
        return render_template("accounts/ask_reset.html", form=form), 422
    hit("reset")
    if _has_room(typed(form.email)):
        with db.write(quiet=True):
            actions.ask_reset(typed(form.email))
    return redirect(paths.RESET_SENT, 303)


@pages.get(paths.RESET_SENT)
def reset_sent() -> str:
    """What happens next."""
    return render_template("accounts/sent.html", purpose="reset")


def onward(wanted: str | None) -> str:
    """Where a sign-in leads. Links between its own pages carry one another along: what they led to counts."""
    target = local_target(wanted, paths.BOARD)
    while urlsplit(target).path in {paths.LOGIN, paths.REGISTER}:
        target = local_target(parse_qs(urlsplit(target).query).get("next", [""])[0], paths.BOARD)
    return target


def login_page(form: LoginForm, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    """The form of the sign-in, with what was wrong in it."""
    return render_template("accounts/login.html", form=form, kept=bool(form.kept.data)), status, headers or {}


def second_step(form: CodeForm, user: User | None) -> str:
    """The page that asks for a code or a passkey, by what this account has; for an unknown one, for a code."""
    by_application = user is None or user.totp_secret is not None
    if not by_application:
        form.code.label.text = _("Code de secours")
    has_keys = user is not None and user.passkey_count > 0
    return render_template("accounts/code.html", form=form, has_keys=has_keys, has_application=by_application)


def complete(user: User, *, remember: bool, target: str, kept_text: str | None) -> Answer:
    """Sign in somebody who has shown all that is asked for, and go on."""
    held = kept.unpacked(kept_text)
    allowed = may_sign_in(user)
    if not allowed:
        return render_template("accounts/stopped.html", reason=said(allowed.reason)), 403
    _keep_account(user)
    sign_in(user, remember=remember)
    if held is not None:
        target = kept.keep(held)
        notice("", _("Connexion réussie : voici votre texte, prêt à être publié."))
    writing = may_write(user)
    if not writing:
        notice("problem", said(writing.reason))
    return redirect(target, 303)


def require_try(key: str) -> None:
    """Raise TooOften while an account, or the sender's address, has to wait for its next try."""
    require_room("login")
    wait = seconds_to_wait(key)
    if wait:
        again = plural(
            "Trop d’essais : réessayez dans %(count)s seconde, ou choisissez un nouveau mot de passe.",
            "Trop d’essais : réessayez dans %(count)s secondes, ou choisissez un nouveau mot de passe.",
            wait,
        )
        raise TooOften(again, wait)


def _holder(identity: str, password: str) -> User:
    """The account whose password this is. Raises Invalid, or TooOften after too many wrong ones."""
    user = user_identified(identity)
    key = attempts_key(user, identity)
    require_try(key)
    if password_fits(password, user):
        assert user is not None
        # security: with a code to come, wrong codes go on counting however often the password is right
        if not has_second_factor(user):
            with db.write(quiet=True):
                forget_failures(key)
        return user
    with db.write(quiet=True):
        record_failure(key)
    hit("login")
    # security: the same words whether the account, its password or neither exists
    raise Invalid(message("Adresse, nom ou mot de passe incorrect."), "password")


def _go_on(user: User, form: LoginForm) -> Answer:
    target = onward(form.next.data)
    if user.active and user.confirmed_at is None:
        return render_template("accounts/unconfirmed.html", token=resend_token(user, target)), 403
    if not has_second_factor(user) or not may_sign_in(user):
        return complete(user, remember=form.remember.data, target=target, kept_text=form.kept.data)
    with db.write(quiet=True):
        session["pending"] = begin_pending(user, remember=form.remember.data)
    code = CodeForm(formdata=None, data={"next": target, "kept": form.kept.data})
    return second_step(code, user)


def _keep_account(user: User) -> None:
    """Who signs in while their account waits to be deleted wants it back."""
    if user.deletion_at is None:
        return
    with db.write(quiet=True):
        kept_now = keep_account(db.session.get_one(User, user.id))
    if kept_now:
        notice("done", _("Votre compte est conservé : la suppression demandée est annulée."))


def _has_room(email: str) -> bool:
    """Whether this address was mailed seldom enough. Quietly: others must not be able to shut somebody out."""
    try:
        hit("reset-account", by=email_key(email))
    except TooOften:
        return False
    return True
