"""Lists of topics: a forum's, a tag's, and the everyday ones (unread, new, unanswered, active, mine).

A page of ids is found inside a covering index, then joined: OFFSET never drags whole rows along.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum import clock
from forum.accounts.models import User
from forum.accounts.policy import Actor
from forum.db import UTCDateTime, db
from forum.errors import Missing
from forum.taxonomy.models import Forum, Tag
from forum.topics import hot, rows
from forum.topics.models import (
    ForumRead,
    Kind,
    Level,
    Post,
    PostCitation,
    StandIn,
    State,
    Topic,
    TopicLaw,
    TopicRead,
    TopicTag,
    Watch,
)
from forum.topics.policy import listed_topics
from forum.topics.pseudonyms import by
from forum.topics.views import TopicRow
from forum.words import message

UNREAD_DAYS = 60  # older topics count as read: a newcomer is not buried, and the statement stays short
_last_poster = aliased(User)
_GUIDES_FIRST = (
    sa.case((Topic.kind == Kind.GUIDE, 0), (Topic.kind == Kind.QUESTION, 1), else_=2),
    Topic.last_posted_at.desc(),
    Topic.id.desc(),
)


class Sort(StrEnum):
    """How a forum's topics are ordered."""

    LAST = "last"
    CREATED = "created"
    REPLIES = "replies"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class TopicList:
    """A page of topics. `total` is None where counting would cost more than it tells; `more` says a page follows."""

    rows: tuple[TopicRow, ...]
    total: int | None
    more: bool


@dataclass(frozen=True)
class View:
    """Which of a forum's topics, in which order; `after` is the topic that an older page follows, by key."""

    sort: Sort = Sort.LAST
    state: State = State.VISIBLE
    after: int | None = None
    law: str | None = None  # only topics that cite or carry this reference
    kind: Kind | None = None  # only topics of this kind

    @property
    def order(self) -> tuple[Any, ...]:
        if self.sort is Sort.UNANSWERED:
            return (Topic.created_at, Topic.id)
        return (Topic.pinned, _column(self.sort), Topic.id)


def in_forum(forum: Forum, actor: Actor, view: View, *, page: int, per_page: int, posts_per_page: int) -> TopicList:
    """A page of a forum's topics, pinned ones first."""
    counted = (
        view.sort is not Sort.UNANSWERED and view.state is State.VISIBLE and view.law is None and view.kind is None
    )
    total = forum.topic_count if counted else _count(_wanted(forum.id, view))
    statement = _forum_statement(view.sort, view.state)
    if view.law is not None:
        statement = statement.where(cites(view.law))
    if view.kind is not None:
        statement = statement.where(Topic.kind == view.kind)
    if view.after is not None:
        statement = statement.where(_older(view, forum))
    values = {"forum_id": forum.id, "how_many": per_page + 1, "skipped": (page - 1) * per_page}
    ids = db.rows(statement, values).scalars().all()
    return TopicList(_rows(ids[:per_page], actor, posts_per_page), total, len(ids) > per_page)


@cache
def _forum_statement(sort: Sort, state: State) -> sa.Select[int]:
    view = View(sort, state)
    statement = sa.select(Topic.id).where(*_wanted(sa.bindparam("forum_id", type_=sa.Integer), view))
    ordered = statement.order_by(*(column.desc() for column in view.order))
    return ordered.limit(sa.bindparam("how_many")).offset(sa.bindparam("skipped"))


def _wanted(forum_id: Any, view: View) -> list[sa.ColumnElement[bool]]:
    wanted = [Topic.forum_id == forum_id, Topic.state == view.state]
    if view.state is State.DELETED:
        wanted.append(Topic.merged_into_id.is_(None))
    if view.sort is Sort.UNANSWERED:
        wanted.append(_unanswered)
    if view.law is not None:
        wanted.append(cites(view.law))
    if view.kind is not None:
        wanted.append(Topic.kind == view.kind)
    return wanted


def _older(view: View, forum: Forum) -> sa.ColumnElement[bool]:
    """What comes after a topic in this order: a comparison of keys, as cheap on the last page as on the first."""
    key = db.session.execute(
        sa.select(*view.order).where(Topic.id == view.after, Topic.forum_id == forum.id)
    ).one_or_none()
    if key is None:
        raise Missing(message("Cette liste ne commence pas là : repartez de sa première page."))
    bound = [sa.bindparam(None, value, type_=column.type) for column, value in zip(view.order, key, strict=True)]
    return sa.tuple_(*view.order) < sa.tuple_(*bound)


