"""Stored files, the rows that name them, and the posts that carry them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from forum import clock
from forum.accounts.models import User
from forum.attachments.models import Attachment
from forum.checking.finding import Finding
from forum.config import Config
from forum.db import db
from forum.messages.models import PrivateMessage
from forum.topics.models import Post
from forum.uploads.models import Upload
from forum.uploads.storage import files_before, path_of

_PURGE_LATE = timedelta(hours=2)


def missing(root: Path) -> Iterator[Finding]:
    """Rows whose file, or whose thumbnail, is not on disk; portraits without a row."""
    for row in db.session.execute(sa.select(Upload.digest, Upload.thumb_digest).order_by(Upload.digest)):
        for digest in row:
            if digest is not None and not path_of(root, digest).is_file():
                yield Finding("upload", 0, f"the file {digest} is not in {root}")
    portraits = sa.select(User.id).where(User.avatar_key.is_not(None), User.avatar_key.not_in(sa.select(Upload.digest)))
    for user_id in db.session.scalars(portraits.order_by(User.id)):
        yield Finding("user", user_id, "the portrait is not among the uploads")


def lost_posts() -> Iterator[Finding]:
    """Attachments of a post that is not there."""
    lost = sa.select(Attachment.id, Attachment.post_id).where(
        Attachment.post_id.is_not(None), ~sa.exists().where(Post.id == Attachment.post_id)
    )
    for attachment_id, post_id in db.session.execute(lost.order_by(Attachment.id)):
        yield Finding("attachment", attachment_id, f"its post {post_id} is not there")


def lost_messages() -> Iterator[Finding]:
    """Attachments of a private message that is not there."""
    lost = sa.select(Attachment.id, Attachment.message_id).where(
        Attachment.message_id.is_not(None), ~sa.exists().where(PrivateMessage.id == Attachment.message_id)
    )
    for attachment_id, message_id in db.session.execute(lost.order_by(Attachment.id)):
        yield Finding("attachment", attachment_id, f"its private message {message_id} is not there")


def orphans(config: Config) -> Iterator[Finding]:
    """Files that no row names and that the worker should have purged by now."""
    before = clock.now() - timedelta(hours=config.orphan_hours) - _PURGE_LATE
    rows = db.session.execute(sa.select(Upload.digest, Upload.thumb_digest))
    named = {digest for row in rows for digest in row}
    for path in sorted(files_before(config.uploads_dir, before)):
        if path.name not in named:
            yield Finding("file", 0, f"no row names {path}")
