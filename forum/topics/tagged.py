"""Tags as the topics that carry them."""

from dataclasses import dataclass

import sqlalchemy as sa

from forum import paths
from forum.accounts.names import name_key
from forum.accounts.policy import Actor
from forum.db import db
from forum.taxonomy.models import Tag
from forum.taxonomy.policy import Right, may_in
from forum.topics.models import Topic, TopicTag
from forum.topics.policy import listed_topics


@dataclass(frozen=True)
class TagCount:
    """A tag and how many topics that the reader may read carry it."""

    name: str
    url: str
    description: str
    topic_count: int


@dataclass(frozen=True)
class TagHead:
    """A tag as its page names it."""

    id: int
    name: str
    url: str
    description: str
    synonyms: list[str]


def tag_counts(actor: Actor) -> list[TagCount]:
    """The tags in use, as this reader sees them: one used in a private forum alone does not appear."""
    counted = sa.func.count(Topic.id)
    found = db.session.execute(
        sa.select(Tag.name, Tag.slug, Tag.description, counted)
        .join(TopicTag, TopicTag.tag_id == Tag.id)
        .join(Topic, Topic.id == TopicTag.topic_id)
        .where(listed_topics(actor))
        .group_by(Tag.id, Tag.name, Tag.slug, Tag.description)
        .order_by(Tag.name_key)
    )
    return [TagCount(name, paths.tag(slug), description, count) for name, slug, description, count in found]


def tag_names(actor: Actor) -> list[str]:
    """The tags to choose from while writing: those not in use yet, and those in use where the actor may look."""
    known = sa.select(Tag.name).where(Tag.synonym_of_id.is_(None), known_tags(actor))
    return list(db.session.scalars(known.order_by(Tag.name_key)))


def tags_beginning(actor: Actor, text: str, limit: int) -> list[tuple[str, str]]:
    """Name and slug of the tags that begin so, or with a word that does, and that the actor may know of."""
    if not (key := name_key(text)):
        return []
    begin = sa.or_(Tag.name_key.startswith(key, autoescape=True), Tag.name_key.contains(f" {key}", autoescape=True))
    known = sa.select(Tag.name, Tag.slug).where(Tag.synonym_of_id.is_(None), begin, known_tags(actor))
    return [(name, slug) for name, slug in db.session.execute(known.order_by(Tag.name_key).limit(limit))]


def knows_tag(actor: Actor, tag: Tag) -> bool:
    """Whether the actor may know of the tag. One statement."""
    return db.session.scalar(sa.select(Tag.id).where(Tag.id == tag.id, known_tags(actor))) is not None


def known_tags(actor: Actor) -> sa.ColumnElement[bool]:
    """The tags that the actor may know of, as a condition on `Tag`."""
    # security: the name of a tag made for a private forum tells what is spoken of there
    used = sa.exists().where(TopicTag.tag_id == Tag.id).correlate(Tag)
    seen = sa.exists().where(
        TopicTag.tag_id == Tag.id, Topic.id == TopicTag.topic_id, may_in(actor, Right.SEE, Topic.forum_id)
    )
    return sa.or_(~used, seen.correlate(Tag))


def tags_of(topic: Topic) -> list[Tag]:
    carried = sa.select(TopicTag.tag_id).where(TopicTag.topic_id == topic.id)
    return list(db.session.scalars(sa.select(Tag).where(Tag.id.in_(carried)).order_by(Tag.name_key)))


def topics_with(tag: Tag) -> list[int]:
    """The ids of all topics that carry a tag, whoever may read them."""
    return list(db.session.scalars(sa.select(TopicTag.topic_id).where(TopicTag.tag_id == tag.id)))


def carry_over(tag: Tag, target: Tag) -> list[int]:
    """Give one tag's topics another instead, each once; returns the topics' ids. Inside a write."""
    topic_ids = topics_with(tag)
    both = sa.select(TopicTag.topic_id).where(TopicTag.tag_id == target.id)
    db.session.execute(sa.delete(TopicTag).where(TopicTag.tag_id == tag.id, TopicTag.topic_id.in_(both)))
    db.session.execute(sa.update(TopicTag).where(TopicTag.tag_id == tag.id).values(tag_id=target.id))
    return topic_ids
