"""Measures pages in blocks, each between two blocks of the bare view, so that the noise of the machine cancels."""

import gzip
import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.bench.pages import Page
from tests.bench.processes import Process
from tests.bench.world import World
from tests.browsing import Browser
from tests.counting import statements


@dataclass(frozen=True)
class Effort:
    """How long to measure: rounds over all pages, and requests a block."""

    rounds: int
    requests: int
    bare_requests: int


FULL = Effort(rounds=11, requests=60, bare_requests=150)
QUICK = Effort(rounds=3, requests=20, bare_requests=40)


@dataclass
class Cost:
    """What a page costs, block by block."""

    page: Page
    size: int = 0
    zipped: int = 0
    statements: int = 0
    blocks: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)

    @property
    def ms(self) -> float:
        return statistics.median(self.blocks)

    @property
    def times(self) -> float:
        """CPU of the page over CPU of the bare view around it."""
        return statistics.median(self.ratios)


@dataclass
class Costs:
    """All costs of one server, and those of the bare view between them."""

    pages: list[Cost]
    bare: list[float] = field(default_factory=list)


def measured(pages: Iterable[Page], world: World, site: Process, bare: Process, effort: Effort) -> Costs:
    """CPU and size of each page on this server."""
    costs = Costs([Cost(page) for page in pages])
    for cost in costs.pages:
        _warm_up(cost, world, site, effort)
    bare.cpu_ms("/", effort.bare_requests)
    for _ in range(effort.rounds):
        before = bare.cpu_ms("/", effort.bare_requests)
        for cost in costs.pages:
            ms = site.cpu_ms(cost.page.path, effort.requests, _cookie(cost.page, world))
            after = bare.cpu_ms("/", effort.bare_requests)
            cost.blocks.append(ms)
            cost.ratios.append(ms * 2 / (before + after))
            costs.bare.append(after)
            before = after
    return costs


def count_statements(costs: Costs, world: World) -> None:
    """How many statements each page sends, without the page cache."""
    for cost in costs.pages:
        browser = Browser(world.app)
        if cost.page.member:
            name, _, value = world.cookie.partition("=")
            browser.client.set_cookie(name, value)
        browser.get(cost.page.path, follow=False)
        with statements(world.app) as sent:
            browser.get(cost.page.path, follow=False)
        cost.statements = len(sent)


def site_settings(world: World, *, warm: bool) -> dict[str, str]:
    """Settings of the measured site: its own defaults, with the page cache or without."""
    return world.settings() if warm else world.settings(FORUM_PAGE_CACHE_ENTRIES="0")


def _warm_up(cost: Cost, world: World, site: Process, effort: Effort) -> None:
    cookie = _cookie(cost.page, world)
    body = site.get(cost.page.path, cookie)
    cost.size, cost.zipped = len(body), len(gzip.compress(body, 6))
    site.cpu_ms(cost.page.path, effort.requests, cookie)


def _cookie(page: Page, world: World) -> str:
    return world.cookie if page.member else ""
