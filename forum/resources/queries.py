"""Reading resources: what a topic's page shows of them, the list to look after, the desk of the staff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from forum import paths
from forum.accounts.models import User
from forum.accounts.policy import Actor
from forum.db import db
from forum.errors import Missing
from forum.resources.addresses import archived, folded, host_of
from forum.resources.models import Resource, Side, Standing
from forum.resources.policy import visible_resources
from forum.taxonomy.policy import Right, may_in
from forum.topics.models import Post, State, Topic
from forum.topics.policy import listed_topics
from forum.topics.rows import shown_title
from forum.topics.views import PostRow, TopicHead
from forum.verdict import HIDDEN

ANCHOR = "ressources"


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """A page to read. `in_text`: readers find it in the text of the post that holds the list."""

    id: int
    title: str
    url: str
    host: str
    publisher: str
    published_on: date | None
    genre: str
    side: str
    standing: str
    in_text: bool
    dead_since: datetime | None
    archived_url: str
    proposed_at: datetime
    proposed_by: str = ""
    proposed_by_url: str = ""

    @property
    def source(self) -> str:
        """Who published it: its publisher, else its site."""
        return self.publisher or self.host


Groups = Mapping[str, Sequence[ResourceRow]]


@dataclass(frozen=True)
class ResourceParts:
    """What resources lay on a page of a topic."""

    url: str  # where the head's link leads; empty where nothing is listed
    holder_id: int | None  # the post whose text is the list, of whatever page
    listed: Groups  # those to show beside that text, or after the first post, by point of view
    dead_in_text: Mapping[str, ResourceRow]  # by folded address
    waiting: int  # for who keeps the list
    keeps: bool  # the reader keeps it


@dataclass(frozen=True)
class DeskRow:
    """A resource on the desk of the staff, with its topic."""

    resource: ResourceRow
    topic_title: str
    topic_url: str
    list_url: str


def of_page(head: TopicHead, posts: Sequence[PostRow], reader: Actor) -> ResourceParts | None:
    """What a topic's page says of its resources: one statement, none where nothing is listed."""
    keeps = reader is not None and (head.mine or "moderate" in head.may)
    waiting = head.resources_waiting if keeps else 0
    if not head.resources:
        return ResourceParts("", None, {}, {}, waiting, keeps) if waiting else None
    found = db.records(_shown_statement(), {"topic_id": head.id})
    rows = [_row(each) for each in found]
    holder = found[0].holder_id if found else None
    here = {post.id for post in posts}
    beside = [row for row in rows if not row.in_text]
    shown_here = holder in here if holder is not None else head.page == 1
    return ResourceParts(
        url=_anchor(head, holder, here),
        holder_id=holder,
        listed=_by_side(beside) if shown_here else {},
        dead_in_text={folded(row.url): row for row in rows if row.in_text and row.dead_since is not None},
        waiting=waiting,
        keeps=keeps,
    )


def resource_for(resource_id: int, actor: Actor) -> tuple[Resource, Topic]:
    """The resource and its topic, when the actor may see both. Raises Missing."""
    joined = sa.select(Resource, Topic).join(Topic, Topic.id == Resource.topic_id)
    found = db.session.execute(joined.where(Resource.id == resource_id, visible_resources(actor))).one_or_none()
    if found is None:
        assert HIDDEN.reason is not None
        raise Missing(HIDDEN.reason)
    return found[0], found[1]


def all_of(topic: Topic, actor: Actor) -> dict[str, list[ResourceRow]]:
    """Every resource of a topic that the actor may see, by standing, in the order of the list."""
    statement = _with_people().where(Resource.topic_id == topic.id, visible_resources(actor))
    found: dict[str, list[ResourceRow]] = {each.value: [] for each in Standing}
    for row in db.session.execute(statement.order_by(_side_order(), Resource.position, Resource.id)):
        found[row.standing].append(_row(row))
    return found


