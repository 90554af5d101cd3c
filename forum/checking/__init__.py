"""Whether what is stored agrees with itself: counters, positions, rights, files, the outbox. And counting anew."""

from collections.abc import Callable, Iterable, Iterator

import sqlalchemy as sa

from forum.checking import counts, files, order, people
from forum.checking.finding import Finding
from forum.config import Config
from forum.db import db
from forum.experiences.actions import mark_anew
from forum.moderation.numbering import place, posts_of
from forum.resources.counting import recount as recount_resources
from forum.taxonomy.models import Forum
from forum.topics import counters
from forum.topics.models import Topic
from forum.votes.counting import recount as recount_scores

__all__ = ["Finding", "findings", "repair"]

_AT_ONCE = 200


def findings(config: Config) -> Iterator[Finding]:
    """Everything that does not agree. Reads only."""
    yield from order.positions()
    yield from counts.topics()
    yield from counts.forums()
    yield from people.counts()
    yield from counts.scores()
    yield from counts.resources()
    yield from counts.experiences()
    yield from counts.conversations()
    yield from counts.answers()
    yield from order.grants()
    yield from order.outbox()
    yield from files.missing(config.uploads_dir)
    yield from files.lost_posts()
    yield from files.lost_messages()
    yield from files.orphans(config)


def repair() -> None:
    """Renumber posts and count everything anew, in small transactions. Files and the outbox stay as they are."""
    for topic_id in _ids(order.positions()):
        with db.write():
            place(topic_id, posts_of(topic_id))
    with db.write():
        mark_anew(_ids(counts.experiences()))
    _in_turns(db.session.scalars(sa.select(Topic.id).order_by(Topic.id)), counters.recount_topics)
    _in_turns(_ids(counts.resources()), recount_resources)
    with db.write():
        counters.recount_forums(list(db.session.scalars(sa.select(Forum.id))))
    _in_turns(_ids(people.counts()), people.recount)
    _in_turns(_ids(counts.scores()), recount_scores)


def _ids(found: Iterable[Finding]) -> list[int]:
    return [finding.row_id for finding in found]


def _in_turns(ids: Iterable[int], recount: Callable[[list[int]], object]) -> None:
    """Count so many at a time, each time in a transaction of its own."""
    waiting = list(ids)
    for start in range(0, len(waiting), _AT_ONCE):
        with db.write():
            recount(waiting[start : start + _AT_ONCE])
