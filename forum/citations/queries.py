"""Who cites what, as each reader may see it: counts, lists, feeds. The right to see is in every statement."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from forum import paths
from forum.accounts.models import User
from forum.accounts.policy import Actor
from forum.citations.families import Family, family_of
from forum.citations.former import note_of
from forum.citations.shown import LawLink, links
from forum.db import db
from forum.legal import display_number, full_title, short_name
from forum.legal.cited import unpack
from forum.taxonomy.models import Forum
from forum.taxonomy.policy import Right, may_in
from forum.topics.models import Post, PostCitation, State, Topic, TopicLaw
from forum.topics.policy import listed_topics
from forum.topics.rows import shown_title
from forum.words import Message


@dataclass(frozen=True)
class LawCount:
    """A reference and how many topics that the reader may read cite or carry it. `label`: its name within its text."""

    key: str
    url: str
    short: str
    label: str
    title: str
    topic_count: int


@dataclass(frozen=True)
class ForumCount:
    """A forum in which a reference is cited: by how many topics, and by how many of them only by an older number."""

    name: str
    url: str
    topic_count: int
    former_count: int


@dataclass(frozen=True)
class FeedEntry:
    """A public post that cites a reference. `updated_at`: its last edit; `note`: that it does so by an older number."""

    post_id: int
    title: str
    excerpt: str
    author: str
    at: datetime
    updated_at: datetime
    note: Message | None


# Not by the index on states, which SQLite would take and read every post: the few citations lead to their posts.
_VISIBLE = sa.func.coalesce(Post.state, "") == State.VISIBLE

_POSTS_ASKED = 50  # for the day of a decision

Counts = list[tuple[str, int]]
"""Keys, each with the number of topics."""


def texts_cited(actor: Actor, family: Family | None = None) -> Counts:
    """The codes, acts and courts cited here, those most cited first. One statement."""
    found = [(family_of(slug), slug, count) for slug, count in _counts(actor, "text", None)]
    order = list(Family)
    found.sort(key=lambda each: (-each[2], order.index(each[0]), each[1]))
    return [(slug, count) for kind, slug, count in found if family is None or kind is family]


def articles_cited(text: str, actor: Actor) -> Counts:
    """The references within a text, in the order of their numbers. One statement."""
    found = [pair for pair in _counts(actor, "key", text) if pair[0] != text]
    return sorted(found, key=lambda pair: natural(pair[0]))


def cited_in(forum: Forum, actor: Actor) -> Counts:
    """The references cited in a forum, those most cited first. One statement."""
    uses = _uses(actor, lambda table: sa.true(), Topic.forum_id == forum.id).subquery()
    found = db.session.execute(sa.select(uses.c.key, _topics_of(uses)).group_by(uses.c.key))
    return sorted(((key, count) for key, count in found), key=lambda pair: (-pair[1], natural(pair[0])))


def named(counts: Iterable[tuple[str, int]], url: Callable[[str], str] = paths.law) -> list[LawCount]:
    """Keys and counts as a page shows them. `url`: where each leads, from its key."""
    return [LawCount(key, url(key), short_name(key), _label(key), full_title(key), count) for key, count in counts]


def most_cited(counts: Counts, most: int) -> Counts:
    """The most cited of a list, in its order."""
    kept = {key for key, _ in sorted(counts, key=lambda pair: -pair[1])[:most]}
    return [pair for pair in counts if pair[0] in kept]


def beside(key: str, counts: Counts, each_way: int) -> Counts:
    """What of a list in the order of numbers stands next to a key, whether the key is in it or not."""
    others = [pair for pair in counts if pair[0] != key]
    at = bisect_left(others, natural(key), key=lambda pair: natural(pair[0]))
    return others[max(0, at - each_way) : at + each_way]


def is_cited(key: str, actor: Actor) -> bool:
    """Whether a topic that the reader may read cites it or anything in it. One statement."""
    column = "key" if "/" in key else "text"
    cites = _uses(actor, lambda table: getattr(table, column) == key).subquery()
    return db.session.scalar(sa.select(sa.literal(1)).select_from(cites).limit(1)) is not None


def cited_among(keys: Collection[str], actor: Actor) -> set[str]:
    """Of some references and texts those that a topic cites which the reader may read. One statement."""
    uses = _uses(actor, lambda table: sa.or_(table.key.in_(keys), table.text.in_(keys))).subquery()
    found = db.session.execute(sa.select(uses.c.text, uses.c.key).distinct())
    return {each for pair in found for each in pair}.intersection(keys)


def cited_of(keys: Collection[str], actor: Actor) -> dict[str, int]:
    """Of some references those cited in topics that the reader may read, and in how many. One statement."""
    uses = _uses(actor, lambda table: table.key.in_(keys)).subquery()
    return dict(db.session.execute(sa.select(uses.c.key, _topics_of(uses)).group_by(uses.c.key)).all())


def day_said(key: str, actor: Actor) -> date | None:
    """The day of a decision, as most of the posts say that the reader may read. One statement."""
    found = db.session.scalars(
        sa.select(Post.law)
        .join(PostCitation, PostCitation.post_id == Post.id)
        .join(Topic, Topic.id == Post.topic_id)
        .where(PostCitation.key == key, _VISIBLE, listed_topics(actor), Topic.merged_into_id.is_(None))
        .order_by(PostCitation.post_id)
        .limit(_POSTS_ASKED)
    )
    said = Counter(each.day for law in found for each in unpack(law) if each.key == key and each.day)
    return said.most_common(1)[0][0] if said else None


def forums_citing(key: str, actor: Actor) -> list[ForumCount]:
    """The forums in which a reference is cited, most first. One statement."""
    column = "key" if "/" in key else "text"
    uses = _uses(actor, lambda table: getattr(table, column) == key).subquery()
    counted = _topics_of(uses)
    as_such = sa.func.count(sa.distinct(sa.case((uses.c.former == "", uses.c.topic_id))))
    found = db.session.execute(
        sa.select(Forum.name, Forum.slug, counted, as_such)
        .join(Topic, Topic.forum_id == Forum.id)
        .join(uses, uses.c.topic_id == Topic.id)
        .group_by(Forum.id, Forum.name, Forum.slug)
        .order_by(counted.desc(), Forum.name)
    )
    return [
        ForumCount(name, paths.with_query(paths.forum(slug), law=key), count, count - direct)
        for name, slug, count, direct in found
    ]


def newest_public(key: str, count: int = 20) -> list[FeedEntry]:
    """The newest posts that everybody may read and that cite a reference, or whose topic carries it."""
    carried = sa.select(Post.id).where(Post.position == 1, Post.topic_id.in_(_of(TopicLaw, key, TopicLaw.topic_id)))
    found = db.session.execute(
        sa.select(
            Post.id,
            Topic.title,
            Post.excerpt,
            User.name,
            Post.created_at,
            Post.edited_at,
            PostCitation.former,
            PostCitation.doubtful,
        )
        .join(Topic, Topic.id == Post.topic_id)
        .join(User, User.id == Post.author_id)
        .outerjoin(PostCitation, sa.and_(PostCitation.post_id == Post.id, PostCitation.key == key))
        .where(Post.id.in_(_of(PostCitation, key, PostCitation.post_id).union_all(carried)))
        .where(_VISIBLE, listed_topics(None), Topic.merged_into_id.is_(None))
        .order_by(Post.created_at.desc(), Post.id.desc())  # imported posts come in long after they were written
        .limit(count)
    )
    return [
        FeedEntry(each, title, text, name, at, edited or at, note_of(former, doubtful=doubtful) if former else None)
        for each, title, text, name, at, edited, former, doubtful in found
    ]


@dataclass(frozen=True)
class MovedPost:
    """A post that cites an article which moved: since it was written, or before, without its words saying so."""

    post_id: int
    url: str
    title: str
    author: str
    at: datetime
    links: tuple[LawLink, ...]


def moved_posts(actor: Actor, *, page: int, per_page: int) -> tuple[list[MovedPost], int]:
    """The posts whose readers are told that the law moved, newest first, where the actor moderates; and how many."""
    wanted = (
        Post.law_moved,
        Post.state == State.VISIBLE,
        listed_topics(actor),
        may_in(actor, Right.MODERATE, Topic.forum_id),
    )
    total = db.session.scalar(sa.select(sa.func.count(Post.id)).join(Topic, Topic.id == Post.topic_id).where(*wanted))
    found = db.session.execute(
        sa.select(Post.id, Topic.title, User.name, Post.created_at, Post.law)
        .join(Topic, Topic.id == Post.topic_id)
        .join(User, User.id == Post.author_id)
        .where(*wanted)
        .order_by(Post.id.desc())
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return [
        MovedPost(each, paths.post(each), shown_title(title), name, at, tuple(one for one in links(law) if one.moved))
        for each, title, name, at, law in found
    ], total or 0


def public_keys(most: int) -> list[str]:
    """The references that public topics cite, for robots."""
    uses = _uses(None, lambda table: sa.true()).subquery()
    return list(db.session.scalars(sa.select(uses.c.key).distinct().order_by(uses.c.key).limit(most)))


def _of(table: type[PostCitation] | type[TopicLaw], key: str, column: Any) -> sa.Select[tuple[int]]:
    return sa.select(column).where((table.key if "/" in key else table.text) == key)


def _topics_of(uses: Any) -> Any:
    return sa.func.count(sa.distinct(uses.c.topic_id))


def _uses(actor: Actor, wanted: Any, *where: sa.ColumnElement[bool]) -> Any:
    """(text, key, former, topic) for every use that the reader may see: cited in a post, or carried by a topic."""
    cited = (
        sa.select(PostCitation.text, PostCitation.key, PostCitation.former, Post.topic_id)
        # An outer join, which the condition below makes an inner one, has SQLite begin at the citations.
        .outerjoin(Post, Post.id == PostCitation.post_id)
        .where(wanted(PostCitation), _VISIBLE)
    )
    carried = sa.select(TopicLaw.text, TopicLaw.key, TopicLaw.former, TopicLaw.topic_id).where(wanted(TopicLaw))
    uses = cited.union_all(carried).cte("uses").prefix_with("MATERIALIZED")
    seen = sa.select(Topic.id).where(
        listed_topics(actor), Topic.merged_into_id.is_(None), Topic.id == uses.c.topic_id, *where
    )
    return sa.select(uses).where(seen.exists())


def _counts(actor: Actor, column: str, text: str | None) -> Counts:
    uses = _uses(actor, lambda table: table.text == text if text is not None else sa.true()).subquery()
    found = db.session.execute(sa.select(uses.c[column], _topics_of(uses)).group_by(uses.c[column]))
    return [(key, count) for key, count in found]


def _label(key: str) -> str:
    """« art. 1240 » of a code or an act, the short name of a decision."""
    text, _, number = key.partition("/")
    return f"art. {display_number(number)}" if number and family_of(text) is not Family.RULINGS else short_name(key)


def natural(key: str) -> list[tuple[int, int, str]]:
    """Numbers by value, so that 9 comes before 1240."""
    parts = re.split(r"(\d+)", key)
    return [(1, int(part[:18]), "") if part.isdigit() else (0, 0, part) for part in parts]
