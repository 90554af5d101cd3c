"""Made-up experiences: which posts tell one, and what. From a generator of their own: the rest stays as it was."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from forum.demo.plan import LONG, SHORT
from forum.experiences.models import Cost, Outcome, Provider, Step, Withheld
from forum.topics.models import Kind

_SHARE = {Kind.EXPERIENCE: 0.15, Kind.QUESTION: 0.01}  # of the replies; the first post of an experience always does
_OUTCOMES, _ODDS = list(Outcome), (5, 2, 2, 1)
_DAYS = (7, 14, 21, 28, 35, 42, 60, 90, 120, 180)


def telling(kind: Kind, posts: int, random: Random) -> list[int]:
    """The positions of a topic's posts that tell one. None in the two topics that benches read."""
    if posts in {SHORT, LONG}:
        return []
    first = [1] if kind == Kind.EXPERIENCE else []
    share = _SHARE.get(kind, 0)
    return [*first, *(position for position in range(2, posts + 1) if share and random.random() < share)]


def told(post_id: int, at: datetime, random: Random) -> dict[str, Any]:
    """The row of an experience told at a moment."""
    steps, on = random.sample(list(Step), random.randint(0, 3)), at.date()
    return {
        "post_id": post_id,
        "provider": random.choice(list(Provider)).value,
        "outcome": random.choices(_OUTCOMES, _ODDS)[0].value,
        "withheld": ",".join(each.value for each in random.sample(list(Withheld), random.randint(0, 3))),
        "steps": [[step.value, (on - timedelta(days=random.randint(1, 200))).isoformat()] for step in steps],
        "days": random.choice(_DAYS) if random.random() < 0.6 else None,
        "cost": random.choice(list(Cost)).value if random.random() < 0.5 else "",
        "told_at": at,
    }
