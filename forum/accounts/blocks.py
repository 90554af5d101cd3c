"""Whom a member would rather not hear: no private message from them, or their posts folded. They are never told."""

from collections.abc import Collection

import sqlalchemy as sa

from forum import clock
from forum.accounts.models import Block, User
from forum.accounts.policy import Actor
from forum.db import db
from forum.errors import Invalid
from forum.words import message

AT_MOST = 500  # people; a list nobody could read again is no longer a choice


def set_aside(actor: User, other: User, *, messages: bool, board: bool) -> None:
    """Choose what one does not want of somebody; neither: hear them again. Raises Invalid."""
    if actor.id == other.id:
        raise Invalid(message("On ne peut pas se bloquer soi-même."), "name")
    if messages and other.is_staff:  # they must be able to reach anybody
        raise Invalid(message("L’équipe du forum doit pouvoir vous écrire : vous pouvez replier ses messages."), "name")
    held = db.session.get(Block, (actor.id, other.id))
    if not (messages or board):
        if held is not None:
            db.session.delete(held)
    elif held is not None:
        held.messages, held.board = messages, board
    else:
        _require_room(actor)
        added = Block(user_id=actor.id, blocked_id=other.id, at=clock.now(), messages=messages, board=board)
        db.session.add(added)
    db.session.flush()


def aside_of(actor: User) -> list[tuple[Block, User]]:
    """Whom the member blocks or ignores, by name."""
    rows = sa.select(Block, User).join(User, User.id == Block.blocked_id).where(Block.user_id == actor.id)
    return [(block, user) for block, user in db.session.execute(rows.order_by(User.name_key))]


def held_for(actor: User, other: User) -> Block | None:
    return db.session.get(Block, (actor.id, other.id))


def ignoring(user_id: int, among: Collection[int]) -> set[int]:
    """Who among these has that member's posts folded."""
    held = sa.select(Block.user_id).where(Block.blocked_id == user_id, Block.user_id.in_(among), Block.board)
    return set(db.session.scalars(held)) if among else set()


def hears(choice: str, reader: Actor, *, blocked: bool) -> bool:
    """Whether a page offers the reader to write to somebody in private whose choice (`User.messages_from`) this is.

    `messages.policy` decides once they try; newcomers, whom some keep out, are told by the form when they may.
    """
    if reader is None:
        return choice != "nobody"
    if reader.is_staff and not reader.lacks_factor:
        return True
    # security: who is blocked must see what those see whom the member's choice leaves out, so both lose the link
    if choice == "nobody" or blocked:
        return False
    return choice != "experts" or (reader.recognised_until is not None and reader.recognised_until > clock.now())


def blocks(user_id: int, other_id: int) -> bool:
    """Whether the first wants no private message from the second."""
    held = db.session.get(Block, (user_id, other_id))
    return held is not None and held.messages


def forget(user: User) -> None:
    """Both whom the member set aside and who set them aside. Inside a write."""
    both = sa.or_(Block.user_id == user.id, Block.blocked_id == user.id)
    db.session.execute(sa.delete(Block).where(both))


def _require_room(actor: User) -> None:
    count = db.session.scalar(sa.select(sa.func.count()).where(Block.user_id == actor.id)) or 0
    if count >= AT_MOST:
        too_many = message("Votre liste compte %(most)s personnes : retirez-en avant d’en ajouter.", most=AT_MOST)
        raise Invalid(too_many, "name")
