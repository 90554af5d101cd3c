"""A policy's answer: yes, or no with a sentence that tells the reader why and what to do."""

from dataclasses import dataclass

from forum.errors import FactorRequired, LoginRequired, Missing, Refused
from forum.words import Message, message


@dataclass(frozen=True)
class Verdict:
    """Truthy when allowed. `hidden` says that the thing must look missing; `login` that signing in may help;
    `factor` that setting up a second factor does."""

    allowed: bool
    reason: Message | None = None
    hidden: bool = False
    login: bool = False
    factor: bool = False

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)
HIDDEN = Verdict(False, message("Cette page n’existe pas, ou plus."), hidden=True)
SIGN_IN = Verdict(False, message("Connectez-vous pour continuer."), login=True)

SECOND_FACTOR = Verdict(
    False,
    message("Votre rôle demande la validation en deux étapes : configurez-la d’abord, puis recommencez."),
    factor=True,
)


def no(reason: Message) -> Verdict:
    return Verdict(False, reason)


def require(verdict: Verdict) -> None:
    """Raise Missing, LoginRequired, FactorRequired or Refused unless the verdict is a yes."""
    if verdict.allowed:
        return
    reason = verdict.reason or HIDDEN.reason
    assert reason is not None
    if verdict.hidden:
        raise Missing(reason)
    if verdict.login:
        raise LoginRequired(reason)
    if verdict.factor:
        raise FactorRequired(reason)
    raise Refused(reason)