def with_tag(tag: Tag, actor: Actor, *, page: int, per_page: int, posts_per_page: int) -> TopicList:
    """A page of the topics that carry a tag and that the actor may read; guides first."""
    tagged = Topic.id.in_(sa.select(TopicTag.topic_id).where(TopicTag.tag_id == tag.id))
    wanted = [listed_topics(actor), tagged]
    ids = _ids(wanted, _GUIDES_FIRST, page, per_page)
    return TopicList(_rows(ids[:per_page], actor, posts_per_page), _count(wanted), len(ids) > per_page)


def citing(key: str, actor: Actor, *, page: int, per_page: int, posts_per_page: int) -> TopicList:
    """A page of the topics that cite or carry a reference, or anything of a text, and that the actor may read."""
    wanted = [listed_topics(actor), Topic.merged_into_id.is_(None), cites(key)]
    ids = _ids(wanted, _GUIDES_FIRST, page, per_page)
    return TopicList(_rows(ids[:per_page], actor, posts_per_page), _count(wanted), len(ids) > per_page)


def cites(key: str) -> sa.ColumnElement[bool]:
    """Topics with a visible post that cites a reference, or that carry it, as a condition on `Topic`."""
    column = "key" if "/" in key else "text"
    cited = (
        sa.select(Post.topic_id)
        .join(PostCitation, PostCitation.post_id == Post.id)
        .where(getattr(PostCitation, column) == key, Post.state == State.VISIBLE)
    )
    carried = sa.select(TopicLaw.topic_id).where(getattr(TopicLaw, column) == key)
    return sa.or_(Topic.id.in_(cited), Topic.id.in_(carried))


def everyday(name: str, actor: Actor, *, page: int, per_page: int, posts_per_page: int) -> TopicList:
    """One of the lists `unread`, `new`, `unanswered`, `active`, `mine`; the caller checks that the actor may ask it."""
    wanted: list[sa.ColumnElement[bool]] = [listed_topics(actor)]
    order: tuple[Any, ...] = (Topic.last_posted_at.desc(), Topic.id.desc())
    if name == "unanswered":
        wanted.append(_unanswered)
        order = (Topic.created_at.desc(), Topic.id.desc())
    elif name == "unread" and actor is not None:
        wanted += [*unread_by(actor.id, horizon(actor)), ~_muted_by(actor.id)]
    elif name == "new" and actor is not None:
        wanted += [Topic.last_posted_at > (actor.previous_visit_at or actor.created_at), ~_muted_by(actor.id)]
    elif name == "mine" and actor is not None:
        wanted.append(
            Topic.id.in_(sa.select(Post.topic_id).where(by(actor, Post.author_id), Post.state == State.VISIBLE))
        )
    ids = _ids(wanted, order, page, per_page)
    return TopicList(_rows(ids[:per_page], actor, posts_per_page), None, len(ids) > per_page)


def chosen(
    conditions: Sequence[sa.ColumnElement[bool]], actor: Actor, *, page: int, per_page: int, posts_per_page: int
) -> TopicList:
    """A page of the topics that hold to these conditions on `Topic` and that the actor may read, newest first."""
    ids = _ids([listed_topics(actor), *conditions], (Topic.created_at.desc(), Topic.id.desc()), page, per_page)
    return TopicList(_rows(ids[:per_page], actor, posts_per_page), None, len(ids) > per_page)


def unread_by(reader_id: Any, since: Any) -> list[sa.ColumnElement[bool]]:
    """Conditions on `Topic`: something in it is newer than all the marks of this member and than their horizon."""
    read = (
        sa.select(TopicRead.position)
        .where(TopicRead.user_id == reader_id, TopicRead.topic_id == Topic.id)
        .correlate(Topic)
        .scalar_subquery()
    )
    marked = sa.exists().where(
        ForumRead.user_id == reader_id,
        ForumRead.forum_id == Topic.forum_id,
        ForumRead.marked_at >= Topic.last_posted_at,
    )
    return [
        Topic.last_posted_at > since,
        ~marked.correlate(Topic),
        sa.func.coalesce(read, 0) < Topic.post_total,
    ]


def horizon(actor: User) -> datetime:
    """What was posted before counts as read."""
    return max(actor.all_read_at, clock.now() - timedelta(days=UNREAD_DAYS))


