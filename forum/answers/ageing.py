"""How long an answer holds: so many months after it was last looked at, until it is rewritten, or the law that it
cites moves."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from forum import clock
from forum.legal import Case
from forum.legal.cited import unpack
from forum.topics.models import Post, Topic
from forum.words import Message, message

_MONTH = timedelta(days=30.4375)


def oldest_valid(months: int) -> datetime:
    """An answer last looked at before that moment has aged."""
    return clock.now() - months * _MONTH


def looked_at() -> sa.ColumnElement[Any]:
    """When an answer was last found right or accepted: a column of `Post` joined with its `Topic`."""
    accepted = sa.case((Topic.accepted_post_id == Post.id, Topic.accepted_at))
    return sa.case(
        (Post.verified_at.is_(None), accepted),
        (accepted.is_(None), Post.verified_at),
        (accepted > Post.verified_at, accepted),
        else_=Post.verified_at,
    )


def law_moved_since(packed: str, verified_at: datetime | None) -> bool:
    """Whether an article that the post cites moved since the post, and since an expert last read it."""
    moved = [each.standing.on for each in unpack(packed) if each.moved and each.standing is not None]
    return any(verified_at is None or on > clock.day_of_law(verified_at) for on in moved)


def cites_doubtfully(packed: str) -> bool:
    """Whether it cites a number that another text had taken before, and does not name the number of today beside.

    Readers are told where the former text went, in case it was meant; whoever verifies it sees whether it was.
    """
    return any(
        each.warns and each.standing is not None and each.standing.case is Case.REUSED for each in unpack(packed)
    )


def law_in_doubt(packed: str, verified_at: datetime | None) -> bool:
    """Whether the texts that it cites are a reason to look at an answer again."""
    return _law_warning(packed, verified_at) is not None


def _law_warning(packed: str, verified_at: datetime | None) -> Message | None:
    if law_moved_since(packed, verified_at):
        return message("À revérifier : un texte cité par cette réponse a changé depuis.")
    if verified_at is None and cites_doubtfully(packed):
        return message(
            "À revérifier : un numéro cité par cette réponse désigne aujourd’hui un autre texte qu’autrefois."
        )
    return None


def is_rewritten() -> sa.ColumnElement[bool]:
    """Whether an answer's text has changed since it was found right, by somebody else's hand than who did."""
    return sa.and_(
        Post.verified_at.is_not(None),
        sa.func.coalesce(Post.edited_at > Post.verified_at, False),
        Post.edited_by_id.is_distinct_from(Post.verified_by_id),
    )


def warning(row: Any, looked: datetime | None, *, months: int) -> Message | None:
    """What a reader is told of an answer that has aged; None while it holds, and of one that nobody chose or verified.

    `row`: `law`, `law_moved` and `verified_at` of its post, and `rewritten`; `looked`: when it was last looked at.
    """
    if looked is None:
        return None
    if row.rewritten:
        return message("À revérifier : cette réponse a été modifiée depuis.")
    moved = _law_warning(row.law, row.verified_at) if row.law_moved else None
    if moved is None and looked < oldest_valid(months):
        return message("À revérifier : cette réponse n’a pas été relue depuis longtemps.")
    return moved
