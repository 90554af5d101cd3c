"""What the pages of the administration read: figures, what waits, people, groups, tags, the log."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum import clock
from forum.accounts.models import STAFF, Group, User, group_members
from forum.accounts.names import LOOK_MARK, email_key, name_key
from forum.db import db
from forum.moderation.administration.acts import Act
from forum.moderation.models import LogEntry, Report, ReportState
from forum.taxonomy.models import Forum, ForumGrant, Tag
from forum.taxonomy.policy import moderates_somewhere
from forum.topics.models import Post, State, TopicTag
from forum.uploads.models import Upload

_staff, _member = aliased(User), aliased(User)


class Standing(StrEnum):
    """A set of people that the administration looks at."""

    ALL = "all"
    WAITING = "waiting"
    UNCONFIRMED = "unconfirmed"
    SUSPENDED = "suspended"
    STAFF = "staff"
    UNCLAIMED = "unclaimed"
    CLOSED = "closed"
    ALIKE = "alike"


@dataclass(frozen=True)
class Figures:
    """How large the site is, and what of it waits for somebody. `newcomers`: of the last seven days."""

    members: int
    newcomers: int
    forums: int
    topics: int
    posts: int
    reports: int
    held: int
    accounts: int


@dataclass(frozen=True)
class Stored:
    """Files that members sent: how many, and their bytes (thumbnails apart)."""

    count: int
    octets: int


@dataclass(frozen=True)
class GroupRow:
    """A group and how many people were put in it."""

    group: Group
    members: int


@dataclass(frozen=True)
class TagRow:
    """A tag, the names that lead to it, and how many topics carry it."""

    tag: Tag
    synonyms: tuple[str, ...]
    topics: int


@dataclass(frozen=True)
class ActRow:
    """One line of the administration's log. `changes`: (what, old, new)."""

    at: datetime
    verb: str
    actor: str
    member: str
    title: str
    reason: str
    changes: tuple[tuple[str, str, str], ...]


def figures() -> Figures:
    """One statement."""
    people = sa.and_(User.active, User.approved, User.confirmed_at.is_not(None), ~User.seeded, _real())
    newcomer = sa.and_(people, User.created_at > clock.now() - timedelta(days=7))
    held = sa.select(sa.func.count()).select_from(Post).where(Post.state == State.PENDING)
    totals = sa.select(sa.func.coalesce(sa.func.sum(Forum.topic_count), 0))
    posts = sa.select(sa.func.coalesce(sa.func.sum(Forum.post_count), 0))
    row = db.session.execute(
        sa.select(
            _count(User, people).label("members"),
            _count(User, newcomer).label("newcomers"),
            _count(Forum, Forum.kind == "forum").label("forums"),
            totals.scalar_subquery().label("topics"),
            posts.scalar_subquery().label("posts"),
            _count(Report, Report.state == ReportState.OPEN).label("reports"),
            held.scalar_subquery().label("held"),
            _count(User, _is(Standing.WAITING)).label("accounts"),
        )
    ).one()
    return Figures(**row._mapping)


def stored_files() -> Stored:
    """One statement."""
    counted = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(Upload.size), 0)).select_from(Upload)
    return Stored(*db.session.execute(counted).one())


def people(*, words: str = "", standing: Standing = Standing.ALL, page: int, per_page: int) -> tuple[list[User], int]:
    """Accounts by name or e-mail address, newest first, and how many there are. Two statements, and their groups'."""
    found = _is(standing)
    if words:
        keys = [User.email_key.contains(email_key(words), autoescape=True)]
        keys += [User.name_key.contains(name_key(words), autoescape=True)] if name_key(words) else []
        found = sa.and_(found, sa.or_(*keys))
    rows = sa.select(User).where(found).order_by(User.id.desc()).limit(per_page).offset((page - 1) * per_page)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(User).where(found)) or 0
    return list(db.session.scalars(rows)), total


def groups() -> list[GroupRow]:
    """Every group. One statement."""
    counted = sa.select(sa.func.count()).where(group_members.c.group_id == Group.id).correlate(Group).scalar_subquery()
    return [GroupRow(*row) for row in db.session.execute(sa.select(Group, counted).order_by(Group.id))]


