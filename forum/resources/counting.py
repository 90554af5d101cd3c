"""How many resources a topic shows, and how many wait: kept on the topic, so that no page counts."""

from collections.abc import Iterable

import sqlalchemy as sa

from forum.db import db
from forum.resources.models import Resource, Standing
from forum.topics.models import Topic


def recount(topic_ids: Iterable[int]) -> None:
    """Count those of these topics anew."""
    counted = {"resources": _count(Standing.SHOWN), "resources_waiting": _count(Standing.PROPOSED)}
    topics = sa.update(Topic).where(Topic.id.in_(list(topic_ids)))
    db.session.execute(topics.values(**counted).execution_options(synchronize_session=False))
    db.session.expire_all()


def wrong_counts() -> sa.Select[*tuple[int, ...]]:
    """Topics whose counts are not those of their rows: id, then held and true of each."""
    shown, waiting = _count(Standing.SHOWN), _count(Standing.PROPOSED)
    wrong = sa.or_(Topic.resources != shown, Topic.resources_waiting != waiting)
    columns = sa.select(Topic.id, Topic.resources, shown, Topic.resources_waiting, waiting)
    return columns.where(wrong).order_by(Topic.id)


def _count(standing: Standing) -> sa.ScalarSelect[int]:
    here = sa.and_(Resource.topic_id == Topic.id, Resource.standing == standing)
    return sa.select(sa.func.count()).select_from(Resource).where(here).correlate(Topic).scalar_subquery()
