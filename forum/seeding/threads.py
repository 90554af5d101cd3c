"""The topics of the seed: texts rendered first, then all topics opened in one write, then their links to each other.

Topics of the seed link to one another in circles, and an address needs an id. So a text is rendered with
`/t/0/<external id>` in the place of each address, and the true ones are put in once every topic has its id.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from forum import clock, paths
from forum.accounts.models import User
from forum.config import Config
from forum.db import db
from forum.errors import ForumError
from forum.markup import Kind, RenderContext
from forum.markup.pool import RenderPool
from forum.seeding.content import PostSeed, TopicSeed
from forum.seeding.ledger import Ledger
from forum.seeding.media import Attached, attach
from forum.seeding.report import SeedReport
from forum.taxonomy.models import Forum, Tag
from forum.topics.actions import Sent, Text, TopicDraft, open_topic, reply
from forum.topics.models import Post, Topic
from forum.topics.texts import called_in, names_of, stored_text

_NAMED = re.compile(r"(?<=\]\()topic:([\w-]+)(?=[\s)])")
_ADDRESS = re.compile(r"/t/0/([\w-]+)")


@dataclass(frozen=True)
class ReadyPost:
    """A post whose slow work is done."""

    seed: PostSeed
    text: Text
    attached: Attached


@dataclass(frozen=True)
class ReadyTopic:
    """A topic whose slow work is done."""

    seed: TopicSeed
    posts: tuple[ReadyPost, ...]


class _LeftOut(Exception):
    """A topic that cannot be made here, and why."""


def new_among(topics: Sequence[TopicSeed]) -> list[TopicSeed]:
    """Those that were never made, whatever became of the others."""
    wanted = [topic.external_id for topic in topics]
    held = set(db.session.scalars(sa.select(Topic.external_id).where(Topic.external_id.in_(wanted))))
    return [topic for topic in topics if topic.external_id not in held]


def prepare(topic: TopicSeed, ledger: Ledger, renderer: RenderPool, config: Config) -> ReadyTopic:
    """Store the pictures and render the texts of a topic. Outside any write."""
    return ReadyTopic(topic, tuple(_prepared(post, ledger, renderer, config) for post in topic.posts))


def make_topics(topics: Sequence[ReadyTopic], ledger: Ledger, report: SeedReport) -> None:
    """Open them all, then set their links. Inside a write; one that cannot be opened is reported and left out."""
    new = new_among([topic.seed for topic in topics])
    made: list[Post] = []
    for topic in topics:
        if topic.seed not in new:
            continue
        try:
            with db.session.begin_nested():
                made += _open(topic, ledger)
        except (ForumError, _LeftOut) as error:
            report.skipped.append(f"{topic.seed.external_id}: {error}")
        else:
            report.count("topics")
    _link(made)
    report.count("posts", len(made))


def _prepared(post: PostSeed, ledger: Ledger, renderer: RenderPool, config: Config) -> ReadyPost:
    attached = attach(ledger.id_of("person", post.author), post.media, config)
    body = _NAMED.sub(r"/t/0/\1", attached.place_in(post.body))
    called = called_in(body)
    context = RenderContext(
        language=config.language,
        base_url=config.base_url,
        known_names=names_of(called),
        attachments=attached.by_key(),
        written_on=clock.day_of_law(post.created_at),
    )
    return ReadyPost(post, stored_text(body, renderer.render_or_plain(body, Kind.POST, context), called), attached)


def _open(topic: ReadyTopic, ledger: Ledger) -> list[Post]:
    seed, (first, *others) = topic.seed, topic.posts
    forum = db.session.get(Forum, ledger.id_of("forum", seed.forum))
    if forum is None:
        raise _LeftOut(f"the forum {seed.forum} was removed")
    tags = tuple(db.session.scalars(sa.select(Tag).where(Tag.id.in_(ledger.ids_of("tag", seed.tags)))))
    draft = TopicDraft(seed.title, seed.kind, tags, seed.external_id, seed.law)
    with clock.set_to(first.seed.created_at):
        post = open_topic(_author(first, ledger), forum, draft, first.text, Sent(attachments=first.attached.keys))
    opened = db.session.get_one(Topic, post.topic_id)
    opened.slug, opened.pinned = seed.slug, seed.pinned
    if seed.source is not None:
        opened.source_name, opened.source_url = seed.source.name, seed.source.url
        opened.source_date = seed.source.date
    return [post, *(_reply(opened, each, ledger) for each in others)]


def _reply(topic: Topic, post: ReadyPost, ledger: Ledger) -> Post:
    with clock.set_to(post.seed.created_at):
        return reply(_author(post, ledger), topic, post.text, Sent(attachments=post.attached.keys))


def _author(post: ReadyPost, ledger: Ledger) -> User:
    author = db.session.get(User, ledger.id_of("person", post.seed.author))
    if author is None:
        raise _LeftOut(f"the account of {post.seed.author} was removed")
    return author


def _link(posts: Sequence[Post]) -> None:
    """Put the true addresses in; one of a topic that is not here leads to the board."""
    rows = db.session.execute(sa.select(Topic.external_id, Topic.id, Topic.slug).where(Topic.external_id.is_not(None)))
    addresses = {external_id: paths.topic(topic_id, slug) for external_id, topic_id, slug in rows}
    for post in posts:
        post.body, post.html = (
            _ADDRESS.sub(lambda match: addresses.get(match[1], paths.BOARD), text) for text in (post.body, post.html)
        )
    db.session.flush()
