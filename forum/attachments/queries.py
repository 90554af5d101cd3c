"""Reading attachments, each with its file. Whether a reader may see one depends on its post: topics know."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from forum import clock, paths
from forum.accounts.policy import Actor
from forum.attachments.models import Attachment
from forum.attachments.policy import Usage, usable
from forum.db import db
from forum.uploads.models import Upload

_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """An attachment and its file. `size` in bytes, the other measures in pixels."""

    key: str
    owner_id: int
    post_id: int | None
    message_id: int | None
    filename: str
    alt: str
    position: int
    created_at: datetime
    digest: str
    mime: str
    size: int
    width: int | None
    height: int | None
    thumb_digest: str | None
    thumb_width: int | None
    thumb_height: int | None

    @property
    def is_image(self) -> bool:
        return self.mime.startswith("image/")

    @property
    def has_thumb(self) -> bool:
        return self.thumb_digest is not None

    def placed_in(self, html: str) -> bool:
        """Whether a post's rendered text shows or links this file, so that it need not follow the post."""
        return f'="{paths.attachment(self.key)}' in html


def for_posts(post_ids: Sequence[int]) -> dict[int, list[AttachedFile]]:
    """The attachments of these posts, in their order; posts without any are left out. One statement."""
    if not post_ids:
        return {}
    files: dict[int, list[AttachedFile]] = {}
    for row in db.rows(_OF_POSTS, {"post_ids": list(post_ids)}):
        files.setdefault(row.post_id, []).append(AttachedFile(*tuple(row)))
    return files


def for_messages(message_ids: Sequence[int]) -> dict[int, list[AttachedFile]]:
    """The attachments of these private messages, which the caller may read. At most one statement."""
    files: dict[int, list[AttachedFile]] = {}
    order = (Attachment.message_id, Attachment.position, Attachment.id)
    for file in _read(Attachment.message_id.in_(message_ids), order=order) if message_ids else ():
        assert file.message_id is not None
        files.setdefault(file.message_id, []).append(file)
    return files


def by_key(key: str) -> AttachedFile | None:
    """Any attachment, whoever asks: the caller decides by its post, or by its owner when it has none."""
    if not is_key(key):
        return None
    return next(iter(_read(Attachment.key == key)), None)


def chosen(actor: Actor, keys: Iterable[str], post_id: int | None = None) -> list[AttachedFile]:
    """Of these, in this order, those that the actor may use in the post (None: one not yet written)."""
    wanted = [key for key in dict.fromkeys(keys) if is_key(key)]
    if not wanted:
        return []
    found = {file.key: file for file in _read(Attachment.key.in_(wanted), usable(actor, post_id))}
    return [found[key] for key in wanted if key in found]


def recent_use(owner_id: int) -> Usage:
    """What this member sent lately, thrown away or not. One statement."""
    moment = clock.now()
    day = Attachment.created_at > moment - timedelta(days=1)
    hour = Attachment.created_at > moment - timedelta(hours=1)
    row = db.session.execute(
        sa.select(sa.func.count().filter(hour), sa.func.coalesce(sa.func.sum(Upload.size), 0))
        .join(Upload, Upload.digest == Attachment.digest)
        .where(Attachment.owner_id == owner_id, day)
    ).one()
    return Usage(files_last_hour=row[0], bytes_last_day=int(row[1]))


def used_digests() -> sa.Select[Any]:
    """Selects the digests of the files that attachments refer to, for the purge of files."""
    return sa.select(Attachment.digest)


def is_key(text: str) -> bool:
    return _KEY.fullmatch(text) is not None


_COLUMNS: tuple[Any, ...] = (
    Attachment.key,
    Attachment.owner_id,
    Attachment.post_id,
    Attachment.message_id,
    Attachment.filename,
    Attachment.alt,
    Attachment.position,
    Attachment.created_at,
    Attachment.digest,
    Upload.mime,
    Upload.size,
    Upload.width,
    Upload.height,
    Upload.thumb_digest,
    Upload.thumb_width,
    Upload.thumb_height,
)


def _files(*conditions: sa.ColumnElement[bool], order: Sequence[Any] = ()) -> sa.Select[Any]:
    return (
        sa.select(*_COLUMNS)
        .join(Upload, Upload.digest == Attachment.digest)
        .where(Attachment.discarded_at.is_(None), *conditions)
        .order_by(*order)
    )


def _read(*conditions: sa.ColumnElement[bool], order: Sequence[Any] = ()) -> list[AttachedFile]:
    return [AttachedFile(*tuple(row)) for row in db.session.execute(_files(*conditions, order=order))]


# Built once: every page of a topic runs it.
_OF_POSTS = _files(
    Attachment.post_id.in_(sa.bindparam("post_ids", expanding=True)),
    order=(Attachment.post_id, Attachment.position, Attachment.id),
)
