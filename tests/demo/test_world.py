"""The made-up world: the numbers asked for, the same each time, agreeing with itself."""

from collections import Counter
from random import Random

import pytest
import sqlalchemy as sa
from flask import Flask

from forum.accounts.models import User
from forum.checking import findings
from forum.db import db
from forum.demo import prose
from forum.demo.plan import LONG, SHORT, Size, draw
from forum.demo.world import AlreadyThere, TooSmall, make
from forum.experiences.models import Experience
from forum.markup import render
from forum.topics.models import Post, Topic
from tests.browsing import Browser
from tests.factories import Factory

SMALL = Size(topics=30, posts=400, users=12, seed=3)


def count(table: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_as_many_as_were_asked_for(app: Flask) -> None:
    with app.app_context():
        world = make(SMALL)
        assert (count(Topic), count(Post), count(User)) == (30, 400, 12)
        assert world.long_topic is None
        assert world.short_topic is not None
        posts = sa.select(sa.func.count()).select_from(Post).where(Post.topic_id == world.short_topic)
        assert db.session.scalar(posts) == SHORT


def test_it_agrees_with_itself(app: Flask) -> None:
    with app.app_context():
        make(SMALL)
        assert [str(found) for found in findings(app.extensions["forum"])] == []


def test_the_html_is_the_renderers(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        make(SMALL)
        for post in db.session.scalars(sa.select(Post).limit(20)):
            assert post.html == render(post.body).html


def test_a_second_world_is_refused_unless_asked_for(app: Flask) -> None:
    with app.app_context():
        make(SMALL)
        with pytest.raises(AlreadyThere):
            make(SMALL)
        make(SMALL, again=True)
        assert count(Post) == 800
        assert [str(found) for found in findings(app.extensions["forum"])] == []


def test_life_goes_on_after_it(app: Flask, factory: Factory) -> None:
    with app.app_context():
        world = make(SMALL)
    assert world.short_topic is not None
    factory.reply(world.short_topic, factory.user())
    factory.topic(factory.forum(), factory.user())
    assert factory.get(Topic, world.short_topic).post_total == SHORT + 1


def test_the_same_size_tells_the_same_experiences(app: Flask) -> None:
    with app.app_context():
        make(SMALL)
        worlds = [_told()]
        make(SMALL, again=True)
        worlds.append(_told()[len(worlds[0]) :])
    assert worlds[0] == worlds[1]
    assert len(worlds[0]) > 10
    assert len({outcome for outcome, *_ in worlds[0]}) == 4


def _told() -> list[tuple[object, ...]]:
    columns = (Experience.outcome, Experience.provider, Experience.days, Experience.steps, Experience.told_at)
    return [tuple(row) for row in db.session.execute(sa.select(*columns).order_by(Experience.post_id))]


def test_a_visitor_reads_it(app: Flask, visitor: Browser) -> None:
    with app.app_context():
        make(SMALL)
    assert visitor.get("/").status == 200
    assert visitor.get("/f/demo-commerce-en-ligne").status == 200


@pytest.mark.parametrize("size", [Size(0, 10, 1, 1), Size(5, 4, 1, 1), Size(5, 10, 0, 1), Size(-3, 9, 1, 1)])
def test_numbers_that_make_no_world(sqlite_app: Flask, size: Size) -> None:
    with sqlite_app.app_context(), pytest.raises(TooSmall):
        make(size)


def test_the_same_seed_draws_the_same_world() -> None:
    drawn = [draw(SMALL, forums=10, texts=50) for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert drawn[0] != draw(Size(30, 400, 12, seed=4), forums=10, texts=50)


def test_a_large_world_has_the_two_topics_of_benches() -> None:
    plan = draw(Size(topics=1000, posts=12_000, users=100, seed=1), forums=10, texts=50)
    sizes = Counter(topic.wanted for topic in plan.topics)
    assert sum(size * number for size, number in sizes.items()) == 12_000
    assert sizes[LONG] == 1
    assert sizes[SHORT] >= 1


def test_posts_are_in_the_order_of_time_and_dense_in_their_topic() -> None:
    plan = draw(SMALL, forums=10, texts=50)
    assert [post.at for post in plan.posts] == sorted(post.at for post in plan.posts)
    positions: dict[int, list[int]] = {}
    for post in plan.posts:
        positions.setdefault(post.topic, []).append(post.position)
    assert all(found == list(range(1, len(found) + 1)) for found in positions.values())


def test_texts_are_about_as_long_as_posts_are() -> None:
    random = Random(1)
    lengths = [len(prose.text(random)) for _ in range(1000)]
    assert 600 < sum(lengths) / len(lengths) < 700
    assert max(len(prose.title(random)) for _ in range(1000)) <= 150
