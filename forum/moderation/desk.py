"""What lies on the desk of who moderates: open reports, posts that wait, the log, a member's file.

Every list holds only what stands in the forums that the actor moderates; two statements each, whatever the size.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum import paths
from forum.accounts.models import User
from forum.accounts.names import name_key
from forum.db import db
from forum.moderation.log import Verb
from forum.moderation.models import LogEntry, MemberWarning, Report, ReportState, StaffNote
from forum.taxonomy.models import Forum
from forum.taxonomy.policy import Right, may_in
from forum.topics.models import Post, State, Topic
from forum.topics.rows import shown_title

_author, _reporter, _staff, _member = aliased(User), aliased(User), aliased(User), aliased(User)
_OURS = LogEntry.verb.in_(list(Verb))  # the acts of the administration have a page of their own
_Rows: TypeAlias = sa.Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class ReportRow:
    """An open report, its post in a few words."""

    id: int
    reason: str
    detail: str
    created_at: datetime
    reporter: str
    reporter_url: str
    post_id: int
    post_url: str
    post_state: str
    excerpt: str
    author: str
    author_url: str
    topic_title: str
    forum_name: str
    forum_url: str


@dataclass(frozen=True)
class HeldRow:
    """A post that waits, in full: its links are why."""

    post_id: int
    post_url: str
    html: str
    created_at: datetime
    author: str
    author_url: str
    registered_at: datetime
    topic_title: str
    opens_topic: bool
    forum_name: str
    forum_url: str


@dataclass(frozen=True)
class LogRow:
    """One act. `forum_from` and `forum_to` are ids, for the reader's own list of forums to name."""

    at: datetime
    verb: str
    reason: str
    actor: str
    actor_url: str
    member: str
    member_url: str
    title: str
    url: str
    forum_name: str
    forum_url: str
    forum_from: int | None
    forum_to: int | None


@dataclass(frozen=True)
class Remark:
    """A warning or a note in a member's file."""

    text: str
    by: str
    by_url: str
    at: datetime
    post_url: str


def reports(actor: User, *, page: int, per_page: int) -> tuple[list[ReportRow], int]:
    """Open reports, oldest first, and how many there are."""
    wanted = sa.and_(Report.state == ReportState.OPEN, may_in(actor, Right.MODERATE, Topic.forum_id))
    joined = sa.select(Report.id).join(Post, Post.id == Report.post_id).join(Topic, Topic.id == Post.topic_id)
    rows = (
        joined.with_only_columns(
            Report.id, Report.reason, Report.detail, Report.created_at, _reporter.name, Post.id, Post.state,
            Post.excerpt, _author.name, Topic.title, Forum.name, Forum.slug,
        )
        .join(Forum, Forum.id == Topic.forum_id)
        .join(_reporter, _reporter.id == Report.reporter_id)
        .join(_author, _author.id == Post.author_id)
        .where(wanted)
        .order_by(Report.created_at, Report.id)
    )  # fmt: skip
    found = db.session.execute(_page(rows, page, per_page))
    return [_report_row(*each) for each in found], _count(joined.where(wanted))


def held(actor: User, *, page: int, per_page: int) -> tuple[list[HeldRow], int]:
    """Posts that wait for approval, oldest first, and how many there are."""
    wanted = sa.and_(Post.state == State.PENDING, may_in(actor, Right.MODERATE, Topic.forum_id))
    joined = sa.select(Post.id).join(Topic, Topic.id == Post.topic_id)
    rows = (
        joined.with_only_columns(
            Post.id, Post.html, Post.created_at, _author.name, _author.created_at, Topic.title, Post.position,
            Forum.name, Forum.slug,
        )
        .join(Forum, Forum.id == Topic.forum_id)
        .join(_author, _author.id == Post.author_id)
        .where(wanted)
        .order_by(Post.id)
    )  # fmt: skip
    found = db.session.execute(_page(rows, page, per_page))
    return [_held_row(*each) for each in found], _count(joined.where(wanted))


