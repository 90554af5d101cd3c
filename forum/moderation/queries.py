"""What staff act on: the things chosen on a page, and the counts that lead to them."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.errors import Missing
from forum.messages.models import MessageReport
from forum.moderation.models import Report, ReportState
from forum.taxonomy.models import Forum
from forum.taxonomy.policy import Right, may_in, visible_forums
from forum.topics.models import Post, Topic
from forum.topics.policy import visible_posts, visible_topics
from forum.verdict import HIDDEN

S = TypeVar("S", bound=sa.Select[*tuple[Any, ...]])


class Chosen(NamedTuple):
    """A post that staff act on, with its topic."""

    post: Post
    topic: Topic


class ChosenReport(NamedTuple):
    """A report that staff answer, with its post and topic."""

    report: Report
    post: Post
    topic: Topic


def open_reports(actor: User) -> int:
    """How many open reports wait for the actor: in the forums they moderate, and of private messages. One statement."""
    here = (
        sa.select(sa.func.count())
        .select_from(Report)
        .join(Post, Post.id == Report.post_id)
        .join(Topic, Topic.id == Post.topic_id)
        .where(Report.state == ReportState.OPEN, may_in(actor, Right.MODERATE, Topic.forum_id))
    )
    if not actor.is_staff:
        return db.session.scalar(here) or 0
    private = sa.select(sa.func.count()).select_from(MessageReport).where(MessageReport.closed_at.is_(None))
    return db.session.scalar(sa.select(here.scalar_subquery() + private.scalar_subquery())) or 0


def topics_for(ids: Collection[int], actor: User, *, lock: bool = False) -> list[Topic]:
    """These topics, by id. Raises Missing unless the actor may see every one of them."""
    statement = sa.select(Topic).where(Topic.id.in_(ids), visible_topics(actor)).order_by(Topic.id)
    found = list(db.session.scalars(_fresh(statement, lock)))
    _require_all(found, ids)
    return found


def posts_for(ids: Collection[int], actor: User, *, lock: bool = False) -> list[Chosen]:
    """These posts with their topics, in reading order. Raises Missing unless the actor may see every one of them."""
    statement = (
        sa.select(Post, Topic)
        .join(Topic, Topic.id == Post.topic_id)
        .where(Post.id.in_(ids), visible_posts(actor))
        .order_by(Topic.id, Post.position)
    )
    found = [Chosen(*row) for row in db.session.execute(_fresh(statement, lock))]
    _require_all(found, ids)
    return found


def first_posts_for(ids: Collection[int], actor: User, *, lock: bool = False) -> list[Chosen]:
    """The first posts of these topics: what happens to one happens to its topic. Raises Missing like `topics_for`."""
    topics = topics_for(ids, actor, lock=lock)
    firsts = sa.select(Post).where(Post.topic_id.in_(ids), Post.position == 1)
    by_topic = {post.topic_id: post for post in db.session.scalars(_fresh(firsts, lock))}
    return [Chosen(by_topic[topic.id], topic) for topic in topics if topic.id in by_topic]


def report_for(report_id: int, actor: User, *, lock: bool = False) -> ChosenReport:
    """The report, when the actor moderates the forum of its post. Raises Missing."""
    statement = (
        sa.select(Report, Post, Topic)
        .join(Post, Post.id == Report.post_id)
        .join(Topic, Topic.id == Post.topic_id)
        .where(Report.id == report_id, may_in(actor, Right.MODERATE, Topic.forum_id))
    )
    found = db.session.execute(_fresh(statement, lock)).one_or_none()
    if found is None:
        raise _missing()
    return ChosenReport(*found)


def forums_open_to(actor: User) -> list[Forum]:
    """The forums where the actor may open topics, and so may move some: in the order of the board."""
    allowed = sa.and_(visible_forums(actor), may_in(actor, Right.POST, Forum.id), Forum.kind == "forum")
    writable = sa.or_(sa.not_(Forum.locked), may_in(actor, Right.MODERATE, Forum.id))
    return list(db.session.scalars(sa.select(Forum).where(allowed, writable).order_by(Forum.position, Forum.id)))


def forum_for(forum_id: int, actor: User) -> Forum:
    """The forum, when the actor may see it. Raises Missing."""
    forum = db.session.scalar(sa.select(Forum).where(Forum.id == forum_id, visible_forums(actor)))
    if forum is None:
        raise _missing()
    return forum


def _fresh(statement: S, lock: bool) -> S:
    """With `lock`, rows are read anew under their lock, so that two acts on one thing come one after the other."""
    return statement.with_for_update().execution_options(populate_existing=True) if lock else statement


def _require_all(found: Sequence[object], ids: Collection[int]) -> None:
    # security: one thing that is not the actor's to see makes the whole selection missing, and says nothing of which
    if len(found) != len(set(ids)) or not ids:
        raise _missing()


def _missing() -> Missing:
    assert HIDDEN.reason is not None
    return Missing(HIDDEN.reason)
