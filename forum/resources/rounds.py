"""The links of resources, tried in turn: a few at a time, each site seldom, every link once a week.

One that fails is tried again each day; after several days of failing readers are told, and shown where a copy is.
One that answers again is as before.
"""

import time
from datetime import datetime, timedelta
from typing import Protocol

import sqlalchemy as sa

from forum import clock
from forum.config import Config
from forum.db import db
from forum.resources.addresses import host_of
from forum.resources.asking import Answer, LinkReader, NoReader
from forum.resources.machines import is_loopback
from forum.resources.models import Resource, Standing
from forum.topics.models import State, Topic

_SPREAD = timedelta(hours=6)  # what was listed on one day is not tried in one hour for ever after
_LOOKED_AT = 200  # rows due, of which one a site is taken


class Reader(Protocol):
    """Whoever asks."""

    asks: bool

    def ask(self, url: str) -> Answer: ...


class Rounds:
    """The rounds of one worker. It remembers when it last asked which site."""

    def __init__(self, reader: Reader, config: Config) -> None:
        self._reader, self._config = reader, config
        self._asked: dict[str, float] = {}

    def check_due(self) -> int:
        """Try the addresses that are due and whose site was left alone for long enough; returns how many."""
        due = self._due() if self._reader.asks else []
        for resource_id, url in due:
            self._asked[host_of(url)] = time.monotonic()
            self._note(resource_id, url, self._reader.ask(url))
        return len(due)

    def _due(self) -> list[tuple[int, str]]:
        """One a site, those that wait longest first."""
        now, pause = time.monotonic(), self._config.link_host_seconds
        self._asked = {host: at for host, at in self._asked.items() if now - at < pause}
        chosen: dict[str, tuple[int, str]] = {}
        for resource_id, url in db.session.execute(_waiting().limit(_LOOKED_AT)):
            if host_of(url) not in self._asked:
                chosen.setdefault(host_of(url), (resource_id, url))
        db.session.rollback()  # no snapshot is held while others are asked
        return list(chosen.values())[: self._config.link_round_size]

    def _note(self, resource_id: int, url: str, answer: Answer) -> None:
        dead = sa.select(Resource.dead_since, Resource.failures).where(Resource.id == resource_id)
        before = db.session.execute(dead).one_or_none()
        if before is None:
            return
        dies = (
            before.dead_since is None and answer is Answer.FAILS and before.failures + 1 >= self._config.link_failures
        )
        revives = before.dead_since is not None and answer is Answer.LIVES
        with db.write(quiet=not (dies or revives)):  # pages change only then
            resource = db.session.get(Resource, resource_id, with_for_update=True, populate_existing=True)
            if resource is not None and resource.url == url and resource.standing == Standing.SHOWN:
                note(resource, answer, self._config)


def opened(config: Config) -> Rounds:
    """The rounds as the settings have them; where the site is tested, of this machine alone."""
    if config.link_checks == "off":
        return Rounds(NoReader(), config)
    agent = f"Parvis-links/1.0 (+{config.base_url}; sees whether a listed page still answers)"
    if config.testing or config.link_checks == "loopback":
        return Rounds(LinkReader(agent, allowed=is_loopback, ports=None), config)
    return Rounds(LinkReader(agent), config)


def note(resource: Resource, answer: Answer, config: Config) -> None:
    """Keep what an address answered, and when it is asked next. Inside a write."""
    moment = clock.now()
    if answer is Answer.LIVES:
        resource.failures, resource.dead_since = 0, None
    elif answer is Answer.FAILS:
        resource.failures += 1
        if resource.failures >= config.link_failures and resource.dead_since is None:
            resource.dead_since = moment
    failing = answer is not Answer.LIVES and resource.dead_since is None
    resource.check_at = moment + _pause(config, failing=failing) + _spread(resource.id, failing=failing)
    db.session.flush()


def _pause(config: Config, *, failing: bool) -> timedelta:
    return timedelta(hours=config.link_retry_hours) if failing else timedelta(days=config.link_days)


def _spread(resource_id: int, *, failing: bool) -> timedelta:
    """A part of a few hours that a resource keeps; little while it fails, so that a day stays about a day."""
    share = (resource_id * 7919 % 997) / 997
    return _SPREAD * share / (6 if failing else 1)


def _waiting() -> sa.Select[int, str]:
    due: datetime = clock.now()
    listed = (Resource.standing == Standing.SHOWN, Topic.state == State.VISIBLE, Resource.check_at <= due)
    rows = sa.select(Resource.id, Resource.url).join(Topic, Topic.id == Resource.topic_id)
    return rows.where(*listed).order_by(Resource.check_at, Resource.id)
