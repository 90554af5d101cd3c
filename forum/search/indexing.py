"""How what is written becomes findable, and what is hidden stops being so.

A handler of the outbox only notes which posts changed (`SearchTask`); the worker gives them to the index a batch at a
time and forgets a note once the index holds it. Killed in between, it does the batch again. Whatever else goes wrong is
put right by comparing index and database: at the worker's start and every few minutes.
"""

import logging
from collections.abc import Callable, Iterable

import sqlalchemy as sa

from forum.config import Config
from forum.db import db
from forum.search import documents, extracts, meanings
from forum.search.backend import EngineDown, SearchBackend
from forum.search.models import SearchTask
from forum.search.related import renew_related
from forum.topics.models import Post, Topic

_log = logging.getLogger(__name__)
_POST, _TOPIC = "post", "topic"


def note_post(post_id: int, **_: object) -> None:
    """A post was written, edited, hidden or shown. A first post speaks for its topic. Inside a write."""
    post = db.session.get(Post, post_id)
    if post is not None and post.position == 1:
        _note(_TOPIC, post.topic_id)
    else:
        _note(_POST, post_id)


def note_topic(topic_id: int, **_: object) -> None:
    """A topic was moved, renamed, tagged, closed, split or merged. Inside a write."""
    _note(_TOPIC, topic_id)
    for merged in db.session.scalars(sa.select(Topic.id).where(Topic.merged_into_id == topic_id)):
        _note(_TOPIC, merged)


def note_fact(topic_id: int = 0, post_id: int = 0, **_: object) -> None:
    """A topic was answered or found to be another's duplicate, a post was voted on. Inside a write."""
    if topic_id:
        _note(_TOPIC, topic_id)
    elif post_id:
        _note(_POST, post_id)


def note_erased(post_ids: list[int], **_: object) -> None:
    """Posts whose text lost somebody's name, or all of it. Inside a write."""
    for post_id in post_ids:
        note_post(post_id)


def note_topics(topic_ids: Iterable[int]) -> None:
    """Many at once, such as an import's. Inside a write."""
    rows = [{"kind": _TOPIC, "ref": topic_id} for topic_id in topic_ids]
    if rows:
        db.session.execute(sa.insert(SearchTask), rows)


def index_waiting(backend: SearchBackend, config: Config) -> int:
    """Give the index what waits, a batch at a time; how many posts. Outside any transaction."""
    extracts.read_files_of(config)
    done = 0
    while tasks := _waiting(config.search_batch):
        post_ids, topic_ids = _posts_of(tasks)
        give(backend, post_ids)
        with db.write(quiet=True):
            db.session.execute(sa.delete(SearchTask).where(SearchTask.id.in_([task.id for task in tasks])))
            changed = {task.ref for task in tasks if task.kind == _TOPIC}
            meanings.forget(changed, renewed=bool(config.search_semantic))
        renew_related(backend, topic_ids)
        done += len(post_ids)
    return done


def give(backend: SearchBackend, post_ids: Iterable[int]) -> None:
    """Bring the index in step for these posts: indexed anew, or gone from it."""
    wanted = set(post_ids)
    found = list(documents.documents(wanted))
    db.session.rollback()
    if found:
        backend.index(found)
    backend.delete(wanted - {document.post_id for document in found})


def repair(backend: SearchBackend, config: Config) -> int:
    """Compare index and database and put the index right; how many posts differed. Makes one where none can be read."""
    extracts.read_files_of(config)
    try:
        held = backend.known_posts()
    except EngineDown as down:
        _log.warning("the search index is made anew: %s", str(down))
        rebuild(backend, config)
        return documents.count()
    wanted = dict(documents.stamps())
    db.session.rollback()
    differing = [post_id for post_id, stamp in wanted.items() if held.get(post_id) != stamp]
    differing += held.keys() - wanted.keys()
    if len(differing) > max(2000, len(held) // 2):
        rebuild(backend, config)
        return len(differing)
    for start in range(0, len(differing), config.search_batch):
        give(backend, differing[start : start + config.search_batch])
    return len(differing)


def rebuild(backend: SearchBackend, config: Config, advance: Callable[[int], object] = lambda _: None) -> None:
    """Make the index anew beside the live one. What is written meanwhile waits as tasks, or is found by comparing."""
    extracts.read_files_of(config)
    backend.rebuild(documents.all_documents(), advance)
    db.session.rollback()


def _note(kind: str, ref: int) -> None:
    db.session.add(SearchTask(kind=kind, ref=ref))


def _waiting(most: int) -> list[SearchTask]:
    db.session.rollback()
    chosen = sa.select(SearchTask).where(SearchTask.kind.in_((_POST, _TOPIC))).order_by(SearchTask.id).limit(most)
    tasks = list(db.session.scalars(chosen))
    db.session.expunge_all()
    return tasks


def _posts_of(tasks: Iterable[SearchTask]) -> tuple[set[int], set[int]]:
    """The posts that these tasks name, and the topics they belong to."""
    posts = {task.ref for task in tasks if task.kind == _POST}
    topics = {task.ref for task in tasks if task.kind == _TOPIC}
    posts.update(documents.first_posts(posts))
    topics_of = set(db.session.scalars(sa.select(Post.topic_id).where(Post.id.in_(posts)))) if posts else set()
    posts.update(documents.posts_of_topics(topics))
    return posts, topics | topics_of
