"""What is done by the clock: what has had its time is forgotten and nothing else; a failure holds nothing back."""

import dataclasses
from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError

from forum import clock, timers
from forum.accounts.models import FailedLogin, LoginSession
from forum.config import Config
from forum.db import Model, db
from forum.search.models import SearchCount
from forum.timers import Timer
from forum.topics.models import Contribution, Submission
from tests.factories import Factory


def _left(factory: Factory, *tables: type[Model]) -> dict[str, int]:
    def count() -> dict[str, int]:
        return {
            each.__tablename__: db.session.scalar(sa.select(sa.func.count()).select_from(each)) or 0 for each in tables
        }

    return factory.read(count)


def _kept_for(days: float, made: Callable[[datetime], Model]) -> list[Model]:
    """Two rows: one whose time ended an hour ago, one whose time ends in an hour."""
    ends = clock.now() - timedelta(days=days)
    return [made(ends - timedelta(hours=1)), made(ends + timedelta(hours=1))]


def test_what_has_had_its_time_is_forgotten(app: Flask, factory: Factory) -> None:
    config: Config = app.extensions["forum"]
    user = factory.user()
    post = factory.first_post(factory.topic(factory.forum(), user))

    def session(at: datetime) -> LoginSession:
        made = LoginSession(id_hash=f"{at.timestamp():064.0f}", user_id=user, data={}, remember=False, expires_at=at)
        made.created_at = made.last_seen_at = at - timedelta(days=1)
        made.user_agent = made.address = ""
        return made

    rows = [
        *_kept_for(0, session),
        *_kept_for(1, lambda at: FailedLogin(email_key="a@example.org", at=at)),
        *_kept_for(7, lambda at: Submission(user_id=user, key=f"{at.timestamp():.0f}", post_id=post, at=at)),
        *_kept_for(
            config.contribution_days,
            lambda at: Contribution(post_id=post, user_id=user, act="write", address="192.0.2.1", at=at),
        ),
        *(
            SearchCount(day=clock.now().date() - timedelta(days=days), words="bail", count=2, found=1)
            for days in (config.search_log_days, config.search_log_days + 1)
        ),
    ]
    factory.write(lambda: db.session.add_all(rows))
    with app.app_context():
        timers.forget_what_is_old(config)
    left = _left(factory, LoginSession, FailedLogin, Submission, Contribution, SearchCount)
    assert left == dict.fromkeys(left, 1)
    with app.app_context():
        assert db.session.scalars(sa.select(Contribution.at)).one() > clock.now() - timedelta(config.contribution_days)


def test_what_the_database_fails_holds_nothing_else_back(app: Flask) -> None:
    done = []

    def fail(config: Config) -> None:
        done.append("failed")
        raise OperationalError("SELECT 1", None, Exception("the database went away"))

    table = [Timer(3600, fail), Timer(3600, lambda _: done.append("done"))]
    with app.app_context():
        for _ in range(3):
            timers.do_what_is_due(app.extensions["forum"], table)
    assert done == ["failed", "done"]
    failed, other = (each.due for each in table)
    assert failed < other - 3000  # the one that failed is tried again within a minute


def test_all_that_is_due_can_be_done_on_an_empty_forum_twice(app: Flask, factory: Factory) -> None:
    config = dataclasses.replace(app.extensions["forum"], search_semantic="")
    with app.app_context():
        for _ in range(2):
            for each in timers.timers(config):
                each.act(config)
        assert (config.data_dir / "worker.alive").exists()
