"""The links of resources, tried in turn by the worker: when, how often, what becomes of those that fail."""

import dataclasses
import threading
import time
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from forum import clock, worker
from forum.config import BadSetting, Config
from forum.db import db
from forum.resources.asking import Answer, LinkReader
from forum.resources.models import Resource, Standing
from forum.resources.rounds import Rounds, opened
from forum.settings.queries import snapshot
from tests.factories import Factory
from tests.resources.lists import World, a_list
from tests.resources.servers import by_path, plain, serving


@pytest.fixture
def world(factory: Factory) -> World:
    return a_list(factory)


def listed(world: World, *urls: str, **columns: Any) -> list[int]:
    """Resources with these addresses (as no form would take them), due now."""
    ids = [world.propose(world.author, f"https://exemple.fr/{number}") for number in range(len(urls))]

    def lead() -> None:
        for resource_id, url in zip(ids, urls, strict=True):
            row = db.session.get_one(Resource, resource_id)
            row.url, row.check_at = url, clock.now() - timedelta(hours=1)
            for name, value in columns.items():
                setattr(row, name, value)

    world.factory.write(lead)
    return ids


def rounds_of(world: World, **settings: Any) -> Rounds:
    config: Config = world.factory.app.extensions["forum"]
    changed = {name: getattr(config, name) for name in config.__dataclass_fields__} | settings
    return opened(Config(**changed))


def go(world: World, rounds: Rounds, moment: datetime | None = None) -> int:
    def check() -> int:
        with clock.set_to(moment or clock.now()):
            return rounds.check_due()

    return world.factory.read(check)


def test_one_dies_after_days_of_failing_is_marked_and_revives(world: World) -> None:
    with serving(plain("404 Not Found")) as server:
        (resource,) = listed(world, server.url("/page"))
        rounds, start = rounds_of(world, link_host_seconds=0.0), clock.now()
        states = []
        for day in range(6):
            assert go(world, rounds, start + timedelta(days=day, hours=2 * day)) == (1 if day < 4 else 0)
            row = world.factory.get(Resource, resource)
            states.append((row.failures, row.dead_since is not None))
        assert states == [(1, False), (2, False), (3, False), (4, True), (4, True), (4, True)]
        page = world.factory.browser().get(f"/t/{world.topic}/un-sujet")
        assert "Ne répond plus" in page.text
        server.answers = plain()
        assert go(world, rounds, start + timedelta(days=12)) == 1
        row = world.factory.get(Resource, resource)
        assert (row.failures, row.dead_since) == (0, None)
        page = world.factory.browser().get(f"/t/{world.topic}/un-sujet")
        assert "Ne répond plus" not in page.text


def test_one_bad_day_is_forgotten_and_a_doubt_says_nothing(world: World) -> None:
    answers = [plain("500 Internal Server Error"), plain("403 Forbidden"), plain(), plain("404 Not Found")]
    with serving(plain()) as server:
        (resource,) = listed(world, server.url())
        rounds, moment = rounds_of(world, link_host_seconds=0.0), clock.now()
        failures = []
        for server.answers in answers:
            assert go(world, rounds, moment) == 1
            failures.append(world.factory.get(Resource, resource).failures)
            moment = world.factory.get(Resource, resource).check_at
    assert failures == [1, 1, 0, 1]


def test_one_that_answers_is_left_alone_for_a_week(world: World) -> None:
    with serving(plain()) as server:
        (resource,) = listed(world, server.url())
        start = clock.now()
        assert go(world, rounds_of(world), start) == 1
        assert go(world, rounds_of(world), start + timedelta(days=6, hours=23)) == 0
        wait = world.factory.get(Resource, resource).check_at - start
        assert timedelta(days=7) <= wait <= timedelta(days=7, hours=7)


