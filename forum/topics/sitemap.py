"""What a visitor may read, as addresses for robots."""

from datetime import datetime

import sqlalchemy as sa

from forum import paths
from forum.db import db
from forum.taxonomy.models import Forum
from forum.taxonomy.policy import visible_forums
from forum.topics.models import Topic
from forum.topics.policy import listed_topics

PER_FILE = 10_000


def sitemap_count() -> int:
    """How many files the sitemap needs."""
    highest = db.session.scalar(sa.select(sa.func.max(Topic.id)).where(listed_topics(None))) or 0
    return max(1, (highest + PER_FILE - 1) // PER_FILE)


def public_addresses(number: int) -> list[tuple[str, datetime | None]]:
    """The addresses of one file, by ranges of ids so that none is skipped or counted."""
    topics = db.session.execute(
        sa.select(Topic.id, Topic.slug, Topic.last_posted_at)
        .where(listed_topics(None), Topic.id > (number - 1) * PER_FILE, Topic.id <= number * PER_FILE)
        .order_by(Topic.id)
    )
    rows: list[tuple[str, datetime | None]] = [(paths.topic(each, slug), at) for each, slug, at in topics]
    if number == 1:
        # In an order of our own: PostgreSQL moves a row that was written, here with each post of a private forum.
        forums = sa.select(Forum.slug).where(visible_forums(None), Forum.kind == "forum").order_by(Forum.id)
        slugs = db.session.scalars(forums)
        rows = [(paths.forum(slug), None) for slug in slugs] + rows
    return rows
