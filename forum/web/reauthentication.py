"""Showing again that one is the account's owner, before what a borrowed or stolen session must not do."""

from forum.accounts.models import User
from forum.errors import Invalid
from forum.web.forms.accounts import AgainForm, typed
from forum.web.limits import hit
from forum.web.login import password_fits
from forum.words import message


def require_again(user: User, form: AgainForm) -> None:
    """Raise Invalid unless the form holds the member's password, TooOften after too many tries."""
    if not form.validate():
        raise Invalid(message("Ce n’est pas votre mot de passe actuel."), "current")
    # security: the same count as the form of a new password, or each would give further tries
    hit("login", by=f"password of {user.id}")
    if not password_fits(typed(form.current), user):
        raise Invalid(message("Ce n’est pas votre mot de passe actuel."), "current")