def test_a_site_is_asked_once_in_a_while_and_a_round_is_short(world: World) -> None:
    with serving(plain()) as one, serving(plain()) as two:
        listed(
            world, *(one.url(f"/{number}") for number in range(4)), *(two.url(f"/{n}", "localhost") for n in range(3))
        )
        rounds = rounds_of(world, link_host_seconds=0.6)
        assert go(world, rounds) == 2  # one of each host
        assert go(world, rounds) == 0
        time.sleep(0.7)
        assert go(world, rounds) == 2
        assert go(world, rounds_of(world, link_round_size=1)) == 1
        assert (len(one.heads), len(two.heads)) in {(3, 2), (2, 3)}


@pytest.mark.parametrize("standing", [Standing.PROPOSED, Standing.REMOVED])
def test_what_readers_do_not_see_is_not_tried(world: World, standing: Standing) -> None:
    with serving(plain()) as server:
        listed(world, server.url(), standing=standing)
        assert go(world, rounds_of(world)) == 0
        assert server.connections == 0


def test_what_changed_while_it_was_asked_is_left_as_it_is(world: World) -> None:
    (resource,) = listed(world, "http://127.0.0.1:9/")

    class Slow:
        asks = True

        def ask(self, url: str) -> Answer:
            edit = sa.update(Resource).values(url="https://exemple.fr/autre")
            with world.factory.app.app_context(), db.write():
                db.session.execute(edit)
            return Answer.FAILS

    assert go(world, Rounds(Slow(), world.factory.app.extensions["forum"])) == 1
    assert world.factory.get(Resource, resource).failures == 0


def test_a_failure_that_no_page_shows_leaves_the_pages_in_their_cache(world: World) -> None:
    listed(world, "http://127.0.0.1:9/")
    generation = lambda: world.factory.read(lambda: snapshot().generation)  # noqa: E731
    before = generation()
    assert go(world, rounds_of(world)) == 1
    assert generation() == before


def test_in_tests_nothing_but_this_machine_is_reached(app: Flask) -> None:
    reader = opened(app.extensions["forum"])._reader
    assert isinstance(reader, LinkReader)
    assert reader.ask("http://169.254.169.254/") is Answer.FAILS
    assert not reader.allowed("93.184.216.34")
    assert reader.allowed("127.0.0.1")


def test_what_the_setting_says(tmp_path: Any) -> None:
    def reader(**settings: Any) -> Any:
        return opened(Config.from_environment(data_dir=tmp_path, **settings))._reader

    assert reader(link_checks="off").asks is False
    assert not reader(link_checks="loopback").allowed("93.184.216.34")
    public = reader()
    assert public.allowed("93.184.216.34")
    assert not public.allowed("127.0.0.1")
    assert public.ports == (80, 443)
    assert "+http://localhost:8000;" in public.agent
    with pytest.raises(BadSetting):
        reader(link_checks="peut-être")


def test_a_site_that_is_switched_off_asks_nobody(world: World) -> None:
    with serving(plain()) as server:
        listed(world, server.url())
        assert go(world, rounds_of(world, link_checks="off")) == 0
        assert server.connections == 0


def test_the_worker_does_its_rounds_beside_its_other_work(sqlite_app: Flask, tmp_path: Any) -> None:
    world = a_list(Factory(sqlite_app))
    with serving(by_path(ici=plain())) as server:
        listed(world, server.url("/ici"), server.url("/la", "localhost"))
        config = dataclasses.replace(sqlite_app.extensions["forum"], link_round_seconds=0.1)
        stop = threading.Event()
        thread = threading.Thread(target=worker.run, args=(sqlite_app, config, stop))
        thread.start()
        try:
            end = time.monotonic() + 30
            while time.monotonic() < end and world.factory.read(_left):
                time.sleep(0.1)
        finally:
            stop.set()
            thread.join()
    rows = sa.select(Resource.failures).order_by(Resource.id)
    assert world.factory.read(lambda: list(db.session.scalars(rows))) == [0, 1]


def _left() -> int:
    due = sa.select(sa.func.count()).select_from(Resource).where(Resource.check_at <= clock.now())
    return db.session.scalar(due) or 0
