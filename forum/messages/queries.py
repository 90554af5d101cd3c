"""Reading one's own conversations. Every statement is bound to the actor's own place in them: there is no other way."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, lazyload

from forum import paths
from forum.accounts.models import Block, User
from forum.attachments.queries import AttachedFile, for_messages
from forum.db import db
from forum.errors import Missing
from forum.markup import stored
from forum.messages import policy
from forum.messages.models import Conversation, Participant, PrivateMessage
from forum.messages.reading import unread
from forum.messages.views import ConversationRow, FoundRow, MessageRow, Page, Person, person
from forum.messages.words import around, beginning, terms
from forum.verdict import HIDDEN, YES, Verdict, no, require
from forum.words import message

_last, _last_author, _adder = aliased(PrivateMessage), aliased(User), aliased(User)


def place_of(actor: User, conversation_id: int, *, fresh: bool = False) -> Participant | None:
    """The actor's own place in a conversation, also one they left."""
    mine = sa.select(Participant).where(Participant.conversation_id == conversation_id, Participant.user_id == actor.id)
    return db.session.scalar(mine.execution_options(populate_existing=fresh))


def conversations_of(actor: User, *, before: int | None, how_many: int) -> tuple[list[ConversationRow], int | None]:
    """The actor's conversations, the latest first, and what an older page begins before. Two statements."""
    found = db.session.execute(
        sa.select(
            Conversation.id,
            Conversation.subject,
            Conversation.last_message_id,
            Participant.muted,
            Participant.after_id,
            unread().label("unread"),
            _last.at,
            _last.html,
            _last.removed_at,
            _last_author.name.label("by"),
            blocks_messages(actor.id, _last.author_id).label("folded"),
        )
        .join(Participant, Participant.conversation_id == Conversation.id)
        .join(_last, _last.id == Conversation.last_message_id)
        .join(_last_author, _last_author.id == _last.author_id)
        .where(Participant.user_id == actor.id, Participant.left_at.is_(None))
        .where(Conversation.last_message_id < before if before is not None else sa.true())
        .order_by(Conversation.last_message_id.desc())
        .limit(how_many + 1)
    ).all()
    older = found[how_many - 1].last_message_id if len(found) > how_many else None
    names = _names_in([row.id for row in found[:how_many]], but=actor.id)
    return [_conversation_row(row, names.get(row.id, ())) for row in found[:how_many]], older


def page(
    actor: User, conversation_id: int, *, how_many: int, before: int | None = None, since: int | None = None
) -> Page:
    """What comes before a message, or from one on; else the end, or the first unread where that is further up.

    Raises Missing. A handful of statements, whatever its length.
    """
    place = place_of(actor, conversation_id)
    require(policy.may_read(place))
    assert place is not None
    first_new, new_count = _new_ones(actor, place)
    if before is None and since is None and new_count > how_many:
        since = first_new
    wanted = _readable_here(actor, conversation_id).limit(how_many)
    if since is not None:
        rows = list(db.session.execute(wanted.where(PrivateMessage.id >= since).order_by(PrivateMessage.id)))
    else:
        latest = wanted if before is None else wanted.where(PrivateMessage.id < before)
        rows = list(db.session.execute(latest.order_by(PrivateMessage.id.desc())))[::-1]
    least, most = _ends(actor, conversation_id)
    if not rows and most and (before is not None or since is not None):
        return page(actor, conversation_id, how_many=how_many)  # an address that led beyond either end
    head, people = db.session.get_one(Conversation, conversation_id), _people_rows(actor, conversation_id)
    return Page(
        id=head.id,
        subject=head.subject,
        started_by_id=head.started_by_id,
        started_at=head.started_at,
        muted=place.muted,
        people=_as_people(people),
        may_answer=_may_answer(actor, people),
        messages=tuple(_message_rows(actor, rows, first_new)),
        older=rows[0].id if rows and rows[0].id > least else None,
        newer=rows[-1].id + 1 if rows and rows[-1].id < most else None,
        first_unread=first_new if first_new is not None and first_new not in {row.id for row in rows} else None,
    )


def message_for(actor: User, message_id: int) -> PrivateMessage:
    """The message, when the actor is in its conversation. Raises Missing."""
    own = sa.select(PrivateMessage).join(Participant, Participant.conversation_id == PrivateMessage.conversation_id)
    found = db.session.scalar(own.where(PrivateMessage.id == message_id, policy.readable(actor)))
    if found is None:
        require(HIDDEN)
    assert found is not None
    return found


def quotable(actor: User, message_id: int, *, within: int | None = None) -> tuple[str, PrivateMessage]:
    """A message that the actor may quote, and its author's name. Raises Missing, also for one of elsewhere."""
    sent = message_for(actor, message_id)
    if sent.removed_at is not None or (within is not None and sent.conversation_id != within):
        require(HIDDEN)
    return db.session.get_one(User, sent.author_id).name, sent


