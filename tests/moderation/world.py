"""Three forums with a moderator each, and what counters and positions must always say of them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from forum.accounts.models import ADMINISTRATORS, EVERYONE, MEMBERS, User
from forum.db import db
from forum.moderation import queries
from forum.taxonomy.actions import Grant
from forum.taxonomy.models import Forum
from forum.topics import counters
from forum.topics.models import Post, State, Topic
from tests.factories import Factory

_COUNTED: dict[Any, tuple[str, ...]] = {
    Topic: ("reply_count", "post_total", "last_post_id", "last_poster_id", "last_posted_at"),
    Forum: ("topic_count", "post_count", "last_topic_id"),
    User: ("post_count",),
}


@dataclass(frozen=True)
class World:
    """Ids. `mod_here` moderates `here` only, and so on; `closed` is seen by `mod_closed` and administrators alone."""

    here: int
    there: int
    closed: int
    mod_here: int
    mod_there: int
    mod_closed: int
    admin: int
    alice: int
    bob: int


def make_world(factory: Factory) -> World:
    people = {name: factory.user(name, posts=0) for name in ("mod-here", "mod-there", "mod-closed", "alice", "bob")}
    here, there, closed = people["mod-here"], people["mod-there"], people["mod-closed"]
    return World(
        here=factory.forum("Ici", public_under(here)),
        there=factory.forum("Ailleurs", public_under(there)),
        closed=factory.forum("Fermé", (Grant(user_id=closed, post=True, reply=True, moderate=True),)),
        mod_here=here,
        mod_there=there,
        mod_closed=closed,
        admin=factory.user("ada", groups=(ADMINISTRATORS,), posts=0),
        alice=people["alice"],
        bob=people["bob"],
    )


def public_under(moderator: int) -> tuple[Grant, ...]:
    """Everybody reads and writes, one person moderates."""
    return (
        Grant(group_id=EVERYONE),
        Grant(group_id=MEMBERS, post=True, reply=True),
        Grant(user_id=moderator, post=True, reply=True, moderate=True),
    )


def staff_act(factory: Factory, actor_id: int, act: Any, ids: list[int], *more: Any, posts: bool = False) -> Any:
    """Run an act on topics or posts inside a write, as the edge does. Returns what it returned."""
    load = queries.posts_for if posts else queries.topics_for

    def run() -> Any:
        actor = db.session.get_one(User, actor_id)
        done = act(actor, load(ids, actor, lock=True), *(_loaded(each) for each in more))
        return done.id if isinstance(done, Topic) else done

    return factory.write(run)


@dataclass(frozen=True)
class Row:
    """Stands for a row until the write has begun."""

    table: Any
    id: int


def _loaded(value: Any) -> Any:
    return db.session.get_one(value.table, value.id) if isinstance(value, Row) else value


def assert_sound(factory: Factory) -> None:
    """Positions are dense, counters say what a full recount says, first posts and topics agree."""

    def look() -> None:
        before = _counters()
        counters.recount_topics(db.session.scalars(sa.select(Topic.id)).all())
        counters.recount_forums(db.session.scalars(sa.select(Forum.id)).all())
        counters.recount_authors()
        assert before == _counters()
        for topic in db.session.scalars(sa.select(Topic)):
            posts = db.session.scalars(sa.select(Post).where(Post.topic_id == topic.id).order_by(Post.position)).all()
            assert [post.position for post in posts] == list(range(1, len(posts) + 1))
            assert topic.post_total == len(posts)
            if posts:
                assert topic.author_id == posts[0].author_id
                assert abs(topic.created_at - posts[0].created_at) < timedelta(seconds=1)
                assert topic.state == posts[0].state
            else:
                assert topic.state == State.DELETED
                assert topic.merged_into_id is not None

    factory.write(look)


def _counters() -> list[Any]:
    found: list[Any] = []
    for table, names in _COUNTED.items():
        columns = [getattr(table, name) for name in names]
        found += [tuple(row) for row in db.session.execute(sa.select(table.id, *columns).order_by(table.id))]
    return found
