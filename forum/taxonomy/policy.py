"""Rights on forums: a question about one forum, and beside it the SQL condition that must agree."""

from enum import StrEnum
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.models import EVERYONE, User, group_members
from forum.accounts.policy import Actor, governs, may_write
from forum.accounts.readers import role_of, stand_in, values_of
from forum.db import db
from forum.taxonomy.models import Forum, ForumGrant
from forum.verdict import HIDDEN, YES, Verdict, no
from forum.words import message


class Right(StrEnum):
    """What may be granted on a forum."""

    SEE = "can_see"
    POST = "can_post"
    REPLY = "can_reply"
    MODERATE = "can_moderate"


def visible_forums(actor: Actor) -> sa.ColumnElement[bool]:
    """The forums that the actor may see, as a condition on `Forum`."""
    return may_in(actor, Right.SEE, Forum.id)


def may_in(
    actor: Actor, right: Right, forum_id: InstrumentedAttribute[int] | sa.ColumnElement[int]
) -> sa.ColumnElement[bool]:
    """The forums where the actor holds a right, as a condition on a column of forum ids."""
    if governs(actor):
        return sa.true()
    # asked of each forum by its index; a list of all forums granted would be made at each use
    return sa.exists(granted_forums(actor, right).where(ForumGrant.forum_id == forum_id).correlate_except(ForumGrant))


def granted_forums(actor: Actor, right: Right) -> sa.Select[int]:
    """The ids of the forums where a right was granted to the actor or to a group of theirs."""
    seen = sa.true() if right is Right.SEE else ForumGrant.can_see
    return sa.select(ForumGrant.forum_id).where(_held_by(actor), granted(actor, right), seen)


def granted(actor: Actor, right: Right) -> sa.ColumnElement[bool]:
    """Whether a grant to the actor gives them the right: that to moderate rests while they lack the second factor."""
    if right is Right.MODERATE and actor is not None and actor.lacks_factor:
        return sa.false()
    column: sa.ColumnElement[bool] = getattr(ForumGrant, right)
    return column


def _held_by(actor: Actor) -> sa.ColumnElement[bool]:
    """The grants to the actor or to a group of theirs; a visitor's are those of everyone."""
    if actor is None:
        return ForumGrant.group_id == EVERYONE
    return sa.or_(ForumGrant.group_id.in_(actor.group_ids), ForumGrant.user_id == actor.id)


def holds(actor: Actor, right: Right, forum_id: int) -> bool:
    """Whether the actor holds a right on one forum. One statement."""
    if governs(actor):
        return True
    found = granted_forums(actor, right).where(ForumGrant.forum_id == forum_id).limit(1)
    return db.session.scalar(found) is not None


def rights_on(actor: Actor, forum_id: int) -> frozenset[Right]:
    """All rights of the actor on one forum. One statement."""
    if governs(actor):
        return frozenset(Right)
    rows = db.rows(_rights_statement(role_of(actor)), {**values_of(actor), "forum_id": forum_id})
    return frozenset(right for row in rows if row[0] for right, given in zip(Right, row, strict=True) if given)


@cache
def _rights_statement(role: str) -> sa.Select[*tuple[bool, ...]]:
    actor = stand_in(role)
    given = sa.select(*(granted(actor, right).label(right) for right in Right)).select_from(ForumGrant)
    return given.where(_held_by(actor), ForumGrant.forum_id == sa.bindparam("forum_id"))


def moderates_somewhere() -> sa.ColumnElement[bool]:
    """Whether a `User` of the same statement moderates any forum, by name or through a group."""
    groups = sa.select(group_members.c.group_id).where(group_members.c.user_id == User.id).correlate(User)
    held = sa.or_(ForumGrant.user_id == User.id, ForumGrant.group_id.in_(groups))
    return sa.exists().where(ForumGrant.can_moderate, ForumGrant.can_see, held).correlate(User)


def may_see(actor: Actor, forum: Forum) -> Verdict:
    return YES if holds(actor, Right.SEE, forum.id) else HIDDEN


def may_open_topic(actor: Actor, forum: Forum, rights: frozenset[Right] | None = None) -> Verdict:
    """Whether the actor may open a topic in this forum; `rights`: theirs on it, when already known."""
    rights = rights_on(actor, forum.id) if rights is None else rights
    if Right.SEE not in rights:
        return HIDDEN
    if forum.kind == "category":
        return no(message("On n’écrit pas dans une catégorie : choisissez un de ses forums."))
    if not (written := may_write(actor)):
        return written
    if forum.locked and Right.MODERATE not in rights:
        return no(message("Ce forum est verrouillé : on peut le lire, pas y écrire."))
    if Right.POST not in rights:
        return no(message("Vous ne pouvez pas ouvrir de sujet dans ce forum."))
    return YES


def moderators_of(forum_id: int) -> sa.Select[User]:
    """The people named as moderators of a forum: by name, or through a group."""
    from_group = (
        sa.select(group_members.c.user_id)
        .join(ForumGrant, ForumGrant.group_id == group_members.c.group_id)
        .where(ForumGrant.forum_id == forum_id, ForumGrant.can_moderate)
    )
    by_name = sa.select(ForumGrant.user_id).where(ForumGrant.forum_id == forum_id, ForumGrant.can_moderate)
    return sa.select(User).where(sa.or_(User.id.in_(from_group), User.id.in_(by_name))).order_by(User.name)
