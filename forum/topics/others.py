"""Topics that a topic's page names: the one it duplicates, those like it. Each only to readers who may see it."""

from typing import NamedTuple

import sqlalchemy as sa

from forum import paths
from forum.accounts.policy import Actor
from forum.db import db
from forum.topics.models import Topic
from forum.topics.policy import listed_topics
from forum.topics.rows import shown_title
from forum.topics.views import TopicHead

_MOST_SIMILAR = 5


class Other(NamedTuple):
    """A topic in a line."""

    id: int
    title: str
    url: str
    kind: str


class Others(NamedTuple):
    """What a page names. `canonical`: where a duplicate leads, None where the reader may not go."""

    canonical: Other | None
    similar: tuple[Other, ...]


def others_of(head: TopicHead, reader: Actor) -> Others | None:
    """One statement; none, and None, for a topic that names no other."""
    similar = [int(each) for each in head.related.split(",") if each]
    wanted = [*similar, head.duplicate_of_id] if head.duplicate_of_id else similar
    if not wanted:
        return None
    # security: the right to see is asked again here; a title must not tell what a private forum speaks of
    rows = sa.select(Topic.id, Topic.title, Topic.slug, Topic.kind).where(Topic.id.in_(wanted), listed_topics(reader))
    found = {row.id: _other(*row) for row in db.session.execute(rows.where(Topic.merged_into_id.is_(None)))}
    shown = [found[each] for each in similar if each in found and each != head.duplicate_of_id]
    return Others(found.get(head.duplicate_of_id or 0), tuple(shown[:_MOST_SIMILAR]))


def _other(topic_id: int, title: str, slug: str, kind: str) -> Other:
    return Other(topic_id, shown_title(title), paths.topic(topic_id, slug), kind)
