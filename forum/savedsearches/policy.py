"""Who may keep searches."""

from forum.accounts.policy import Actor
from forum.verdict import SIGN_IN, YES, Verdict, no
from forum.words import message


def may_save(actor: Actor, held: int, most: int) -> Verdict:
    """Any member, as many as the settings allow: each is looked at whenever something is written."""
    if actor is None:
        return SIGN_IN
    if held >= most:
        return no(
            message("Vous gardez déjà %(most)s recherches : supprimez-en une pour en enregistrer une autre.", most=most)
        )
    return YES