def _muted_by(reader_id: int) -> sa.ColumnElement[bool]:
    """That this member wants nothing of a topic: what they chose for it decides, else the most they chose around it."""
    tags = sa.select(sa.cast(TopicTag.tag_id, sa.String)).where(TopicTag.topic_id == Topic.id).correlate(Topic)
    around = sa.or_(
        sa.and_(Watch.kind == "forum", Watch.target == sa.cast(Topic.forum_id, sa.String)),
        sa.and_(Watch.kind == "tag", Watch.target.in_(tags)),
    )
    of_topic = sa.and_(Watch.kind == "topic", Watch.target == sa.cast(Topic.id, sa.String))
    chosen_for, chosen_around = (
        sa.select(sa.func.max(Watch.level)).where(Watch.user_id == reader_id, which).correlate(Topic).scalar_subquery()
        for which in (of_topic, around)
    )
    return sa.func.coalesce(chosen_for, chosen_around, int(Level.NORMAL)) == int(Level.MUTED)


def _column(sort: Sort) -> Any:
    return {Sort.CREATED: Topic.created_at, Sort.REPLIES: Topic.reply_count}.get(sort, Topic.last_posted_at)


def _ids(wanted: Sequence[sa.ColumnElement[bool]], order: tuple[Any, ...], page: int, per_page: int) -> list[int]:
    """The ids of one page, and one more when a page follows."""
    statement = sa.select(Topic.id).where(*wanted).order_by(*order)
    return list(db.session.scalars(statement.limit(per_page + 1).offset((page - 1) * per_page)))


def _count(wanted: Sequence[sa.ColumnElement[bool]]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Topic).where(*wanted)) or 0


def _rows(ids: Sequence[int], actor: Actor, posts_per_page: int) -> tuple[TopicRow, ...]:
    """The rows of these topics, in this order: one statement."""
    if not ids:
        return ()
    reader = {} if actor is None else {"actor_id": actor.id, "horizon": horizon(actor)}
    listed = _FOR_VISITORS if actor is None else _FOR_MEMBERS
    found = {row.id: row for row in db.records(listed, {"ids": list(ids), **reader})}
    return tuple(
        rows.topic_row(
            found[each],
            hot.split_tags(found[each].tags),
            per_page=posts_per_page,
            unread=bool(found[each].unread),
            mine=bool(found[each].mine),
        )
        for each in ids
        if each in found
    )


# Guides and announcements ask nothing, and a duplicate is answered elsewhere.
_unanswered = sa.and_(
    Topic.reply_count == 0, Topic.kind.not_in((Kind.GUIDE, Kind.ANNOUNCEMENT)), Topic.duplicate_of_id.is_(None)
)
_answer = aliased(Post)
_answered = sa.exists().where(
    Topic.kind == Kind.QUESTION,
    _answer.id == Topic.accepted_post_id,
    _answer.topic_id == Topic.id,
    _answer.state == State.VISIBLE,
)
_LISTED = (
    sa.select(
        Topic.id,
        Topic.title,
        Topic.slug,
        Topic.kind,
        Topic.state,
        Topic.pinned,
        Topic.locked,
        Topic.created_at,
        Topic.post_total,
        Topic.reply_count,
        Topic.view_count,
        Topic.last_posted_at,
        Topic.last_post_id,
        hot.joined_tags().label("tags"),
        _answered.correlate(Topic).label("answered"),
        User.name.label("author_name"),
        _last_poster.name.label("last_name"),
        Forum.name.label("forum_name"),
        Forum.slug.label("forum_slug"),
    )
    .join(User, User.id == Topic.author_id)
    .join(Forum, Forum.id == Topic.forum_id)
    .outerjoin(_last_poster, _last_poster.id == Topic.last_poster_id)
    .where(Topic.id.in_(sa.bindparam("ids", expanding=True)))
)
_reader_id = sa.bindparam("actor_id", type_=sa.Integer)
_unread = sa.and_(*unread_by(_reader_id, sa.bindparam("horizon", type_=UTCDateTime)))
_mine = sa.or_(
    sa.exists().where(Post.topic_id == Topic.id, Post.author_id == _reader_id).correlate(Topic),
    sa.exists().where(StandIn.topic_id == Topic.id, StandIn.member_id == _reader_id).correlate(Topic),
)
_FOR_VISITORS = _LISTED.add_columns(sa.literal(False).label("unread"), sa.literal(False).label("mine"))
_FOR_MEMBERS = _LISTED.add_columns(_unread.label("unread"), _mine.label("mine"))
