"""What is newly written is held against the searches that members keep, a batch of posts at a time.

A handler of the outbox notes a post; every so many seconds the worker asks each kept question of all that came since,
and publishes what was found: a member is told of it elsewhere. The notes go in the same transaction, so that a worker
killed in between loses nothing and tells nothing twice.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

import sqlalchemy as sa

from forum import clock, outbox
from forum.accounts.models import User
from forum.config import Config
from forum.db import db
from forum.outbox import Event
from forum.savedsearches.models import Alert
from forum.savedsearches.queries import awaiting
from forum.search import documents, extracts, queries
from forum.search.backend import Document
from forum.search.matching import News
from forum.search.models import SearchTask
from forum.search.parsing import parse
from forum.search.query import Query
from forum.topics.models import Post

_NEWS = "news"
_KEPT = 20_000  # questions understood and held: they are asked again a minute later


def note_post(post_id: int, **_: object) -> None:
    """A post was written, edited or let through. Inside a write."""
    db.session.add(SearchTask(kind=_NEWS, ref=post_id))


def note_topic(topic_id: int, **_: object) -> None:
    """A topic was renamed or tagged: its first post may answer more. Inside a write."""
    first = sa.select(Post.id).where(Post.topic_id == topic_id, Post.position == 1)
    for post_id in db.session.scalars(first):
        note_post(post_id)


def tell_of_news(config: Config) -> int:
    """Publish what kept searches find in all that was written since; how many finds. Outside any transaction."""
    extracts.read_files_of(config)
    told = 0
    while tasks := _waiting(config.search_batch):
        found = _found(list(documents.documents(ref for _, ref in tasks)))
        db.session.rollback()
        with db.write(quiet=True):
            db.session.execute(sa.delete(SearchTask).where(SearchTask.id.in_([task_id for task_id, _ in tasks])))
            for search_id, post_id in found:
                outbox.publish(Event.SEARCH_MATCHED, search_id=search_id, post_id=post_id)
        told += len(found)
    return told


def _waiting(most: int) -> list[tuple[int, int]]:
    db.session.rollback()
    rows = sa.select(SearchTask.id, SearchTask.ref).where(SearchTask.kind == _NEWS).order_by(SearchTask.id).limit(most)
    return [(row.id, row.ref) for row in db.session.execute(rows)]


def _found(written: list[Document]) -> list[tuple[int, int]]:
    """Search and post, one search for each member and post: one that mails before one that does not."""
    if not written:
        return []
    news, today = News(written), clock.now().date()
    best: dict[tuple[int, int], tuple[bool, int]] = {}
    for search in awaiting():
        query = _understood(search.text, today)
        # Only what was written since the search was kept is new to its member, though an old post be edited.
        hits = [each for each in news.matching(query) if each.created_at >= search.created_at]
        for post_id in _readable(query, search.user_id, hits):
            rank = (search.alert != Alert.MAIL, search.id)
            key = (search.user_id, post_id)
            best[key] = min(rank, best.get(key, rank))
    return [(search_id, post_id) for (_, post_id), (_, search_id) in sorted(best.items())]


def _readable(query: Query, user_id: int, hits: Iterable[Document]) -> Iterator[int]:
    """security: what the member sees now, narrowed to the forums and people asked for."""
    hits = list(hits)
    user = db.session.get(User, user_id) if hits else None
    if user is None:
        return
    scope = queries.scope_of(query, user)
    for each in hits:
        if each.forum_id in scope.forums and (scope.authors is None or each.author_id in scope.authors):
            yield each.post_id


@lru_cache(maxsize=_KEPT)
def _understood(text: str, today: date) -> Query:
    return parse(text, today)
