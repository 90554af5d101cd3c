"""The question that a browser's next passkey answers: put into its session, taken out with the answer."""

from urllib.parse import urlsplit

from flask import current_app, session

from forum.accounts import passkeys
from forum.accounts.models import User
from forum.accounts.passkeys import Challenge, Party, Purpose
from forum.accounts.secondfactor import Vault
from forum.config import Config
from forum.errors import Invalid
from forum.web.jinja import snapshot
from forum.words import message

_KEY = "challenge"
_NOT_KNOWN = message("Cette clé d’accès n’a pas été reconnue : recommencez, ou choisissez un autre moyen.")


def party() -> Party:
    """The site as keys know it: its public address, never the one a request came by."""
    config: Config = current_app.extensions["forum"]
    own = urlsplit(config.base_url)
    return Party(domain=own.hostname or "", origin=f"{own.scheme}://{own.netloc}", name=snapshot().settings.name)


def vault() -> Vault:
    """The site's key, under which secrets are kept."""
    return Vault(current_app.extensions["forum"].secret(), snapshot().settings.name.replace(":", " "))


def ask(purpose: Purpose, user_id: int | None = None) -> Challenge:
    """A new question to this browser, in place of the one before."""
    made = Challenge.new(purpose, user_id)
    session[_KEY] = [made.value, made.purpose.value, made.user_id, made.until]
    return made


def asked() -> Challenge:
    """The question that is being answered; nobody answers it again. Raises Invalid when there is none."""
    held = session.pop(_KEY, None)
    if held is None:
        raise Invalid(message("Cette demande a expiré ou a déjà servi : recommencez."))
    value, purpose, user_id, until = held
    return Challenge(value, Purpose(purpose), user_id, until)


def key_fits(user: User, answer: str, challenge: Challenge, purpose: Purpose) -> bool:
    """Whether a key of this person's answered. Inside a write. Raises Invalid for a stale question."""
    found = passkeys.recognise(answer, challenge, purpose, party())
    return found is not None and found.id == user.id


def not_known() -> Invalid:
    return Invalid(_NOT_KNOWN)
