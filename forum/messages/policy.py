"""Who may write to whom in private, how often, and who reads what. Staff have no right here that others lack, but to
reach anybody: a message is read by those in its conversation, and by the moderators once one of these reports it.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from forum import clock
from forum.accounts.blocks import blocks
from forum.accounts.models import User
from forum.accounts.policy import Actor, may_write
from forum.messages.models import Participant, PrivateMessage
from forum.verdict import HIDDEN, YES, Verdict, no
from forum.words import Message, message

MESSAGES_FROM = ("", "members", "experts", "nobody")  # "": everyone, newcomers too


@dataclass(frozen=True)
class Limits:
    """What one account may do. A newcomer has fewer than `newcomer_posts` posts on the board."""

    newcomer_posts: int
    people: int  # in a conversation, with who writes
    newcomer_people: int
    links: int  # in a newcomer's message
    conversations_per_day: int = 0  # opened; 0: as many as one likes
    newcomer_conversations_per_day: int = 0
    messages_per_hour: int = 0
    newcomer_messages_per_hour: int = 0

    def is_newcomer(self, actor: User) -> bool:
        return actor.post_count < self.newcomer_posts and not _acts_as_staff(actor)

    def people_for(self, actor: User) -> int:
        return self.newcomer_people if self.is_newcomer(actor) else self.people

    def a_day(self, actor: User) -> int:
        return self.newcomer_conversations_per_day if self.is_newcomer(actor) else self.conversations_per_day

    def an_hour(self, actor: User) -> int:
        return self.newcomer_messages_per_hour if self.is_newcomer(actor) else self.messages_per_hour


def may_write_to(actor: Actor, other: User, limits: Limits) -> Verdict:
    """Whether the actor may begin to write to this member, who chose whom they hear from.

    Whoever is blocked reads the sentence of those who want nobody's messages.
    """
    if not (written := may_write(actor)) or actor is None:
        return written
    if actor.id == other.id:
        return no(message("On ne s’écrit pas à soi-même : choisissez quelqu’un d’autre."))
    if not is_read_by_somebody(other):
        return no(
            message("« %(name)s » : ce compte n’est lu par personne, votre message s’y perdrait.", name=other.name)
        )
    if blocks(actor.id, other.id):
        return no(
            message("Vous bloquez %(name)s : levez ce blocage dans vos réglages pour lui écrire.", name=other.name)
        )
    if _acts_as_staff(actor):
        return YES
    if refusal := _refusal(actor, other, limits):
        return no(refusal)
    return YES


def offers_to_hear(other: User, reader: Actor, limits: Limits) -> bool:
    """Whether this member's page offers the reader to write to them. A visitor may be anybody, but nobody is."""
    if reader is None:
        return is_read_by_somebody(other) and other.messages_from != "nobody"
    # security: who is blocked must see what those see whom the member's choice leaves out, so both lose the link
    return bool(may_write_to(reader, other, limits))


def is_read_by_somebody(user: User) -> bool:
    """Whether anybody signs in to this account."""
    alive = user.active and not user.erased and not user.unclaimed
    return alive and user.approved and user.confirmed_at is not None


def may_read(participant: Participant | None) -> Verdict:
    """Whether who has (or had) this place in a conversation reads it. Nobody else does, whatever they are."""
    return HIDDEN if participant is None or participant.left_at is not None else YES


def readable(actor: Actor) -> sa.ColumnElement[bool]:
    """The same for messages, as a condition on `PrivateMessage` joined with the actor's own `Participant`."""
    if actor is None:
        return sa.false()
    mine = sa.and_(Participant.user_id == actor.id, Participant.left_at.is_(None))
    here = Participant.conversation_id == PrivateMessage.conversation_id
    return sa.and_(mine, here, PrivateMessage.id > Participant.after_id)


def may_add(actor: User, started_by_id: int, present: int, limits: Limits) -> Verdict:
    """Whether the actor may bring one more person into a conversation of so many."""
    if not (written := may_write(actor)):
        return written
    if actor.id != started_by_id:
        return no(message("Seule la personne qui a ouvert la conversation peut y ajouter quelqu’un."))
    return within_people(actor, present + 1, limits)


def within_people(actor: User, count: int, limits: Limits) -> Verdict:
    """Whether the actor may write to a conversation of so many people, themselves included."""
    if count <= limits.people_for(actor):
        return YES
    if limits.is_newcomer(actor):
        return no(
            message(
                "Tant que vous avez publié moins de %(posts)s messages dans les forums, "
                "écrivez à une personne à la fois.",
                posts=limits.newcomer_posts,
            )
        )
    return no(message("Une conversation réunit %(most)s personnes au plus : retirez-en.", most=limits.people))


def may_report(actor: User, sent: PrivateMessage) -> Verdict:
    """Whoever reads a message of somebody else's may show it to the moderators, even while suspended."""
    if sent.author_id == actor.id:
        return no(message("Ce message est le vôtre."))
    return YES if actor.active else no(message("Ce compte est fermé."))


def _acts_as_staff(actor: User) -> bool:
    return actor.is_staff and not actor.lacks_factor


def _refusal(actor: User, other: User, limits: Limits) -> Message | None:
    if other.messages_from == "nobody":
        return _no_messages(other)
    if other.messages_from == "experts" and not _is_expert(actor):
        return message(
            "%(name)s ne reçoit de messages privés que des experts reconnus : répondez-lui dans le forum.",
            name=other.name,
        )
    if other.messages_from == "members" and limits.is_newcomer(actor):
        return message(
            "%(name)s ne reçoit de messages privés que des membres qui ont publié au moins %(posts)s messages : "
            "répondez-lui dans le forum.",
            name=other.name,
            posts=limits.newcomer_posts,
        )
    # security: last, and in the very words of who wants no messages at all, so that nobody learns that they are blocked
    return _no_messages(other) if blocks(other.id, actor.id) else None


def _no_messages(other: User) -> Message:
    return message("%(name)s ne reçoit pas de messages privés : répondez-lui dans le forum.", name=other.name)


def _is_expert(actor: User) -> bool:
    return actor.recognised_until is not None and actor.recognised_until > clock.now()
