"""The names that topics came with from elsewhere."""

from collections.abc import Iterable

import sqlalchemy as sa

from forum.db import db
from forum.topics.models import Topic


def external_ids(topic_ids: Iterable[int]) -> dict[int, tuple[str | None, str]]:
    """For each topic that exists, the id it came with (None: written here) and its title."""
    rows = db.session.execute(sa.select(Topic.id, Topic.external_id, Topic.title).where(Topic.id.in_(list(topic_ids))))
    return {topic_id: (external_id, title) for topic_id, external_id, title in rows}


def topics_named() -> dict[str, int]:
    """Every topic that came from elsewhere, by the id it came with."""
    rows = db.session.execute(sa.select(Topic.external_id, Topic.id).where(Topic.external_id.is_not(None)))
    return {str(external_id): topic_id for external_id, topic_id in rows}
