"""Who may do which staff act. The right over a topic is `topics.policy.may_moderate_topic`; here is what joins many."""

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa

from forum import clock
from forum.accounts.models import User
from forum.accounts.policy import Actor, may_act_as_staff
from forum.db import db
from forum.taxonomy.policy import moderates_somewhere, rights_on
from forum.topics.models import Topic
from forum.topics.policy import holds_moderation
from forum.verdict import SIGN_IN, YES, Verdict, no
from forum.words import message

LONGEST_SUSPENSION = timedelta(days=3660)


def may_moderate_all(actor: Actor, topics: Collection[Topic]) -> Verdict:
    """Yes only when the actor moderates every one of them: a selection is done whole or not at all."""
    rights = {forum_id: rights_on(actor, forum_id) for forum_id in {topic.forum_id for topic in topics}}
    verdicts = (holds_moderation(actor, topic, rights[topic.forum_id]) for topic in topics)
    held = next((verdict for verdict in verdicts if not verdict), YES)
    return may_act_as_staff(actor) if held and actor is not None else held


def may_enter(actor: Actor) -> Verdict:
    """Whether the actor may open the pages of the staff: whoever moderates at least one forum."""
    if actor is None:
        return SIGN_IN
    if not moderates_any(actor):
        return no(message("Cette page est réservée à la modération."))
    return may_act_as_staff(actor)


def may_warn(actor: Actor, user: User) -> Verdict:
    """Moderators of any forum warn members; only administrators warn an administrator."""
    return _may_act_on(actor, user)


def may_note(actor: Actor, user: User) -> Verdict:
    """Whether the actor may read and write the staff's notes on a member: never on oneself."""
    return _may_act_on(actor, user)


def may_suspend(actor: Actor, user: User) -> Verdict:
    """Only administrators suspend, and lift what was suspended."""
    if not (allowed := _may_act_on(actor, user)):
        return allowed
    if actor is None or not actor.is_admin:
        return no(message("Seule l’administration suspend un compte : adressez-vous à elle."))
    return YES


def is_sound_end(until: datetime) -> bool:
    """Whether a suspension may end then: later than now, within ten years."""
    return clock.now() < until <= clock.now() + LONGEST_SUSPENSION


def moderates_any(actor: User) -> bool:
    """Whether the actor moderates some forum. One statement."""
    if actor.is_admin:
        return True
    found = sa.select(User.id).where(User.id == actor.id, moderates_somewhere())
    return db.session.scalar(found) is not None


def _may_act_on(actor: Actor, user: User) -> Verdict:
    if not (entered := may_enter(actor)):
        return entered
    if actor is not None and actor.id == user.id:
        return no(message("On ne peut pas agir sur son propre compte : demandez à quelqu’un d’autre de l’équipe."))
    if user.is_admin and actor is not None and not actor.is_admin:
        return no(message("Seule l’administration peut agir sur un compte de l’administration."))
    if user.stands_in:
        return no(message("C’est un pseudonyme : levez-le depuis son message pour agir sur le compte."))
    if user.erased:
        return no(message("Ce compte a été supprimé."))
    return YES
