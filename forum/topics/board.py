"""The board: forums as the reader sees them, with counts and last posts that take in their visible subforums."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum import paths
from forum.accounts.models import User
from forum.accounts.policy import Actor
from forum.accounts.readers import role_of, stand_in, values_of
from forum.db import UTCDateTime, db
from forum.taxonomy.models import Forum
from forum.taxonomy.policy import visible_forums
from forum.topics import rows
from forum.topics.lists import horizon, unread_by
from forum.topics.models import State, Topic
from forum.topics.views import ForumRow, LastPost

_poster = aliased(User)
_unread = sa.exists().where(
    Topic.forum_id == Forum.id,
    Topic.state == State.VISIBLE,
    *unread_by(sa.bindparam("actor_id", type_=sa.Integer), sa.bindparam("horizon", type_=UTCDateTime)),
)
_UNREAD = sa.select(Forum.id).where(_unread.correlate(Forum))
_member = sa.and_(User.active, User.confirmed_at.is_not(None), User.approved, ~User.erased, ~User.stands_in)
_MEMBERS = sa.select(
    sa.select(sa.func.count()).select_from(User).where(_member).scalar_subquery().label("total"),
    sa.select(User.name)
    .where(_member, User.password.is_not(None))
    .order_by(User.id.desc())
    .limit(1)
    .scalar_subquery()
    .label("newest"),
)


@dataclass(frozen=True)
class NewestMember:
    """Who joined last."""

    name: str
    url: str


@dataclass(frozen=True)
class BoardTotals:
    """What the foot of the board says."""

    topics: int
    posts: int
    members: int
    newest: NewestMember | None


def board(actor: Actor) -> tuple[ForumRow, ...]:
    """The whole board as a tree. One statement, two for members."""
    found = db.records(_forums_statement(role_of(actor)), values_of(actor))
    return _tree(found, _unread_forums(actor))


def subforums(forum: Forum, actor: Actor) -> tuple[ForumRow, ...]:
    """What stands under a forum, as rows of the board."""
    return next((row.children for row in _flatten(board(actor)) if row.id == forum.id), ())


def totals(tree: tuple[ForumRow, ...]) -> BoardTotals:
    """Sums of what this reader sees, the number of members as on their page, and who came last. One statement."""
    members = db.rows(_MEMBERS).one()
    newcomer = NewestMember(members.newest, paths.user(members.newest)) if members.newest else None
    return BoardTotals(
        sum(row.topic_count for row in tree), sum(row.post_count for row in tree), members.total, newcomer
    )


@cache
def _forums_statement(role: str) -> sa.Select[Any]:
    actor = stand_in(role)
    return (
        sa.select(
            Forum.__table__,
            Topic.title.label("last_title"),
            Topic.last_post_id,
            Topic.last_posted_at,
            _poster.name.label("last_name"),
        )
        .outerjoin(Topic, sa.and_(Topic.id == Forum.last_topic_id, Topic.state == State.VISIBLE))
        .outerjoin(_poster, _poster.id == Topic.last_poster_id)
        .where(visible_forums(actor))
        .order_by(Forum.position, Forum.id)
    )


def _unread_forums(actor: Actor) -> frozenset[int]:
    if actor is None:
        return frozenset()
    values = {"actor_id": actor.id, "horizon": horizon(actor)}
    return frozenset(db.rows(_UNREAD, values).scalars())


def _tree(found: Any, unread: frozenset[int]) -> tuple[ForumRow, ...]:
    known = {row.id for row in found}
    below: dict[int | None, list[Any]] = {}
    for row in found:
        below.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)

    def nodes(parent: int | None) -> tuple[ForumRow, ...]:
        return tuple(_node(row, nodes(row.id), row.id in unread) for row in below.get(parent, ()))

    return tuple(row for row in nodes(None) if row.kind != "category" or row.children)


def _node(row: Any, children: tuple[ForumRow, ...], unread: bool) -> ForumRow:
    lasts = [last for last in (rows.last_post(row), *(child.last for child in children)) if last is not None]
    return ForumRow(
        id=row.id,
        slug=row.slug,
        name=row.name,
        description=row.description,
        url=paths.forum(row.slug),
        kind=row.kind,
        topic_count=row.topic_count + sum(child.topic_count for child in children),
        post_count=row.post_count + sum(child.post_count for child in children),
        last=max(lasts, key=_posted_at, default=None),
        unread=unread or any(child.unread for child in children),
        locked=row.locked,
        children=children,
    )


def _posted_at(last: LastPost) -> Any:
    return last.at


def _flatten(tree: tuple[ForumRow, ...]) -> Any:
    for row in tree:
        yield row
        yield from _flatten(row.children)
