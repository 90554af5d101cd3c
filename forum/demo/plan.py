"""Who wrote when, and where: the whole world as numbers, drawn from one generator before anything is stored. Pure."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random

START = datetime(2021, 1, 4, 8, 0, tzinfo=UTC)
END = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
SHORT, LONG = 20, 5_000  # posts of the two topics that benches read
_HEAVIEST = 40.0


@dataclass(frozen=True)
class Size:
    """How large a world to make, and the seed that decides all of it."""

    topics: int
    posts: int
    users: int
    seed: int


@dataclass
class TopicPlan:
    """A topic: posts are (when, author, text) in their order; authors and texts are numbers from 0."""

    forum: int
    wanted: int
    posts: list[tuple[datetime, int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Written:
    """A post among all, in the order of time: topic and position say which."""

    at: datetime
    topic: int
    position: int
    author: int
    text: int


@dataclass(frozen=True)
class Plan:
    """The topics in the order of their opening, all posts in the order of time, and how many each person wrote."""

    topics: tuple[TopicPlan, ...]
    posts: tuple[Written, ...]
    post_counts: Counter[int]


def draw(size: Size, *, forums: int, texts: int) -> Plan:
    """The plan of a world with so many forums and texts to choose from. Takes at least one post for each topic."""
    random = Random(size.seed)
    weights = list(accumulate(1 / (number + 2) for number in range(size.users)))
    busier = list(accumulate(1 / (number + 1) for number in range(forums)))  # the first has a third of all topics
    places = random.choices(range(forums), cum_weights=busier, k=size.topics)
    topics = [TopicPlan(forum, wanted) for forum, wanted in zip(places, _sizes(size, random), strict=True)]
    for topic in topics:
        authors = random.choices(range(size.users), cum_weights=weights, k=topic.wanted)
        topic.posts = [
            (at, author, random.randrange(texts)) for at, author in zip(_times(topic, random), authors, strict=True)
        ]
    topics.sort(key=lambda topic: topic.posts[0][0])
    posts = [
        Written(at, number, position, author, text)
        for number, topic in enumerate(topics)
        for position, (at, author, text) in enumerate(topic.posts, 1)
    ]
    posts.sort(key=lambda post: (post.at, post.topic, post.position))
    return Plan(tuple(topics), tuple(posts), Counter(post.author for post in posts))


def _sizes(size: Size, random: Random) -> list[int]:
    """How many posts each topic gets: one of `SHORT`, one of `LONG` where they fit, the others by a long tail."""
    fixed: list[int] = []
    for wanted in (SHORT, LONG):
        if size.posts - sum(fixed) - wanted >= size.topics - len(fixed) - 1 > 0:
            fixed.append(wanted)
    others = size.topics - len(fixed)
    weights = list(accumulate(min(random.paretovariate(1.2), _HEAVIEST) for _ in range(others)))
    extra = Counter(random.choices(range(others), cum_weights=weights, k=size.posts - sum(fixed) - others))
    return [*fixed, *(1 + extra[number] for number in range(others))]


def _times(topic: TopicPlan, random: Random) -> list[datetime]:
    """Moments within a few hours to three months of the opening; a long topic lasts for years."""
    if topic.wanted == LONG:
        opened, span = START + timedelta(days=30), END - START - timedelta(days=60)
    else:
        opened = START + random.random() * (END - START - timedelta(days=1))
        span = min(timedelta(hours=6 + 2000 * random.random() ** 3), END - opened)
    later = sorted(round(random.random() * span.total_seconds()) for _ in range(topic.wanted - 1))
    opened = opened.replace(microsecond=0)
    return [opened, *(opened + timedelta(seconds=seconds) for seconds in later)]