def subject_of(actor: User, conversation_id: int) -> str:
    """What a conversation that the actor reads is about. Raises Missing."""
    found = subjects(actor, [conversation_id])
    if conversation_id not in found:
        require(HIDDEN)
    return found[conversation_id]


def may_answer(actor: User, conversation_id: int) -> Verdict:
    """Whether somebody else reads what the actor writes in this conversation. One statement."""
    return _may_answer(actor, _people_rows(actor, conversation_id))


def shown(actor: User, message_id: int) -> MessageRow:
    """One message as its page shows it. Raises Missing."""
    sent = message_for(actor, message_id)
    row = db.session.execute(_readable_here(actor, sent.conversation_id).where(PrivateMessage.id == message_id)).one()
    return message_row(row, actor.id, for_messages([message_id]))


def may_open_file(actor: User, message_id: int) -> bool:
    """Whether the actor reads the message that a file came with, and staff have not removed it."""
    try:
        return message_for(actor, message_id).removed_at is None
    except Missing:
        return False


def with_one(actor: User, other: User) -> tuple[int, str] | None:
    """The latest conversation of these two alone: its id and subject."""
    theirs = aliased(Participant)
    third = sa.exists().where(
        Participant.conversation_id == Conversation.id, Participant.user_id.not_in((actor.id, other.id))
    )
    mine = sa.and_(Participant.conversation_id == Conversation.id, Participant.user_id == actor.id)
    row = db.session.execute(
        sa.select(Conversation.id, Conversation.subject)
        .join(Participant, sa.and_(mine, Participant.left_at.is_(None)))
        .join(theirs, sa.and_(theirs.conversation_id == Conversation.id, theirs.user_id == other.id))
        .where(theirs.left_at.is_(None), ~third.correlate(Conversation))
        .order_by(Conversation.last_message_id.desc())
        .limit(1)
    ).one_or_none()
    return (row.id, row.subject) if row else None


def subjects(actor: User, ids: Collection[int]) -> dict[int, str]:
    """The subjects of those of these conversations that the actor reads. At most one statement."""
    mine = sa.select(Conversation.id, Conversation.subject).join(
        Participant, sa.and_(Participant.conversation_id == Conversation.id, Participant.user_id == actor.id)
    )
    wanted = mine.where(Conversation.id.in_(ids), Participant.left_at.is_(None))
    return {row.id: row.subject for row in db.session.execute(wanted)} if ids else {}


def search(actor: User, text: str, *, how_many: int) -> tuple[list[FoundRow], bool]:
    """The latest of one's own messages that hold every word, and whether there are more. One statement."""
    wanted = terms(text)
    if not wanted:
        return [], False
    rows = db.session.execute(
        sa.select(
            PrivateMessage.id,
            PrivateMessage.html,
            PrivateMessage.at,
            Conversation.subject,
            User.name,
        )
        .join(Conversation, Conversation.id == PrivateMessage.conversation_id)
        .join(Participant, Participant.conversation_id == Conversation.id)
        .join(User, User.id == PrivateMessage.author_id)
        .where(policy.readable(actor), PrivateMessage.removed_at.is_(None))
        .where(*(PrivateMessage.words.contains(term, autoescape=True) for term in wanted))
        .order_by(PrivateMessage.id.desc())
        .limit(how_many + 1)
    ).all()
    found = [
        FoundRow(paths.private_message(row.id), row.subject, row.name, row.at, around(row.html, wanted))
        for row in rows[:how_many]
    ]
    return found, len(rows) > how_many


def listeners(sent: PrivateMessage) -> list[int]:
    """Who is told of a message: those in its conversation, who do not mute it, block its author, or have read it."""
    here = sa.select(Participant.user_id).where(
        Participant.conversation_id == sent.conversation_id,
        Participant.user_id != sent.author_id,
        Participant.left_at.is_(None),
        Participant.after_id < sent.id,
        Participant.read_id < sent.id,
        ~Participant.muted,
        ~blocks_messages(Participant.user_id, sent.author_id),
    )
    return list(db.session.scalars(here))


def present_in(conversation_id: int) -> list[int]:
    """Everybody who reads a conversation."""
    here = sa.select(Participant.user_id).where(Participant.conversation_id == conversation_id)
    return list(db.session.scalars(here.where(Participant.left_at.is_(None))))


def blocks_messages(who: Any, whom: Any) -> sa.ColumnElement[bool]:
    """Whether one account wants no private message of another, as a condition on columns or ids."""
    return sa.exists().where(Block.user_id == who, Block.blocked_id == whom, Block.messages)


