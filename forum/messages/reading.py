"""How far members have read, and on how many conversations something is new: a number that stands on their account."""

from collections.abc import Collection

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.messages.models import Conversation, Participant


def mark_read(user_id: int, conversation_id: int, message_id: int) -> None:
    """The member has read up to this message. Inside a write; the counts of the account follow."""
    further = sa.update(Participant).where(
        Participant.conversation_id == conversation_id,
        Participant.user_id == user_id,
        Participant.read_id < message_id,
    )
    if db.rows(further.values(read_id=message_id)).rowcount:
        recount([user_id])


def recount(user_ids: Collection[int]) -> None:
    """Count anew in how many conversations these members have something to read. Inside a write."""
    # security: locked first and counted after, in the order of ids: two counts at once neither miss a message nor
    # wait for one another in a ring (PostgreSQL)
    locked = sa.select(User.id).where(User.id.in_(user_ids)).order_by(User.id).with_for_update(key_share=True)
    db.session.execute(locked)
    waiting = (
        sa.select(sa.func.count())
        .select_from(Participant)
        .join(Conversation, Conversation.id == Participant.conversation_id)
        .where(Participant.user_id == User.id, Participant.left_at.is_(None), ~Participant.muted, unread())
        .correlate(User)
        .scalar_subquery()
    )
    counted = sa.update(User).where(User.id.in_(user_ids)).values(unread_messages=waiting)
    db.session.execute(counted.execution_options(synchronize_session=False))


def unread() -> sa.ColumnElement[bool]:
    """Whether a conversation holds something new, as a condition on `Participant` joined with `Conversation`."""
    last = sa.func.coalesce(Conversation.last_message_id, 0)
    return sa.and_(last > Participant.read_id, last > Participant.after_id)