def own_waiting(topic: Topic, actor: User) -> list[ResourceRow]:
    """What the actor proposed for a topic and nobody decided on."""
    own = (Resource.topic_id == topic.id, Resource.proposed_by_id == actor.id, Resource.standing == Standing.PROPOSED)
    return [_row(row) for row in db.session.execute(_with_people().where(*own).order_by(Resource.id))]


def desk(actor: User, *, page: int, per_page: int) -> tuple[list[DeskRow], int]:
    """What waits, then what answers no more, in the forums that the actor moderates; and how many."""
    waits = Resource.standing == Standing.PROPOSED
    dead = sa.and_(Resource.standing == Standing.SHOWN, Resource.dead_since.is_not(None))
    wanted = (sa.or_(waits, dead), listed_topics(actor), may_in(actor, Right.MODERATE, Topic.forum_id))
    base = _with_people().add_columns(Topic.title.label("topic_title"), Topic.slug).where(*wanted)
    count = sa.select(sa.func.count()).select_from(base.with_only_columns(Resource.id).subquery())
    order = (sa.case((waits, 0), else_=1), Resource.proposed_at, Resource.id)
    rows = db.session.execute(base.order_by(*order).limit(per_page).offset((page - 1) * per_page))
    found = [
        DeskRow(
            _row(row), shown_title(row.topic_title), paths.topic(row.topic_id, row.slug), paths.resources(row.topic_id)
        )
        for row in rows
    ]
    return found, db.session.scalar(count) or 0


def _by_side(rows: Sequence[ResourceRow]) -> Groups:
    groups = {side.value: [row for row in rows if row.side == side] for side in Side}
    return {side: found for side, found in groups.items() if found}


def _anchor(head: TopicHead, holder: int | None, here: set[int]) -> str:
    if holder is not None:
        return f"#p{holder}" if holder in here else paths.post(holder)
    return f"#{ANCHOR}" if head.page == 1 else f"{head.url}#{ANCHOR}"


def _row(row: Any) -> ResourceRow:
    name = getattr(row, "proposer", "")
    return ResourceRow(
        id=row.id,
        title=shown_title(row.title),
        url=row.url,
        host=host_of(row.url).removeprefix("www."),
        publisher=row.publisher,
        published_on=row.published_on,
        genre=row.genre,
        side=row.side,
        standing=row.standing,
        in_text=row.held_by is not None,
        dead_since=row.dead_since,
        archived_url=archived(row.url, row.proposed_at.date()) if row.dead_since else "",
        proposed_at=row.proposed_at,
        proposed_by=name,
        proposed_by_url=paths.user(name) if name and not row.proposer_erased else "",
    )


@cache
def _shown_statement() -> sa.Select[*tuple[Any, ...]]:
    """What a topic (`topic_id`) shows, with the post that holds the list: the first that readers see."""
    holding = (
        sa.select(sa.func.min(Post.position))
        .where(Post.topic_id == sa.bindparam("topic_id"), Post.lists, Post.state == State.VISIBLE)
        .scalar_subquery()
    )
    holder = (
        sa.select(Post.id).where(Post.topic_id == sa.bindparam("topic_id"), Post.position == holding).scalar_subquery()
    )
    shown = _columns().add_columns(holder.label("holder_id"))
    return shown.where(Resource.topic_id == sa.bindparam("topic_id"), Resource.standing == Standing.SHOWN).order_by(
        Resource.position, Resource.id
    )


def _columns() -> sa.Select[*tuple[Any, ...]]:
    holds = sa.and_(
        Post.id == Resource.post_id, Post.topic_id == Resource.topic_id, Post.lists, Post.state == State.VISIBLE
    )
    return sa.select(Resource.__table__, Post.id.label("held_by")).outerjoin(Post, holds)


def _with_people() -> sa.Select[*tuple[Any, ...]]:
    return (
        _columns()
        .join(Topic, Topic.id == Resource.topic_id)
        .join(User, User.id == Resource.proposed_by_id)
        .add_columns(User.name.label("proposer"), User.erased.label("proposer_erased"))
    )


def _side_order() -> sa.Case[int]:
    return sa.case({side.value: number for number, side in enumerate(Side)}, value=Resource.side, else_=len(Side))