def _people_rows(actor: User, conversation_id: int) -> Sequence[Any]:
    return db.session.execute(
        sa.select(
            User,
            Participant.left_at,
            Participant.joined_at,
            _adder.name.label("added_by"),
            blocks_messages(actor.id, User.id).label("blocked"),
        )
        .join(Participant, Participant.user_id == User.id)
        .outerjoin(_adder, _adder.id == Participant.added_by_id)
        .where(Participant.conversation_id == conversation_id)
        .order_by(Participant.joined_at, User.id)
        .options(lazyload(User.roles))
    ).all()


def _as_people(rows: Sequence[Any]) -> tuple[Person, ...]:
    return tuple(
        person(
            row.User,
            # security: of who left only, never of who blocks the reader: whom one blocks is not told
            gone=row.left_at is not None or row.User.erased,
            joined_at=row.joined_at,
            added_by=row.added_by or "",
        )
        for row in rows
    )


def _may_answer(actor: User, rows: Sequence[Any]) -> Verdict:
    others = [row for row in rows if row.User.id != actor.id and row.left_at is None]
    reading = [row for row in others if policy.is_read_by_somebody(row.User)]
    if not reading:
        return no(message("Plus personne d’autre ne lit cette conversation : ouvrez-en une nouvelle."))
    # security: only whom the actor blocks counts; who blocks the actor finds the message folded, and nothing tells it
    if all(row.blocked for row in reading):
        return no(message("Vous bloquez cette personne : levez ce blocage dans vos réglages pour lui écrire."))
    return YES


def _readable_here(actor: User, conversation_id: int) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            PrivateMessage.id,
            PrivateMessage.html,
            PrivateMessage.at,
            PrivateMessage.removed_at,
            PrivateMessage.author_id,
            User,
            blocks_messages(actor.id, PrivateMessage.author_id).label("folded"),
        )
        .options(lazyload(User.roles))
        .join(Participant, Participant.conversation_id == PrivateMessage.conversation_id)
        .join(User, User.id == PrivateMessage.author_id)
        .where(PrivateMessage.conversation_id == conversation_id, policy.readable(actor))
    )


def _ends(actor: User, conversation_id: int) -> tuple[int, int]:
    """The first and the last message of a conversation that the actor reads."""
    ids = (sa.func.min(PrivateMessage.id), sa.func.max(PrivateMessage.id))
    row = db.session.execute(_readable_here(actor, conversation_id).with_only_columns(*ids)).one()
    return row[0] or 0, row[1] or 0


def _new_ones(actor: User, place: Participant) -> tuple[int | None, int]:
    """The first message of others that the actor has not read, and how many there are."""
    beyond = max(place.read_id, place.after_id)
    new = sa.select(sa.func.min(PrivateMessage.id), sa.func.count()).where(
        PrivateMessage.conversation_id == place.conversation_id,
        PrivateMessage.id > beyond,
        PrivateMessage.author_id != actor.id,
    )
    first, count = db.session.execute(new).one()
    return first, count


def _message_rows(actor: User, rows: Iterable[Any], first_unread: int | None) -> Iterable[MessageRow]:
    rows = list(rows)
    files = for_messages([row.id for row in rows if row.removed_at is None])
    for row in rows:
        yield message_row(row, actor.id, files, first_unread=row.id == first_unread)


def message_row(
    row: Any, reader_id: int, files: Mapping[int, list[AttachedFile]], *, first_unread: bool = False
) -> MessageRow:
    """From a row with a message's columns, its author and `folded`."""
    removed = row.removed_at is not None
    return MessageRow(
        id=row.id,
        url=paths.private_message(row.id),
        author=person(row.User),
        at=row.at,
        html="" if removed else stored(row.html),
        mine=row.author_id == reader_id,
        removed=removed,
        folded=bool(row.folded) and row.author_id != reader_id,
        first_unread=first_unread,
        attachments=tuple(each for each in files.get(row.id, ()) if not each.placed_in(row.html)),
    )


def _conversation_row(row: Any, others: tuple[str, ...]) -> ConversationRow:
    return ConversationRow(
        id=row.id,
        subject=row.subject,
        url=paths.conversation(row.id),
        others=others,
        last_at=row.at,
        last_by=row.by,
        beginning="" if _hides_its_words(row) else beginning(row.html),
        unread=bool(row.unread),
        muted=row.muted,
    )


def _hides_its_words(row: Any) -> bool:
    """Whether the list shows nothing of a conversation's last message: removed, folded, or before one was added."""
    return row.removed_at is not None or row.folded or row.last_message_id <= row.after_id


def _names_in(ids: Collection[int], *, but: int) -> dict[int, tuple[str, ...]]:
    rows = db.session.execute(
        sa.select(Participant.conversation_id, User.name)
        .join(User, User.id == Participant.user_id)
        .where(Participant.conversation_id.in_(ids), Participant.user_id != but)
        .order_by(Participant.conversation_id, Participant.joined_at, User.id)
    )
    names: dict[int, tuple[str, ...]] = {}
    for conversation_id, name in rows:
        names[conversation_id] = (*names.get(conversation_id, ()), name)
    return names
