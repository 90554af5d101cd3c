"""Making anew what is stored of the references that were chosen for topics, when the law has moved.

In batches, each its own transaction; may be stopped at any time and given again.
"""

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from forum.config import Config
from forum.db import db
from forum.markup import RenderPool
from forum.topics.citing import choose_anew
from forum.topics.models import Topic, TopicLaw
from forum.topics.rerendering import Wanted

_BATCH = 100  # topics, of which each takes some statements

CHOSEN: Wanted = Topic.id.in_(sa.select(TopicLaw.topic_id))
"""Topics that carry a reference."""


def carrying_texts(slugs: Sequence[str]) -> Wanted:
    """Topics that carry anything of these codes, acts or courts."""
    return Topic.id.in_(sa.select(TopicLaw.topic_id).where(TopicLaw.text.in_(slugs)))


def count(wanted: Wanted) -> int:
    return db.session.scalar(sa.select(sa.func.count(Topic.id)).where(wanted)) or 0


def rerender(_renderer: RenderPool, _config: Config, wanted: Wanted, advance: Callable[[int], object]) -> int:
    """Follow the references of the wanted topics; how many topics changed. Opens its own transactions."""
    changed = 0
    for batch in db.batches(sa.select(Topic.id).where(wanted), Topic.id, _BATCH):
        with db.write():
            topics = db.session.scalars(sa.select(Topic).where(Topic.id.in_([row.id for row in batch])))
            changed += sum(_is_changed(topic) for topic in topics.all())
        advance(len(batch))
    return changed


def _is_changed(topic: Topic) -> bool:
    """Inside a write."""
    before = topic.law, _rows(topic)
    choose_anew(topic)
    return before != (topic.law, _rows(topic))


def _rows(topic: Topic) -> list[tuple[str, str, bool]]:
    mine = sa.select(TopicLaw.key, TopicLaw.former, TopicLaw.doubtful).where(TopicLaw.topic_id == topic.id)
    return [(key, former, doubtful) for key, former, doubtful in db.session.execute(mine.order_by(TopicLaw.key))]
