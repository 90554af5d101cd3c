"""Posts as they are indexed, read from the database. What no reader sees is not among them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from html import unescape
from typing import Any
from zlib import crc32

import sqlalchemy as sa

from forum.attachments.models import Attachment
from forum.db import db
from forum.search.backend import Document, Mark
from forum.search.extracts import text_of_files
from forum.taxonomy.models import Tag
from forum.topics.models import Post, PostCitation, State, Topic, TopicLaw, TopicTag
from forum.uploads.models import Upload

AT_ONCE = 300
_BLOCK_TAG = re.compile(r"</?(?:p|div|li|ul|ol|h[1-6]|blockquote|table|tr|td|th|pre|br|hr|details|summary)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_HEADING = re.compile(r"<h[1-6][^>]*>(.*?)</h[1-6]>", re.DOTALL)
_VERSION = 2  # of what is indexed; another makes every post be indexed anew


def documents(post_ids: Iterable[int]) -> Iterator[Document]:
    """The documents of those posts that readers may find; the others are left out."""
    ids = sorted(set(post_ids))
    for start in range(0, len(ids), AT_ONCE):
        chosen = Post.id.in_(ids[start : start + AT_ONCE])
        yield from _built(db.session.execute(_rows(with_text=True).where(chosen)).all())


def all_documents() -> Iterator[Document]:
    """Every document, in the order of ids, a few hundred at a time."""
    for rows in db.batches(_rows(with_text=True), Post.id, AT_ONCE):
        yield from _built(rows)
        db.session.rollback()  # a long read must not hold a snapshot for minutes


def stamps() -> Iterator[tuple[int, int]]:
    """The stamp of every post that readers may find, without reading its text."""
    for rows in db.batches(_rows(with_text=False), Post.id, 5000):
        around = _Around(rows)
        yield from ((row.id, _stamp(row, around)) for row in rows)


def count() -> int:
    found = sa.select(sa.func.count()).select_from(Post).join(Topic, Topic.id == Post.topic_id).where(_findable())
    return db.session.scalar(found) or 0


def posts_of_topics(topic_ids: Iterable[int]) -> list[int]:
    return list(db.session.scalars(sa.select(Post.id).where(Post.topic_id.in_(list(topic_ids)))))


def first_posts(post_ids: Iterable[int]) -> list[int]:
    """The first posts of these posts' topics: they carry how many answers a topic has, and when it was last active."""
    topics = sa.select(Post.topic_id).where(Post.id.in_(list(post_ids)))
    return list(db.session.scalars(sa.select(Post.id).where(Post.topic_id.in_(topics), Post.position == 1)))


def _findable() -> sa.ColumnElement[bool]:
    return sa.and_(Post.state == State.VISIBLE, Topic.state == State.VISIBLE, Topic.merged_into_id.is_(None))


def _rows(*, with_text: bool) -> sa.Select[*tuple[Any, ...]]:
    wanted = [
        Post.id, Post.topic_id, Post.position, Post.author_id, Post.created_at, Post.score, Post.revision,
        Post.edited_at, Post.as_expert, Topic.forum_id, Topic.title, Topic.kind, Topic.pinned, Topic.locked,
        Topic.reply_count, Topic.view_count, Topic.last_posted_at,
    ]  # fmt: skip
    columns: list[Any] = [*wanted, *_later_columns()]
    if with_text:
        columns.append(Post.html)
    return sa.select(*columns).join(Topic, Topic.id == Post.topic_id).where(_findable())


def _later_columns() -> Sequence[sa.ColumnElement[Any]]:
    """Facts that other rooms lay on topics, where they are there."""
    table = Topic.__table__.c
    later = ("accepted_post_id", "duplicate_of_id")
    return [table[name].label(name) if name in table else sa.null().label(name) for name in later]


