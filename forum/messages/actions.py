"""What members do with their conversations: open one, answer, bring somebody in, mute, leave.

Each is called inside `db.write()` with its text already rendered. What happens in one conversation happens one after
the other: its row is locked first, so that ids of messages grow as they are committed and read marks miss none.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta

import sqlalchemy as sa

from forum import clock, outbox
from forum.accounts.models import User
from forum.accounts.pace import one_at_a_time, seconds_to_wait
from forum.accounts.policy import may_write
from forum.attachments import actions as attachments
from forum.db import db
from forum.errors import Conflict, Invalid, TooOften
from forum.messages import policy
from forum.messages.models import Conversation, MessageReport, Participant, PrivateMessage
from forum.messages.policy import Limits
from forum.messages.queries import blocks_messages, may_answer, place_of
from forum.messages.reading import recount
from forum.messages.words import sought
from forum.outbox import Event
from forum.topics.actions import Sent, Text
from forum.verdict import HIDDEN, require
from forum.words import Message, message, plural

SUBJECT_LENGTH = (2, 150)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def start(
    actor: User, others: Sequence[User], subject: str, text: Text, limits: Limits, sent: Sent | None = None
) -> PrivateMessage:
    """Open a conversation with its first message. The same form sent twice returns the message that it made."""
    sent = sent or Sent()
    # security: two copies of one form would both find that nothing was made, and the limit of a day not reached
    one_at_a_time(actor)
    if (made := _already_made(actor, sent.key)) is not None:
        return made
    _require_recipients(actor, others, limits)
    _require_few_conversations(actor, limits.a_day(actor))
    moment = clock.now()
    conversation = Conversation(subject=checked_subject(subject), started_by_id=actor.id, started_at=moment)
    db.session.add(conversation)
    db.session.flush()
    people = {user.id for user in (actor, *others)}
    db.session.add_all(Participant(conversation_id=conversation.id, user_id=each, joined_at=moment) for each in people)
    db.session.flush()
    return _add(actor, conversation, text, sent, limits)


def send(actor: User, conversation_id: int, text: Text, limits: Limits, sent: Sent | None = None) -> PrivateMessage:
    """Answer in a conversation. The same form sent twice returns the message that it made. Raises Missing."""
    sent = sent or Sent()
    conversation, _ = _locked(actor, conversation_id)
    if (made := _already_made(actor, sent.key)) is not None:
        return made
    require(may_write(actor))
    require(may_answer(actor, conversation_id))
    return _add(actor, conversation, text, sent, limits)


def bring_in(actor: User, conversation_id: int, other: User, limits: Limits) -> None:
    """Add somebody, who reads what comes from now on. Raises Missing, Refused, Conflict."""
    conversation, _ = _locked(actor, conversation_id)
    held = {each.user_id: each for each in _participants(conversation_id)}
    if other.id in held:
        raise Conflict(_is_here(other) if held[other.id].left_at is None else _has_left(other))
    present = sum(each.left_at is None for each in held.values())
    require(policy.may_add(actor, conversation.started_by_id, present, limits))
    require(policy.may_write_to(actor, other, limits))
    last = conversation.last_message_id or 0
    added = Participant(conversation_id=conversation_id, user_id=other.id, joined_at=clock.now())
    added.after_id = added.read_id = last
    added.added_by_id = actor.id
    db.session.add(added)
    db.session.flush()


def mute(actor: User, conversation_id: int, *, muted: bool) -> None:
    """Hear nothing of a conversation, or hear of it again. Raises Missing."""
    _, place = _locked(actor, conversation_id)
    place.muted = muted
    db.session.flush()
    recount([actor.id])


def leave(actor: User, conversation_id: int) -> None:
    """Read nothing of it any more; the others keep what was written. With the last one it goes. Raises Missing."""
    _, place = _locked(actor, conversation_id)
    place.left_at = clock.now()
    db.session.flush()
    recount([actor.id])
    purge_deserted([conversation_id])


def purge_deserted(among: Collection[int] | None = None) -> None:
    """Forget conversations that nobody is in any more, with their files; not while a report of theirs is open."""
    present = sa.exists().where(Participant.conversation_id == Conversation.id, Participant.left_at.is_(None))
    reported = (
        sa.select(MessageReport.id)
        .join(PrivateMessage, PrivateMessage.id == MessageReport.message_id)
        .where(PrivateMessage.conversation_id == Conversation.id, MessageReport.closed_at.is_(None))
        .correlate(Conversation)
        .exists()
    )
    wanted = sa.select(Conversation.id).where(~present, ~reported)
    gone = list(db.session.scalars(wanted if among is None else wanted.where(Conversation.id.in_(among))))
    if not gone:
        return
    attachments.release_messages(sa.select(PrivateMessage.id).where(PrivateMessage.conversation_id.in_(gone)))
    db.session.execute(sa.delete(Conversation).where(Conversation.id.in_(gone)))


def choose_who_may_write(actor: User, chosen: str) -> None:
    """From whom the actor hears, in conversations opened from now on. Raises Invalid."""
    if chosen not in policy.MESSAGES_FROM:
        raise Invalid(message("Choisissez dans la liste."), "messages_from")
    actor.messages_from = chosen
    db.session.flush()


def checked_subject(subject: str) -> str:
    """The subject as it is stored. Raises Invalid."""
    subject = " ".join(subject.split())
    if not SUBJECT_LENGTH[0] <= len(subject) <= SUBJECT_LENGTH[1]:
        raise Invalid(message("Donnez un objet de 2 à 150 caractères."), "title")
    return subject


def _locked(actor: User, conversation_id: int) -> tuple[Conversation, Participant]:
    """The conversation, locked, and the actor's place in it. Raises Missing for whoever is not in it."""
    wanted = sa.select(Conversation).where(Conversation.id == conversation_id)
    fresh = wanted.with_for_update(key_share=True).execution_options(populate_existing=True)
    conversation = db.session.scalar(fresh)
    place = place_of(actor, conversation_id, fresh=True)
    require(policy.may_read(place) if conversation is not None else HIDDEN)
    assert conversation is not None
    assert place is not None
    return conversation, place


