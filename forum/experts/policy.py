"""Who may ask to be recognised, and who decides."""

import sqlalchemy as sa

from forum import clock
from forum.accounts.models import User
from forum.accounts.policy import Actor, may_act_as_staff, may_write
from forum.experts.models import Expert
from forum.verdict import HIDDEN, SIGN_IN, YES, Verdict, no
from forum.words import message


def may_apply(actor: Actor) -> Verdict:
    """Whoever may write may ask."""
    return may_write(actor)


def may_enter_desk(actor: Actor) -> Verdict:
    """The requests and their proofs are for those who moderate the whole site, not one forum of it."""
    if actor is None:
        return SIGN_IN
    if not actor.is_staff:
        return no(message("Cette page est réservée à la modération du site."))
    return may_act_as_staff(actor)


def may_decide(actor: Actor, expert: Expert) -> Verdict:
    """Nobody decides about themselves."""
    if not (entered := may_enter_desk(actor)):
        return entered
    if actor is not None and actor.id == expert.user_id:
        return no(message("On ne décide pas de sa propre demande : une autre personne de l’équipe s’en charge."))
    return YES


def may_see_proof(actor: Actor, owner_id: int) -> Verdict:
    """A proof is its owner's, and of who decides; for others it does not exist."""
    if actor is not None and (actor.id == owner_id or may_enter_desk(actor)):
        return YES
    return HIDDEN


def recognised() -> sa.ColumnElement[bool]:
    """The condition on `User`: a recognition is in force, the same as `is_recognised`."""
    return sa.and_(User.recognised_until > clock.now(), User.active, sa.not_(User.erased))


def is_recognised(user: User) -> bool:
    """Whether a recognition is in force."""
    in_force = user.recognised_until is not None and user.recognised_until > clock.now()
    return in_force and user.active and not user.erased
