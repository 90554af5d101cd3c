"""The second factor: set up and switched off in the settings, asked for after the password."""

from typing import Any

import qrcode
from flask import Blueprint, redirect, render_template, request, session
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts import secondfactor
from forum.accounts.attempts import attempts_key
from forum.accounts.models import User
from forum.accounts.passkeys import Purpose
from forum.accounts.secondfactor import has_second_factor
from forum.db import db
from forum.errors import Invalid, TooOften
from forum.web import challenges
from forum.web.account import settings_tabs
from forum.web.challenges import vault
from forum.web.forms.accounts import CodeForm, FactorForm, SetUpForm, typed
from forum.web.jinja import notice
from forum.web.language import _
from forum.web.limits import hit
from forum.web.login import member, members_only
from forum.web.reauthentication import require_again, require_both
from forum.web.sessions import present_hash
from forum.web.signin import complete, onward, require_try, second_step
from forum.web.statuses import status_of

pages = Blueprint("secondfactor", __name__)

Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]
_SETTING_UP = "second-factor"


@pages.get(paths.SETTINGS_FACTOR)
@members_only
def factor() -> Answer:
    """What there is of it; how to set it up, or switch it off."""
    return _page()


@pages.post(paths.SETTINGS_FACTOR)
@members_only
def change_factor() -> Answer:
    """Begin, confirm, renew the recovery codes, or switch off."""
    user, what = member(), request.form.get("do")
    if what == "start":
        session[_SETTING_UP] = vault().new_secret()
        return redirect(paths.SETTINGS_FACTOR, 303)
    if what in {"renew", "off"} and has_second_factor(user):
        return _manage(user, what)
    return _confirm(user)


@pages.get(paths.LOGIN_CODE)
def ask_code() -> Answer:
    """The form of the code, for who has just given the password."""
    if secondfactor.pending(session.get("pending", "")) is None:
        return redirect(paths.LOGIN, 303)  # before a form is made, which would set a visitor's cookie
    return code_page(CodeForm(data={"next": onward(request.args.get("next"))}))


@pages.post(paths.LOGIN_CODE)
def give_code() -> Answer:
    """Sign in, if it is the right one; after five wrong ones the password is asked for again."""
    form = CodeForm()
    try:
        user, remember = _through(session.get("pending", ""), typed(form.code), request.form.get("passkey", ""))
    except (Invalid, TooOften) as error:
        form.refuse(error, "code")
        return code_page(form, status_of(error))
    session.pop("pending", None)
    return complete(user, remember=remember, target=onward(form.next.data), kept_text=form.kept.data)


def code_page(form: CodeForm, status: int = 200) -> Answer:
    """The page of the second step."""
    held = secondfactor.pending(session.get("pending", ""))
    return second_step(form, db.session.get(User, held.user_id) if held is not None else None), status


def codes_page(codes: list[str]) -> str:
    """New recovery codes, shown this once."""
    tabs = settings_tabs(paths.SETTINGS_SECURITY)
    return render_template("accounts/recovery_codes.html", codes=codes, tabs=tabs)


def _through(token: str, code: str, answer: str) -> tuple[User, bool]:
    """Who is signed in and whether for long. Raises Invalid, or TooOften after too many wrong codes."""
    held = secondfactor.pending(token)
    user = db.session.get(User, held.user_id) if held is not None else None
    if user is not None and not answer:
        require_try(attempts_key(user, ""))  # a key cannot be guessed, and so need not wait
    challenge = challenges.asked() if answer else None
    with db.write(quiet=True):
        found = secondfactor.try_pending(
            token,
            lambda user: (
                secondfactor.code_fits(user, code, vault())
                if challenge is None
                else challenges.key_fits(user, answer, challenge, Purpose.CODE)
            ),
        )
    if found is None:
        hit("login")
        raise challenges.not_known() if answer else secondfactor.wrong_code()
    return found


def _confirm(user: User) -> Answer:
    form = SetUpForm()
    try:
        require_again(user, form)
        hit("login", by=f"code of {user.id}")
        with db.write(quiet=True):
            held, secret = _locked(user), session.get(_SETTING_UP, "")
            codes = secondfactor.switch_on(held, secret, typed(form.code), vault(), keep=present_hash())
    except (Invalid, TooOften) as error:
        form.refuse(error, "code")
        return _page(form), status_of(error)
    session.pop(_SETTING_UP, None)
    notice("done", _("L’application de codes est active."))
    return codes_page(codes) if codes else redirect(paths.SETTINGS_FACTOR, 303)


def _manage(user: User, what: str) -> Answer:
    form = FactorForm()
    try:
        require_both(user, form)
    except (Invalid, TooOften) as error:
        form.refuse(error, "code")
        return _page(manage=form), status_of(error)
    with db.write(quiet=True):
        if what == "renew":
            return codes_page(secondfactor.renew_codes(_locked(user), vault()))
        secondfactor.switch_off(_locked(user), keep=present_hash())
    notice("done", _("L’application de codes est désactivée."))
    return redirect(paths.SETTINGS_FACTOR, 303)


def _locked(user: User) -> User:
    return db.session.get_one(User, user.id, with_for_update=True, populate_existing=True)


def _page(form: SetUpForm | None = None, manage: FactorForm | None = None) -> str:
    user, secret = member(), session.get(_SETTING_UP)
    by_application = user.totp_secret is not None
    shown: dict[str, Any] = {}
    if secret and not by_application:
        totp = vault().totp.from_source(secret)
        side, drawn = _drawn(totp.to_uri(user.name))
        shown = {"key": totp.pretty_key(), "side": side, "drawn": drawn}
    return render_template(
        "accounts/factor.html",
        form=form or SetUpForm(formdata=None),
        manage=manage or FactorForm(formdata=None),
        by_application=by_application,
        on=has_second_factor(user),
        keys=user.passkey_count,
        left=len(user.recovery_codes or []),
        tabs=settings_tabs(paths.SETTINGS_SECURITY),
        **shown,
    )


def _drawn(uri: str) -> tuple[int, str]:
    """The QR code: how many modules wide, and its dark ones as the path of a drawing."""
    code = qrcode.QRCode(border=4)
    code.add_data(uri)
    code.make(fit=True)
    rows = code.get_matrix()
    dark = (f"M{x},{y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return len(rows), "".join(dark)
