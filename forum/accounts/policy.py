"""Who may do what to accounts."""

from forum import clock
from forum.accounts.models import User
from forum.verdict import SECOND_FACTOR, SIGN_IN, YES, Verdict, no
from forum.words import message

Actor = User | None


def is_suspended(actor: Actor) -> bool:
    return actor is not None and actor.suspended_until is not None and actor.suspended_until > clock.now()


def may_write(actor: Actor) -> Verdict:
    """Whether this person may write anything at all."""
    if actor is None:
        return SIGN_IN
    if not actor.active or not actor.approved:
        return no(message("Votre compte n’est pas encore ouvert : l’équipe du forum doit l’approuver."))
    if actor.confirmed_at is None:
        return no(message("Confirmez d’abord votre adresse par le lien reçu par courriel."))
    if is_suspended(actor):
        return no(
            message(
                "Votre compte est suspendu jusqu’au %(until)s. Raison : %(reason)s",
                until=actor.suspended_until,
                reason=actor.suspended_reason or "—",
            )
        )
    return YES


def may_sign_in(user: User) -> Verdict:
    if not user.active:
        return no(message("Ce compte est fermé."))
    if not user.approved:
        return no(message("Votre inscription attend l’accord de l’équipe du forum ; un courriel vous préviendra."))
    return YES


def may_act_as_staff(actor: User) -> Verdict:
    """Whether somebody who has the right to a staff act may do it now.

    The site asks its staff for one where the administration says so, and not from the start: nobody who has just made
    the first account is to be kept out, nor a small forum whose staff have no such application.
    """
    written = may_write(actor)
    return SECOND_FACTOR if written and actor.lacks_factor else written


def governs(actor: Actor) -> bool:
    """Whether every right on every forum is the actor's: an administrator's, unless they lack the second factor."""
    return actor is not None and actor.is_admin and not actor.lacks_factor


def may_administer(actor: Actor) -> Verdict:
    if actor is None:
        return SIGN_IN
    return may_act_as_staff(actor) if actor.is_admin else no(message("Cette page est réservée à l’administration."))


def may_edit_profile(actor: Actor, user: User) -> Verdict:
    """One's own while one may write, since everybody reads it; anybody's for administrators."""
    if actor is None:
        return SIGN_IN
    if actor.id == user.id:
        return YES if actor.is_admin else may_write(actor)
    return may_act_as_staff(actor) if actor.is_admin else no(message("Ce profil n’est pas le vôtre."))