def log(actor: User, *, page: int, per_page: int, verb: str = "", member: str = "") -> tuple[list[LogRow], int]:
    """The log, newest first, and its length. `member` is the name of who acted or of who was concerned."""
    wanted = [] if actor.is_admin else [may_in(actor, Right.MODERATE, _entry_forum())]
    if verb:
        wanted.append(LogEntry.verb == verb)
    if member:
        person = sa.select(User.id).where(User.name_key == name_key(member))
        wanted.append(sa.or_(LogEntry.actor_id.in_(person), LogEntry.user_id.in_(person)))
    found = db.session.execute(_page(_log_rows().where(*wanted), page, per_page))
    return [_log_row(*each) for each in found], _count(sa.select(LogEntry.id).where(_OURS, *wanted))


def acts_on(user: User, count: int = 50) -> list[LogRow]:
    """The newest warnings, suspensions and the like of a member: acts that stand in no forum."""
    about = sa.and_(LogEntry.user_id == user.id, LogEntry.forum_id.is_(None))
    return [_log_row(*each) for each in db.session.execute(_page(_log_rows().where(about), 1, count))]


def warnings(user: User) -> list[Remark]:
    """Every warning of a member, newest first."""
    return _remarks(MemberWarning, MemberWarning.reason, MemberWarning.post_id, user)


def notes(user: User) -> list[Remark]:
    """The staff's notes on a member, newest first."""
    return _remarks(StaffNote, StaffNote.body, sa.null(), user)


def _remarks(table: Any, text: Any, post_id: Any, user: User) -> list[Remark]:
    rows = (
        sa.select(text, _staff.name, table.at, post_id)
        .join(_staff, _staff.id == table.by_id)
        .where(table.user_id == user.id)
        .order_by(table.at.desc(), table.id.desc())
    )
    return [
        Remark(words, by, paths.user(by), at, paths.post(post) if post else "")
        for words, by, at, post in db.session.execute(rows)
    ]


def _log_rows() -> _Rows:
    return (
        sa.select(LogEntry, _staff.name, _member.name, Forum.name, Forum.slug)
        .outerjoin(_staff, _staff.id == LogEntry.actor_id)
        .outerjoin(_member, _member.id == LogEntry.user_id)
        .outerjoin(Forum, Forum.id == LogEntry.forum_id)
        .where(_OURS)
        .order_by(LogEntry.id.desc())
    )


def _entry_forum() -> sa.ColumnElement[int]:
    return sa.func.coalesce(LogEntry.forum_id, 0)


def _report_row(*row: Any) -> ReportRow:
    report_id, reason, detail, at, reporter, post_id, state, excerpt, author, title, forum, slug = row
    return ReportRow(
        id=report_id,
        reason=reason,
        detail=detail,
        created_at=at,
        reporter=reporter,
        reporter_url=paths.user(reporter),
        post_id=post_id,
        post_url=paths.post(post_id),
        post_state=state,
        excerpt=excerpt,
        author=author,
        author_url=paths.user(author),
        topic_title=shown_title(title),
        forum_name=forum,
        forum_url=paths.forum(slug),
    )


def _held_row(*row: Any) -> HeldRow:
    post_id, html, at, author, registered_at, title, position, forum, slug = row
    return HeldRow(
        post_id=post_id,
        post_url=paths.post(post_id),
        html=html,
        created_at=at,
        author=author,
        author_url=paths.user(author),
        registered_at=registered_at,
        topic_title=shown_title(title),
        opens_topic=position == 1,
        forum_name=forum,
        forum_url=paths.forum(slug),
    )


def _log_row(entry: LogEntry, actor: str | None, member: str | None, forum: str | None, slug: str | None) -> LogRow:
    title = str(entry.details.get("title", ""))
    topic_url = paths.topic(entry.topic_id, paths.topic_slug(title)) if entry.topic_id else ""
    return LogRow(
        at=entry.at,
        verb=entry.verb,
        reason=entry.reason,
        actor=actor or "",
        actor_url=paths.user(actor) if actor else "",
        member=member or "",
        member_url=paths.user(member) if member else "",
        title=shown_title(title),
        url=paths.post(entry.post_id) if entry.post_id else topic_url,
        forum_name=forum or "",
        forum_url=paths.forum(slug) if slug else "",
        forum_from=entry.details.get("came_from"),
        forum_to=entry.details.get("to"),
    )


def _page(rows: _Rows, page: int, per_page: int) -> _Rows:
    return rows.limit(per_page).offset((page - 1) * per_page)


def _count(rows: _Rows) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(rows.subquery())) or 0
