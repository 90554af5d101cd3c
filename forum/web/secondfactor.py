"""The second factor: set up and switched off in the settings, asked for after the password."""

from typing import Any

import qrcode
from flask import Blueprint, current_app, redirect, render_template, request, session
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts import secondfactor
from forum.accounts.models import User
from forum.accounts.secondfactor import Vault, has_second_factor
from forum.db import db
from forum.errors import Invalid, TooOften
from forum.settings.queries import snapshot
from forum.web.account import settings_tabs
from forum.web.forms.accounts import CodeForm, FactorForm, typed
from forum.web.jinja import notice
from forum.web.language import _
from forum.web.limits import hit, require_room
from forum.web.login import member, members_only
from forum.web.reauthentication import require_again
from forum.web.signin import complete, onward

pages = Blueprint("secondfactor", __name__)

Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]
_SETTING_UP = "second-factor"


@pages.get(paths.SETTINGS_FACTOR)
@members_only
def factor() -> Answer:
    """Whether it is on; how to set it up, or switch it off."""
    return _page(FactorForm())


@pages.post(paths.SETTINGS_FACTOR)
@members_only
def change_factor() -> Answer:
    """Begin, confirm, renew the recovery codes, or switch off."""
    user, form, what = member(), FactorForm(), request.form.get("do")
    if what == "start":
        session[_SETTING_UP] = _vault().new_secret()
        return redirect(paths.SETTINGS_FACTOR, 303)
    try:
        require_again(user, form)
        hit("login", by=f"code of {user.id}")
        codes = _changed(user, what, typed(form.code))
    except (Invalid, TooOften) as error:
        form.refuse(error, "code")
        return _page(form), 429 if isinstance(error, TooOften) else 422
    session.pop(_SETTING_UP, None)
    if codes:
        tabs = settings_tabs(paths.SETTINGS_SECURITY)
        return render_template("accounts/recovery_codes.html", codes=codes, tabs=tabs)
    notice("done", _("La validation en deux étapes est désactivée."))
    return redirect(paths.SETTINGS_FACTOR, 303)


@pages.get(paths.LOGIN_CODE)
def ask_code() -> Answer:
    """The form of the code, for who has just given the password."""
    if secondfactor.pending(session.get("pending", "")) is None:
        return redirect(paths.LOGIN, 303)
    return render_template("accounts/code.html", form=CodeForm(data={"next": onward(request.args.get("next"))}))


@pages.post(paths.LOGIN_CODE)
def give_code() -> Answer:
    """Sign in, if it is the right one; after five wrong ones the password is asked for again."""
    form = CodeForm()
    try:
        require_room("login")
        with db.write(quiet=True):
            found = secondfactor.try_pending(session.get("pending", ""), typed(form.code), _vault())
        if found is None:
            hit("login")
            raise secondfactor.wrong_code()
    except (Invalid, TooOften) as error:
        form.refuse(error, "code")
        return render_template("accounts/code.html", form=form), 429 if isinstance(error, TooOften) else 422
    session.pop("pending", None)
    user, remember = found
    return complete(user, remember=remember, target=onward(form.next.data), kept_text=form.kept.data)


def _changed(user: User, what: str | None, code: str) -> list[str]:
    """Do it; the recovery codes where there are new ones. Raises Invalid."""
    with db.write(quiet=True):
        held = db.session.get_one(User, user.id, with_for_update=True, populate_existing=True)
        if has_second_factor(held):
            if what == "renew":
                return secondfactor.renew_codes(held, code, _vault())
            secondfactor.switch_off(held, code, _vault())
            return []
        return secondfactor.switch_on(held, session.get(_SETTING_UP, ""), code, _vault())


def _page(form: FactorForm) -> str:
    user, secret = member(), session.get(_SETTING_UP)
    on = has_second_factor(user)
    shown: dict[str, Any] = {}
    if secret and not on:
        totp = _vault().totp.from_source(secret)
        side, drawn = _drawn(totp.to_uri(user.name))
        shown = {"key": totp.pretty_key(), "side": side, "drawn": drawn}
    return render_template(
        "accounts/factor.html",
        form=form,
        on=on,
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


def _vault() -> Vault:
    return Vault(current_app.extensions["forum"].secret(), snapshot().settings.name.replace(":", " "))
