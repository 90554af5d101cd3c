"""Stores a planned world in bulk: Core inserts in batches, ids given out here, counters right from the start.

Inside one write, so that a world is there whole or not at all. Nothing is published to the outbox.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from random import Random
from typing import Any

import sqlalchemy as sa

from forum import paths
from forum.accounts.models import User
from forum.accounts.names import name_key, name_look
from forum.db import Model, db
from forum.demo import prose
from forum.demo.experiences import telling, told
from forum.demo.plan import LONG, SHORT, START, Plan
from forum.demo.words import FIRST_NAMES, FORUMS, TAGS
from forum.experiences.models import Experience
from forum.legal.cited import Cited, pack, tells
from forum.markup import RENDERER_VERSION
from forum.taxonomy.actions import ForumDraft, create_forum, create_tag
from forum.taxonomy.queries import tags_named
from forum.topics import counters
from forum.topics.citing import citation_rows
from forum.topics.models import Kind, Post, PostCitation, Topic, TopicTag

_ROWS_AT_ONCE = 5_000
_KINDS = (Kind.QUESTION, Kind.DISCUSSION, Kind.EXPERIENCE)

Advance = Callable[[int], object]
Row = dict[str, Any]


@dataclass(frozen=True)
class World:
    """Where to look: the topics of exactly 20 and 5,000 posts, where they fitted."""

    short_topic: int | None
    long_topic: int | None


@dataclass(frozen=True)
class PoolText:
    """A text that posts share, rendered as any other."""

    body: str
    html: str
    excerpt: str
    cited: tuple[Cited, ...] = ()


class Writer:
    """Gives each thing of the plan its row. `run` numbers the worlds of one database, from 1."""

    def __init__(self, plan: Plan, pool: list[PoolText], *, users: int, seed: int, run: int) -> None:
        self._plan, self._pool, self._users, self._run = plan, pool, users, run
        self._random = Random(f"rows of {seed}")
        self._lived = Random(f"experiences of {seed}")
        self._telling: set[tuple[int, int]] = set()  # topic and position of the posts that tell an experience
        self._first_user, self._first_topic, self._first_post = (_next_id(table) for table in (User, Topic, Post))

    def store(self, advance: Advance) -> World:
        """Insert everything; `advance` is told how many posts were stored since."""
        forum_ids, tag_ids = self._forums(), _tag_ids()
        _insert(User, self._user_rows())
        _insert(Topic, self._topic_rows(forum_ids))
        _insert(TopicTag, self._topic_tag_rows(tag_ids))
        _insert(Post, self._post_rows(), advance)
        _insert(PostCitation, self._citation_rows())
        _insert(Experience, self._experience_rows())
        counters.recount_forums(forum_ids)
        for table in (User, Topic, Post):
            _move_sequence(table)
        return World(self._topic_of(SHORT), self._topic_of(LONG))

    def _forums(self) -> list[int]:
        suffix = "" if self._run == 1 else f" {self._run}"
        draft = ForumDraft(f"Démonstration{suffix}", kind="category", position=900 + self._run)
        above = create_forum(draft).id
        return [
            create_forum(ForumDraft(name, paths.slugify(f"demo {name}{suffix}"), words, "forum", above, position)).id
            for position, (name, words) in enumerate(FORUMS, 1)
        ]

    def _user_rows(self) -> Iterator[Row]:
        taken = set(db.session.scalars(sa.select(User.name_look)))
        for number in range(self._users):
            name, user_id = _free_name(FIRST_NAMES[number % len(FIRST_NAMES)], number, taken), self._first_user + number
            since = START - timedelta(days=self._random.randrange(1000), seconds=self._random.randrange(86_400))
            email = f"demo-{user_id}@demo.invalid"
            yield {
                "id": user_id,
                "name": name,
                "name_key": name_key(name),
                "email": email,
                "email_key": email,
                "fs_uniquifier": f"demo-{user_id}",
                "confirmed_at": since,
                "created_at": since,
                "all_read_at": since,
                "seeded": True,
                "post_count": self._plan.post_counts[number],
            }

    def _topic_rows(self, forum_ids: list[int]) -> Iterator[Row]:
        last = {post.topic: (self._first_post + number, post) for number, post in enumerate(self._plan.posts)}
        pinned = {topic.forum: number for number, topic in enumerate(self._plan.topics)}
        for number, topic in enumerate(self._plan.topics):
            (opened_at, opener, _), (last_id, last_post) = topic.posts[0], last[number]
            title = prose.title(self._random)
            kind = self._random.choice(_KINDS)
            positions = telling(kind, topic.wanted, self._lived)
            self._telling |= {(number, position) for position in positions}
            yield {
                "id": self._first_topic + number,
                "forum_id": forum_ids[topic.forum],
                "author_id": self._first_user + opener,
                "title": title,
                "slug": paths.topic_slug(title),
                "kind": kind,
                "told": len(positions),
                "was_public": True,
                "pinned": pinned[topic.forum] == number,
                "locked": topic.wanted != LONG and self._random.random() < 0.02,
                "created_at": opened_at,
                "post_total": topic.wanted,
                "reply_count": topic.wanted - 1,
                "view_count": topic.wanted * self._random.randint(3, 40),
                "last_post_id": last_id,
                "last_poster_id": self._first_user + last_post.author,
                "last_posted_at": last_post.at,
            }

    def _topic_tag_rows(self, tag_ids: list[int]) -> Iterator[Row]:
        for number in range(len(self._plan.topics)):
            for tag_id in self._random.sample(tag_ids, self._random.randint(0, 3)):
                yield {"topic_id": self._first_topic + number, "tag_id": tag_id}

    def _post_rows(self) -> Iterator[Row]:
        packed = [pack(text.cited) for text in self._pool]
        for number, post in enumerate(self._plan.posts):
            text = self._pool[post.text]
            yield {
                "id": self._first_post + number,
                "topic_id": self._first_topic + post.topic,
                "position": post.position,
                "author_id": self._first_user + post.author,
                "created_at": post.at,
                "body": text.body,
                "html": text.html,
                "excerpt": text.excerpt,
                "renderer_version": RENDERER_VERSION,
                "law": packed[post.text],
                "law_moved": tells(text.cited),
                "tells": (post.topic, post.position) in self._telling,
            }

    def _citation_rows(self) -> Iterator[Row]:
        for number, post in enumerate(self._plan.posts, self._first_post):
            yield from citation_rows(number, self._pool[post.text].cited)

    def _experience_rows(self) -> Iterator[Row]:
        for number, post in enumerate(self._plan.posts, self._first_post):
            if (post.topic, post.position) in self._telling:
                yield told(number, post.at, self._lived)

    def _topic_of(self, posts: int) -> int | None:
        numbers = (number for number, topic in enumerate(self._plan.topics) if topic.wanted == posts)
        return next((self._first_topic + number for number in numbers), None)


def _insert(table: type[Model], rows: Iterable[Row], advance: Advance = lambda _: None) -> None:
    rows = iter(rows)
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        db.session.execute(sa.insert(table.__table__), batch)  # type: ignore[arg-type]  # a table, as declared
        advance(len(batch))


def _next_id(table: type[User] | type[Topic] | type[Post]) -> int:
    return (db.session.scalar(sa.select(sa.func.max(table.id))) or 0) + 1


def _move_sequence(table: type[User] | type[Topic] | type[Post]) -> None:
    """PostgreSQL gives out ids by a sequence, which must learn of those given out here."""
    if db.engine.dialect.name == "postgresql":
        name = sa.func.pg_get_serial_sequence(table.__tablename__, "id")
        db.session.execute(sa.select(sa.func.setval(name, sa.select(sa.func.max(table.id)).scalar_subquery())))


def _tag_ids() -> list[int]:
    known = tags_named(TAGS)
    return [(known.get(name) or create_tag(name)).id for name in TAGS]


def _free_name(first: str, number: int, taken: set[str]) -> str:
    while name_look(name := f"{first}.{number}") in taken:
        number += 1000
    taken.add(name_look(name))
    return name
