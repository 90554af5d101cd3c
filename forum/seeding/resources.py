"""The pages that posts of the seed list: known as resources, so that they are counted, checked and added to.

Once per topic by the ledger, also for topics that an older version of the forum was seeded with.
"""

from collections.abc import Sequence
from functools import partial

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.errors import ForumError
from forum.resources.actions import Facts, Limits, propose
from forum.resources.addresses import folded_typed, typed_in
from forum.seeding.content import PostSeed, TopicSeed
from forum.seeding.ledger import Ledger
from forum.seeding.report import SeedReport
from forum.topics.models import Post, Topic

_NO_LIMIT = Limits(per_day=10_000, per_topic=10_000)


def list_resources(topics: Sequence[TopicSeed], ledger: Ledger, report: SeedReport) -> None:
    """Make resources of what the posts of these topics list, unless it ever was done. Inside a write."""
    for topic in topics:
        if any(post.resources for post in topic.posts):
            ledger.once("resources", topic.external_id, partial(_of_topic, topic, report))


def _of_topic(seed: TopicSeed, report: SeedReport) -> int:
    topic = db.session.scalar(sa.select(Topic).where(Topic.external_id == seed.external_id))
    if topic is None:
        return 0
    for position, post in enumerate(seed.posts, 1):
        row = db.session.scalar(sa.select(Post).where(Post.topic_id == topic.id, Post.position == position))
        if post.resources and row is not None:
            _of_post(post, row, topic, report)
    return topic.id


def _of_post(seed: PostSeed, post: Post, topic: Topic, report: SeedReport) -> None:
    """Those of its links that are still in its text."""
    there = typed_in(post.body)
    wanted = [each for each in seed.resources if folded_typed(each.url) in there]
    post.lists = bool(wanted)
    keeper = db.session.get_one(User, topic.author_id)
    for each in wanted:
        facts = Facts(each.title, each.url, each.genre, each.side, each.publisher, each.date)
        try:
            propose(keeper, topic, facts, _NO_LIMIT)
        except ForumError as error:
            report.skipped.append(f"{each.url}: {error}")
        else:
            report.count("resources")
