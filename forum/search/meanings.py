"""The vectors of topics: kept in the database, made by the worker a few at a time, read with a question."""

from collections.abc import Collection, Iterable

import sqlalchemy as sa

from forum.db import db
from forum.search.documents import plain
from forum.search.meaning import Meaning, beginning
from forum.search.models import SearchTask, TopicMeaning
from forum.topics.models import Post, State, Topic

_MEANING = "meaning"
_AT_ONCE = 3  # a tenth of a second each, while what is written waits to be indexed


def kept(topic_ids: Collection[int]) -> dict[int, bytes]:
    """The vectors of these topics, as far as they are made."""
    rows = sa.select(TopicMeaning.topic_id, TopicMeaning.vector).where(TopicMeaning.topic_id.in_(topic_ids))
    return dict(db.session.execute(rows).all())


def forget(topic_ids: Collection[int], *, renewed: bool) -> None:
    """These topics may say something else now. Whether that is to be made anew, the settings tell. Inside a write."""
    if topic_ids:
        db.session.execute(sa.delete(TopicMeaning).where(TopicMeaning.topic_id.in_(topic_ids)))
        if renewed:
            db.session.add_all(SearchTask(kind=_MEANING, ref=topic_id) for topic_id in topic_ids)


def note_missing() -> None:
    """Have made what is neither made nor waiting: the topics that were there before vectors were. Inside a write."""
    made = sa.select(TopicMeaning.topic_id).where(TopicMeaning.topic_id == Topic.id)
    waiting = sa.select(SearchTask.id).where(SearchTask.kind == _MEANING, SearchTask.ref == Topic.id)
    missing = sa.select(sa.literal(_MEANING), Topic.id).where(_findable(), ~made.exists(), ~waiting.exists())
    db.session.execute(sa.insert(SearchTask).from_select(["kind", "ref"], missing.order_by(Topic.id.desc())))


def make_waiting(meaning: Meaning) -> int:
    """Make a few of the vectors that wait; how many topics were looked at. Outside any transaction."""
    db.session.rollback()
    chosen = sa.select(SearchTask.id, SearchTask.ref).where(SearchTask.kind == _MEANING).order_by(SearchTask.id)
    tasks = db.session.execute(chosen.limit(_AT_ONCE)).all()
    if not tasks:
        return 0
    topic_ids = {task.ref for task in tasks}
    texts = list(_texts(topic_ids))
    db.session.rollback()
    made = [{"topic_id": topic_id, "vector": meaning.of_text(text)} for topic_id, text in texts]
    with db.write(quiet=True):
        forget(topic_ids, renewed=False)
        db.session.execute(sa.delete(SearchTask).where(SearchTask.id.in_([task.id for task in tasks])))
        there = set(db.session.scalars(sa.select(Topic.id).where(Topic.id.in_(topic_ids))))
        if rows := [row for row in made if row["topic_id"] in there]:
            db.session.execute(sa.insert(TopicMeaning), rows)
    return len(tasks)


def _texts(topic_ids: Collection[int]) -> Iterable[tuple[int, str]]:
    """What the model is given of each topic that readers may find."""
    first = sa.and_(Post.topic_id == Topic.id, Post.position == 1, Post.state == State.VISIBLE)
    rows = sa.select(Topic.id, Topic.title, Post.html).join(Post, first).where(_findable(), Topic.id.in_(topic_ids))
    return ((topic_id, beginning(title, plain(html))) for topic_id, title, html in db.session.execute(rows))


def _findable() -> sa.ColumnElement[bool]:
    return sa.and_(Topic.state == State.VISIBLE, Topic.merged_into_id.is_(None))
