"""What is measured, and the bars it is held to (of the founding issue)."""

from dataclasses import dataclass

from tests.bench.world import World

STATEMENTS = 6  # a page, cold, whatever the size
TOPIC_BYTES = 40_000  # HTML of a topic's page
DEEP = 1.15  # a deep page beside the first one
VISITOR, MEMBER, HIT = 8.0, 15.0, 1.5  # times a bare view's CPU, for a topic's page


@dataclass(frozen=True)
class Page:
    """An address as somebody reads it. `times` is its bar; `first` names the page it is compared with."""

    title: str
    path: str
    member: bool = False
    topic: bool = False
    times: float | None = None
    first: str = ""

    @property
    def reader(self) -> str:
        return "member" if self.member else "visitor"


def cold(world: World) -> list[Page]:
    """Pages made anew at each request, for visitors and for members."""
    return [page for member in (False, True) for page in _pages(world, member, MEMBER if member else VISITOR)]


def warm(world: World) -> list[Page]:
    """The same for a visitor who comes after another: from the page cache."""
    return _pages(world, False, HIT)


def _pages(world: World, member: bool, times: float) -> list[Page]:
    deep, last = world.forum_deep, world.long_last
    start = "topic of 5,000, page 1"
    return [
        Page("board", "/", member),
        Page("forum, page 1", world.forum, member),
        Page(f"forum, page {deep}", f"{world.forum}?page={deep}", member, first="forum, page 1"),
        Page("topic of 20 posts", world.short, member, True, times),
        Page(start, world.long, member, True, times),
        Page(f"topic of 5,000, page {last}", f"{world.long}?page={last}", member, True, times, start),
    ]
