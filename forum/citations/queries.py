"""Who cites what, as each reader may see it: counts, lists, feeds. The right to see is in every statement."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forum import paths
from forum.accounts.models import User
from forum.accounts.policy import Actor
from forum.citations.shown import LawLink, links
from forum.db import db
from forum.legal import full_title, short_name
from forum.taxonomy.models import Forum
from forum.taxonomy.policy import Right, may_in
from forum.topics.models import Post, PostCitation, State, Topic, TopicLaw
from forum.topics.policy import listed_topics
from forum.topics.rows import shown_title


@dataclass(frozen=True)
class LawCount:
    """A reference and how many topics that the reader may read cite or carry it."""

    key: str
    url: str
    short: str
    title: str
    topic_count: int


@dataclass(frozen=True)
class FeedEntry:
    """A public post that cites a reference."""

    post_id: int
    title: str
    excerpt: str
    author: str
    at: datetime


def texts_cited(actor: Actor) -> list[LawCount]:
    """The codes, acts and courts cited here, those most cited first. One statement."""
    return sorted(_counts(actor, "text", None), key=lambda each: (-each.topic_count, each.title))


def articles_cited(text: str, actor: Actor) -> list[LawCount]:
    """The references within a text, in the order of their numbers. One statement."""
    return sorted(_counts(actor, "key", text), key=lambda each: _natural(each.key))


def is_cited(key: str, actor: Actor) -> bool:
    """Whether a topic that the reader may read cites it or anything in it. One statement."""
    column = "key" if "/" in key else "text"
    cites = _uses(actor, lambda table: getattr(table, column) == key).subquery()
    return db.session.scalar(sa.select(sa.literal(1)).select_from(cites).limit(1)) is not None


def forums_citing(key: str, actor: Actor) -> list[tuple[str, str, int]]:
    """Name, address and number of topics of each forum in which a reference is cited, most first. One statement."""
    uses = _uses(actor, lambda table: table.key == key).subquery()
    counted = sa.func.count(sa.distinct(uses.c.topic_id))
    found = db.session.execute(
        sa.select(Forum.name, Forum.slug, counted)
        .join(Topic, Topic.forum_id == Forum.id)
        .join(uses, uses.c.topic_id == Topic.id)
        .group_by(Forum.id, Forum.name, Forum.slug)
        .order_by(counted.desc(), Forum.name)
    )
    return [(name, paths.with_query(paths.forum(slug), law=key), count) for name, slug, count in found]


def newest_public(key: str, count: int = 20) -> list[FeedEntry]:
    """The newest posts that cite a reference and that everybody may read."""
    column = PostCitation.key if "/" in key else PostCitation.text
    found = db.session.execute(
        sa.select(Post.id, Topic.title, Post.excerpt, User.name, Post.created_at)
        .join(Topic, Topic.id == Post.topic_id)
        .join(User, User.id == Post.author_id)
        .where(Post.id.in_(sa.select(PostCitation.post_id).where(column == key)))
        .where(Post.state == State.VISIBLE, listed_topics(None), Topic.merged_into_id.is_(None))
        .order_by(Post.id.desc())
        .limit(count)
    )
    return [FeedEntry(*row) for row in found]


@dataclass(frozen=True)
class MovedPost:
    """A post that rests on an article which moved since it was written."""

    post_id: int
    url: str
    title: str
    author: str
    at: datetime
    links: tuple[LawLink, ...]


def rests_on_moved_law(post_ids: Sequence[int]) -> frozenset[int]:
    """Which of these posts rest on an article that moved after their day: worth reading again."""
    if not post_ids:
        return frozenset()
    return frozenset(db.session.scalars(sa.select(Post.id).where(Post.id.in_(post_ids), Post.law_moved)))


def moved_posts(actor: Actor, *, page: int, per_page: int) -> tuple[list[MovedPost], int]:
    """The posts whose law moved, in forums that the actor moderates, newest first; and how many there are."""
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


def _uses(actor: Actor, wanted: Any) -> Any:
    """(text, key, topic) for every use that the reader may see: cited in a visible post, or carried by a topic."""
    seen = sa.and_(listed_topics(actor), Topic.merged_into_id.is_(None))
    cited = (
        sa.select(PostCitation.text, PostCitation.key, Topic.id.label("topic_id"))
        .join(Post, Post.id == PostCitation.post_id)
        .join(Topic, Topic.id == Post.topic_id)
        .where(wanted(PostCitation), Post.state == State.VISIBLE, seen)
    )
    carried = (
        sa.select(TopicLaw.text, TopicLaw.key, Topic.id.label("topic_id"))
        .join(Topic, Topic.id == TopicLaw.topic_id)
        .where(wanted(TopicLaw), seen)
    )
    return cited.union_all(carried)


def _counts(actor: Actor, column: str, text: str | None) -> list[LawCount]:
    uses = _uses(actor, lambda table: table.text == text if text is not None else sa.true()).subquery()
    counted = sa.func.count(sa.distinct(uses.c.topic_id))
    found = db.session.execute(sa.select(uses.c[column], counted).group_by(uses.c[column]))
    return [LawCount(key, paths.law(key), short_name(key), full_title(key), count) for key, count in found]


def _natural(key: str) -> list[tuple[int, int, str]]:
    """Numbers by value, so that 9 comes before 1240."""
    parts = re.split(r"(\d+)", key)
    return [(1, int(part[:18]), "") if part.isdigit() else (0, 0, part) for part in parts]