def _add(actor: User, conversation: Conversation, text: Text, sent: Sent, limits: Limits) -> PrivateMessage:
    _require_pace(actor, limits.an_hour(actor))
    _require_few_links(actor, text, limits)
    opens = conversation.last_message_id is None
    made = PrivateMessage(
        conversation_id=conversation.id,
        author_id=actor.id,
        at=clock.now(),
        body=text.body,
        html=text.html,
        renderer_version=text.version,
        form_key=sent.key or f"no form {clock.now().timestamp()}",
        words=sought(conversation.subject if opens else "", text.html),
    )
    db.session.add(made)
    db.session.flush()
    attachments.bind_to_message(actor, sent.attachments, made.id)
    # One's own message is no news, nor is that of somebody whom one blocks; what others wrote meanwhile still is.
    no_news = sa.update(Participant).where(
        Participant.conversation_id == conversation.id,
        sa.or_(Participant.user_id == actor.id, blocks_messages(Participant.user_id, actor.id)),
        Participant.read_id >= (conversation.last_message_id or 0),
    )
    db.session.execute(no_news.values(read_id=made.id).execution_options(synchronize_session="fetch"))
    conversation.last_message_id = made.id
    db.session.flush()
    outbox.publish(Event.MESSAGE_SENT, message_id=made.id)
    return made


def _already_made(actor: User, key: str) -> PrivateMessage | None:
    made = sa.select(PrivateMessage).where(PrivateMessage.author_id == actor.id, PrivateMessage.form_key == key)
    return db.session.scalar(made) if key else None


def _participants(conversation_id: int) -> list[Participant]:
    here = sa.select(Participant).where(Participant.conversation_id == conversation_id)
    return list(db.session.scalars(here.execution_options(populate_existing=True)))


def _require_recipients(actor: User, others: Sequence[User], limits: Limits) -> None:
    require(may_write(actor))
    if not others:
        raise Invalid(
            message("Dites à qui vous écrivez : le nom d’un membre, ou plusieurs séparés par des virgules."), "to"
        )
    for other in others:
        if not (verdict := policy.may_write_to(actor, other, limits)):
            assert verdict.reason is not None
            raise Invalid(verdict.reason, "to")
    if not (verdict := policy.within_people(actor, len({each.id for each in others}) + 1, limits)):
        assert verdict.reason is not None
        raise Invalid(verdict.reason, "to")


def _require_few_conversations(actor: User, per_day: int) -> None:
    if not per_day:
        return
    own = Conversation.started_by_id == actor.id
    if wait := seconds_to_wait(Conversation.started_at, own, most=per_day, window=_DAY):
        raise TooOften(
            plural(
                "Vous avez ouvert une conversation en un jour : revenez demain, ou écrivez dans celle que vous avez.",
                "Vous avez ouvert %(count)s conversations en un jour : revenez demain, ou écrivez dans celles que vous "
                "avez.",
                per_day,
            ),
            wait,
        )


def _require_pace(actor: User, per_hour: int) -> None:
    if not per_hour:
        return
    own = PrivateMessage.author_id == actor.id
    if wait := seconds_to_wait(PrivateMessage.at, own, most=per_hour, window=_HOUR):
        raise TooOften(
            message("Vous avez envoyé %(count)s messages privés en une heure : attendez un peu.", count=per_hour),
            wait,
        )


def _require_few_links(actor: User, text: Text, limits: Limits) -> None:
    if limits.is_newcomer(actor) and text.links > limits.links:
        raise Invalid(
            plural(
                "Tant que vous avez publié moins de %(posts)s messages dans les forums, un message privé porte au plus "
                "un lien.",
                "Tant que vous avez publié moins de %(posts)s messages dans les forums, un message privé porte au plus "
                "%(count)s liens.",
                limits.links,
                posts=limits.newcomer_posts,
            ),
            "body",
        )


def _is_here(other: User) -> Message:
    return message("%(name)s est déjà dans cette conversation.", name=other.name)


def _has_left(other: User) -> Message:
    return message("%(name)s a quitté cette conversation : ouvrez-en une nouvelle pour lui écrire.", name=other.name)
