"""Whoever reads, in statements that are built once per role and run for many.

Building a statement of the pages read most takes longer than running it: each is made with a stand-in for the actor,
through the very conditions of the policies, and run with `values_of(actor)`.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from forum.accounts.policy import Actor


@dataclass(frozen=True)
class Reader:
    """Stands for the actor while a statement is built."""

    id: sa.BindParameter[int]
    group_ids: sa.BindParameter[int]
    is_admin: bool
    lacks_factor: bool


def role_of(actor: Actor) -> str:
    """Readers of one role have the same statements: visitor, member, admin, or staff who lack the second factor."""
    if actor is None:
        return "visitor"
    if actor.lacks_factor:
        return "lacking"
    return "admin" if actor.is_admin else "member"


def stand_in(role: str) -> Any:
    """The actor to build a role's statement with: None, or the reader to be."""
    if role == "visitor":
        return None
    group_ids: sa.BindParameter[int] = sa.bindparam("group_ids", expanding=True)
    return Reader(
        sa.bindparam("actor_id", type_=sa.Integer), group_ids, is_admin=role == "admin", lacks_factor=role == "lacking"
    )


def values_of(actor: Actor) -> dict[str, Any]:
    """The parameters that stand for the actor in a statement of `role_of(actor)`."""
    return {} if actor is None else {"actor_id": actor.id, "group_ids": actor.group_ids}
