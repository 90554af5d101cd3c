"""Passkeys: made, listed and taken away in the settings; signed in with."""

from flask import Blueprint, Response, jsonify, redirect, render_template, request, session
from werkzeug.wrappers import Response as Redirect

from forum import paths
from forum.accounts import passkeys, secondfactor
from forum.accounts.models import User
from forum.accounts.passkeys import Purpose
from forum.db import db
from forum.errors import Invalid, TooOften
from forum.web import challenges
from forum.web.account import settings_tabs
from forum.web.devices import device
from forum.web.forms.accounts import AgainForm, KeyForm, LoginForm, typed
from forum.web.jinja import notice
from forum.web.language import _, said
from forum.web.limits import hit, limited
from forum.web.login import actor, member, members_only
from forum.web.reauthentication import refusal, require_again
from forum.web.secondfactor import codes_page
from forum.web.sessions import present_hash
from forum.web.signin import complete, login_page, onward
from forum.web.statuses import status_of
from forum.words import message

pages = Blueprint("passkeys", __name__)

Answer = str | Response | Redirect | tuple[str | Response, int] | tuple[str, int, dict[str, str]]
_NEW = "new-key"  # in the session: the name of the key that may now be made


@pages.get(paths.SETTINGS_KEYS)
@members_only
def index() -> Answer:
    """One's keys, and the form of a new one."""
    name = said(device(request.headers.get("User-Agent", "")))
    return _page(KeyForm(data={"name": name}))


@pages.post(paths.SETTINGS_KEYS)
@members_only
def name_key() -> Answer:
    """Take the new key's name from who shows to own the account; the key itself is made on the next page."""
    user, form = member(), KeyForm()
    if status := refusal(user, form):
        return _page(form), status
    session[_NEW] = typed(form.name)
    return redirect(paths.SETTINGS_NEW_KEY, 303)


@pages.get(paths.SETTINGS_NEW_KEY)
@members_only
def ask_key() -> Answer:
    """The page whose button has the browser make the key."""
    if _NEW not in session:
        return redirect(paths.SETTINGS_KEYS, 303)
    return _new_key_page()


@pages.post(paths.SETTINGS_NEW_KEY)
@members_only
def add() -> Answer:
    """Take the key in; the recovery codes are shown where it is the first factor."""
    user, name = member(), session.get(_NEW, "")
    try:
        challenge = challenges.asked()
        with db.write(quiet=True):
            codes = passkeys.add(
                _locked(user),
                name,
                request.form.get("passkey", ""),
                challenge,
                challenges.party(),
                challenges.vault(),
                present_hash(),
            )
    except Invalid as error:
        return _new_key_page(said(error.message)), 422
    session.pop(_NEW, None)
    notice("done", _("La clé « %(name)s » ouvre désormais votre compte.", name=name))
    return codes_page(codes) if codes else redirect(paths.SETTINGS_KEYS, 303)


@pages.get(f"{paths.SETTINGS_KEYS}/<int:passkey_id>/remove")
@members_only
def ask_removal(passkey_id: int) -> Answer:
    """Ask once more, and who one is."""
    return _removal_page(passkey_id, AgainForm())


@pages.post(f"{paths.SETTINGS_KEYS}/<int:passkey_id>/remove")
@members_only
def remove(passkey_id: int) -> Answer:
    """Take a key away."""
    user, form = member(), AgainForm()
    passkeys.passkey_of(user, passkey_id)
    try:
        require_again(user, form)
    except (Invalid, TooOften) as error:
        form.refuse(error, "current")
        return _removal_page(passkey_id, form), status_of(error)
    with db.write(quiet=True):
        passkeys.remove(_locked(user), passkey_id, present_hash())
    notice("done", _("La clé n’ouvre plus votre compte."))
    return redirect(paths.SETTINGS_KEYS, 303)


@pages.post(paths.KEY_OPTIONS)
@limited("key")
def options() -> Answer:
    """What the browser needs to make a key or to ask one, for the script of a button; `for` says what it is for."""
    try:
        return Response(_options(request.form.get("for", "")), mimetype="application/json")
    except Invalid as error:
        return jsonify(error=said(error.message)), 422


@pages.post(paths.LOGIN_KEY)
def sign_in_by_key() -> Answer:
    """Sign in whoever's key answered: it knows its owner, so nothing else is asked for."""
    form = LoginForm()
    try:
        challenge = challenges.asked()
        with db.write(quiet=True):
            user = passkeys.recognise(request.form.get("passkey", ""), challenge, Purpose.OPEN, challenges.party())
        if user is None:
            hit("login")
            raise challenges.not_known()
    except (Invalid, TooOften) as error:
        form.refuse(error, "identity")
        return login_page(form, status_of(error))
    return complete(user, remember=form.remember.data, target=onward(form.next.data), kept_text=form.kept.data)


def _options(purpose: str) -> str:
    """Raises Invalid for a purpose that there is no question for, now or ever."""
    user, party = actor(), challenges.party()
    if purpose == Purpose.OPEN:
        return passkeys.request_options(challenges.ask(Purpose.OPEN), party, None)
    if purpose == Purpose.CODE:
        held = secondfactor.pending(session.get("pending", ""))
        user = db.session.get(User, held.user_id) if held is not None else None
    if user is None or purpose not in set(Purpose) or (purpose == Purpose.ADD and _NEW not in session):
        raise Invalid(message("Cette demande a expiré ou a déjà servi : recommencez."))
    challenge = challenges.ask(Purpose(purpose), user.id)
    if purpose == Purpose.ADD:
        return passkeys.creation_options(user, challenge, party, challenges.vault())
    return passkeys.request_options(challenge, party, user)


def _locked(user: User) -> User:
    return db.session.get_one(User, user.id, with_for_update=True, populate_existing=True)


def _page(form: KeyForm) -> str:
    user = member()
    return render_template(
        "accounts/keys.html",
        form=form,
        keys=passkeys.passkeys_of(user),
        codes_left=len(user.recovery_codes or []),
        tabs=settings_tabs(paths.SETTINGS_SECURITY),
    )


def _new_key_page(error: str = "") -> str:
    tabs = settings_tabs(paths.SETTINGS_SECURITY)
    return render_template("accounts/new_key.html", name=session.get(_NEW, ""), error=error, tabs=tabs)


def _removal_page(passkey_id: int, form: AgainForm) -> str:
    user = member()
    key = passkeys.passkey_of(user, passkey_id)
    last = user.passkey_count == 1 and user.totp_secret is None
    tabs = settings_tabs(paths.SETTINGS_SECURITY)
    return render_template("accounts/remove_key.html", form=form, key=key, last=last, tabs=tabs)
