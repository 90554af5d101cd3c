"""Showing again that one is the account's owner, before what a borrowed or stolen session must not do.

By the password; whoever has a second factor, by one of its codes or by a passkey as well.
"""

import re
from datetime import timedelta

from flask import current_app, session

from forum import clock
from forum.accounts.models import User
from forum.accounts.passkeys import Purpose
from forum.accounts.secondfactor import code_fits, has_second_factor, wrong_code
from forum.config import Config
from forum.db import db
from forum.errors import Invalid, TooOften
from forum.web import challenges
from forum.web.forms.accounts import AgainForm, FactorForm, typed
from forum.web.limits import hit
from forum.web.login import AGAIN_AT, password_fits
from forum.web.statuses import status_of
from forum.words import Message, message

# Six digits of an application, or twelve signs of a recovery code. A password may look so: it is tried as well.
_CODE_LIKE = re.compile(r"\d{6}|[0-9a-f]{12}")


def require_again(user: User, form: AgainForm) -> None:
    """Raise Invalid unless the form holds the member's password, code or key, TooOften after too many tries."""
    if not form.validate():
        raise Invalid(_wrong(user), "current")
    # security: the same count as the form of a new password, or each would give further tries
    hit("login", by=f"password of {user.id}")
    if form.answer:
        _require_key(user, form.answer)
    elif not _code_is_right(user, typed(form.current)) and not password_fits(typed(form.current), user):
        raise Invalid(_wrong(user), "current")
    session[AGAIN_AT] = clock.now().timestamp()


def refusal(user: User, form: AgainForm) -> int:
    """0 where a form with other fields holds and shows its sender to be the account's owner; else the status of the
    answer, and the form says all that is wrong with it at once."""
    try:
        if form.validate():
            require_again(user, form)
            return 0
        _require_password(user, form)
    except (Invalid, TooOften) as error:
        form.refuse(error, "current")
        return status_of(error)
    return 422


def require_both(user: User, form: FactorForm) -> None:
    """The same for what ends a second factor: the password and a code, or a passkey, which is both."""
    if not form.answer:
        _require_password_and_code(user, form)
    else:
        require_again(user, form)


def is_recent() -> bool:
    """Whether the member showed it so short a time ago that the administration stays open."""
    config: Config = current_app.extensions["forum"]
    shown = float(session.get(AGAIN_AT, 0))
    return shown > (clock.now() - timedelta(minutes=config.again_minutes)).timestamp()


def _require_password(user: User, form: AgainForm) -> None:
    """Of a form that is sent again anyway: codes and keys are good for one use, and wait until it holds."""
    if form.answer or form.current.errors or has_second_factor(user):
        return
    hit("login", by=f"password of {user.id}")
    if not password_fits(typed(form.current), user):
        raise Invalid(_wrong(user), "current")


def _require_key(user: User, answer: str) -> None:
    challenge = challenges.asked()
    with db.write(quiet=True):
        fits = challenges.key_fits(user, answer, challenge, Purpose.AGAIN)
    if not fits:
        raise challenges.not_known()


def _require_password_and_code(user: User, form: FactorForm) -> None:
    hit("login", by=f"password of {user.id}")
    if not form.validate() or not password_fits(typed(form.current), user):
        raise Invalid(message("Ce n’est pas votre mot de passe actuel."), "current")
    if not _uses_up(user, typed(form.code)):
        raise wrong_code()
    session[AGAIN_AT] = clock.now().timestamp()


def _code_is_right(user: User, text: str) -> bool:
    plain = re.sub(r"[\s-]", "", text.casefold())
    if not has_second_factor(user) or not _CODE_LIKE.fullmatch(plain):
        return False
    return _uses_up(user, text)


def _uses_up(user: User, code: str) -> bool:
    with db.write(quiet=True):
        held = db.session.get_one(User, user.id, with_for_update=True, populate_existing=True)
        return code_fits(held, code, challenges.vault())


def _wrong(user: User) -> Message:
    if has_second_factor(user):
        return message("Ce n’est ni votre mot de passe actuel, ni un code valable.")
    return message("Ce n’est pas votre mot de passe actuel.")