class _Around:
    """What stands in other tables for a batch of rows."""

    def __init__(self, rows: Iterable[Any]) -> None:
        post_ids, topic_ids = [row.id for row in rows], sorted({row.topic_id for row in rows})
        self.tags = _grouped(
            sa.select(TopicTag.topic_id, Tag.slug).join(Tag, Tag.id == TopicTag.tag_id), TopicTag.topic_id, topic_ids
        )
        self.topic_law = _grouped(sa.select(TopicLaw.topic_id, TopicLaw.key), TopicLaw.topic_id, topic_ids)
        self.law = _grouped(sa.select(PostCitation.post_id, PostCitation.key), PostCitation.post_id, post_ids)
        self.files = _grouped(
            sa.select(Attachment.post_id, sa.literal_column("mime || ' ' || attachments.digest || ' ' || filename"))
            .join(Upload, Upload.digest == Attachment.digest)
            .where(Attachment.discarded_at.is_(None)),
            Attachment.post_id,
            post_ids,
        )
        leads = sorted({row.duplicate_of_id for row in rows if row.duplicate_of_id})
        self.canonical = dict(
            db.session.execute(
                sa.select(Topic.id, Topic.forum_id).where(Topic.id.in_(leads), Topic.state == State.VISIBLE)
            ).tuples().all()
        ) if leads else {}  # fmt: skip


def _grouped(statement: sa.Select[*tuple[Any, ...]], column: Any, ids: list[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for start in range(0, len(ids), 500):
        for key, value in db.session.execute(statement.where(column.in_(ids[start : start + 500]))):
            found.setdefault(key, []).append(value)
    return {key: tuple(sorted(values)) for key, values in found.items()}


def _built(rows: Sequence[Any]) -> Iterator[Document]:
    around = _Around(rows)
    for row in rows:
        yield _document(row, around)


def _document(row: Any, around: _Around) -> Document:
    files = [held.split(" ", 2) for held in around.files.get(row.id, ())]
    return Document(
        post_id=row.id,
        topic_id=_canonical(row, around),
        forum_id=row.forum_id,
        author_id=row.author_id,
        title=row.title,
        text=plain(row.html),
        headings=" ".join(plain(heading) for heading in _HEADING.findall(row.html)),
        kind=row.kind,
        created_at=row.created_at,
        active_at=row.last_posted_at,
        replies=row.reply_count,
        views=row.view_count,
        score=row.score,
        marks=_marks(row, files, around),
        tags=around.tags.get(row.topic_id, ()),
        laws=_laws(row, around),
        filetypes=tuple(sorted({name.rpartition(".")[2].lower() for _, _, name in files if "." in name})),
        files=text_of_files([(mime, digest) for mime, digest, _ in files]),
        stamp=_stamp(row, around),
    )


def plain(html: str) -> str:
    """The words of stored HTML, blocks apart."""
    return unescape(_TAG.sub("", _BLOCK_TAG.sub("\n", html)))


def _canonical(row: Any, around: _Around) -> int:
    """The topic that a duplicate leads to, when whoever sees the one sees the other."""
    lead = row.duplicate_of_id
    return lead if lead and around.canonical.get(lead) == row.forum_id else row.topic_id


def _laws(row: Any, around: _Around) -> tuple[str, ...]:
    own = around.law.get(row.id, ())
    return tuple(dict.fromkeys((*own, *around.topic_law.get(row.topic_id, ())))) if row.position == 1 else own


def _marks(row: Any, files: list[list[str]], around: _Around) -> Mark:
    marks = Mark(0)
    for mark, holds in (
        (Mark.SOLVED, row.accepted_post_id is not None),
        (Mark.LOCKED, row.locked),
        (Mark.PINNED, row.pinned),
        (Mark.EXPERT, row.as_expert),
        (Mark.ACCEPTED, row.accepted_post_id == row.id),
        (Mark.IMAGE, any(mime.startswith("image/") for mime, _, _ in files)),
        (Mark.FIRST, row.position == 1),
        (Mark.SECONDARY, _canonical(row, around) != row.topic_id),
    ):
        if holds:
            marks |= mark
    return marks


def _stamp(row: Any, around: _Around) -> int:
    edited = row.edited_at.timestamp() if isinstance(row.edited_at, datetime) else 0
    facts = (
        _VERSION, row.revision, edited, row.topic_id, row.forum_id, row.author_id, row.title, row.kind, row.position,
        row.pinned, row.locked, row.accepted_post_id, row.duplicate_of_id, row.as_expert, _canonical(row, around),
        around.tags.get(row.topic_id, ()), _laws(row, around), around.files.get(row.id, ()),
    )  # fmt: skip
    return crc32(repr(facts).encode())