def members_of(group: Group, *, page: int, per_page: int) -> tuple[list[User], int]:
    """The people put in a group, by name, and how many."""
    inside = sa.select(group_members.c.user_id).where(group_members.c.group_id == group.id)
    rows = sa.select(User).where(User.id.in_(inside)).order_by(User.name_key)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(inside.subquery())) or 0
    return list(db.session.scalars(rows.limit(per_page).offset((page - 1) * per_page))), total


def tags(*, page: int, per_page: int) -> tuple[list[TagRow], int]:
    """Tags by name with their synonyms, and how many tags there are. Three statements."""
    own = Tag.synonym_of_id.is_(None)
    carried = sa.select(sa.func.count()).where(TopicTag.tag_id == Tag.id).correlate(Tag).scalar_subquery()
    rows = sa.select(Tag, carried).where(own).order_by(Tag.name_key).limit(per_page).offset((page - 1) * per_page)
    found = db.session.execute(rows).all()
    others: dict[int | None, list[str]] = {}
    led = sa.select(Tag.synonym_of_id, Tag.name).where(Tag.synonym_of_id.in_([tag.id for tag, _ in found]))
    for tag_id, name in db.session.execute(led.order_by(Tag.name)):
        others.setdefault(tag_id, []).append(name)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Tag).where(own)) or 0
    return [TagRow(tag, tuple(others.get(tag.id, ())), count) for tag, count in found], total


def grants(forum: Forum) -> list[tuple[ForumGrant, User | None]]:
    """The rights on a forum as they stand, each with the person when it is somebody's own. One statement."""
    rows = sa.select(ForumGrant, User).outerjoin(User, User.id == ForumGrant.user_id)
    found = db.session.execute(rows.where(ForumGrant.forum_id == forum.id).order_by(User.name))
    return [(grant, user) for grant, user in found]


def log(*, page: int, per_page: int) -> tuple[list[ActRow], int]:
    """What the administration did, newest first, and how much. Two statements."""
    ours = LogEntry.verb.in_(list(Act))
    rows = (
        sa.select(LogEntry, _staff.name, _member.name)
        .outerjoin(_staff, _staff.id == LogEntry.actor_id)
        .outerjoin(_member, _member.id == LogEntry.user_id)
        .where(ours)
        .order_by(LogEntry.id.desc())
    )
    found = db.session.execute(rows.limit(per_page).offset((page - 1) * per_page))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(LogEntry).where(ours)) or 0
    return [_act_row(*row) for row in found], total


def _is(standing: Standing) -> sa.ColumnElement[bool]:
    staff = sa.select(group_members.c.user_id).where(group_members.c.group_id.in_(STAFF))
    alive = sa.and_(User.active, _real())
    return {
        Standing.ALL: _real(),
        Standing.WAITING: sa.and_(alive, ~User.approved, User.confirmed_at.is_not(None)),
        Standing.UNCONFIRMED: sa.and_(alive, User.confirmed_at.is_(None)),
        Standing.SUSPENDED: sa.and_(User.suspended_until.is_not(None), User.suspended_until > clock.now()),
        Standing.STAFF: sa.and_(alive, sa.or_(User.id.in_(staff), moderates_somewhere())),
        Standing.UNCLAIMED: sa.and_(alive, User.password.is_(None)),
        Standing.ALIKE: sa.and_(alive, User.name_look.contains(LOOK_MARK)),
        Standing.CLOSED: sa.and_(~User.active, _real()),
    }[standing]


def _real() -> sa.ColumnElement[bool]:
    """Accounts with somebody behind them, or that may have: neither deleted ones nor pseudonyms."""
    return sa.and_(~User.erased, ~User.stands_in)


def _count(table: Any, condition: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(table).where(condition).scalar_subquery()


def _act_row(entry: LogEntry, actor: str | None, member: str | None) -> ActRow:
    changes = entry.details.get("changes") or {}
    return ActRow(
        at=entry.at,
        verb=entry.verb,
        actor=actor or "",
        member=member or "",
        title=str(entry.details.get("title", "")),
        reason=entry.reason,
        changes=tuple((name, str(old), str(new)) for name, (old, new) in changes.items()),
    )
