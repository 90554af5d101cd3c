"""Rows of stored files. Owner-blind: whose a file is, and who may see it, is for the slices above."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from forum import clock
from forum.db import db
from forum.errors import Conflict
from forum.uploads.intake import Stored
from forum.uploads.models import Upload
from forum.uploads.storage import written_before
from forum.words import message


@dataclass(frozen=True)
class Purged:
    """How much a purge removed."""

    rows: int
    files: int


def record(stored: Stored) -> Upload:
    """The row of a stored file, made or renewed. Raises Conflict when a purge took the file meanwhile."""
    upload = db.session.scalar(sa.select(Upload).where(Upload.digest == stored.digest).with_for_update())
    if not all(path.exists() for path in stored.paths):
        raise Conflict(message("Ce fichier a disparu entre-temps : envoyez-le de nouveau."))
    if upload is None:
        return _inserted(stored)
    upload.created_at = clock.now()  # its grace begins again
    db.session.flush()
    return upload


def purge_unreferenced(
    referenced: sa.Select[Any] | sa.CompoundSelect[Any], *, before: datetime, candidates: Iterable[Path]
) -> Purged:
    """Remove the rows older than `before` whose digest `referenced` does not select, and files no row names.

    `candidates` comes from `storage.files_before(root, before)`, asked before the transaction. The files of
    rows removed now go with the next purge: were this transaction to fail, their rows would be back.
    """
    named = _named_digests()
    used = referenced.subquery().c[0]
    # One NULL among the used (a member without an avatar) would make NOT IN false for every row.
    unused = Upload.digest.not_in(sa.select(used).where(used.is_not(None)))
    old = sa.delete(Upload).where(Upload.created_at < before, unused).returning(Upload.digest)
    rows = len(db.session.scalars(old).all())
    files = 0
    for path in candidates:
        if path.name not in named and written_before(path, before):
            path.unlink(missing_ok=True)
            files += 1
    return Purged(rows, files)


def _inserted(stored: Stored) -> Upload:
    thumbnail = stored.thumbnail
    upload = Upload(
        digest=stored.digest,
        mime=stored.kind.mime,
        size=stored.size,
        width=stored.width,
        height=stored.height,
        thumb_digest=thumbnail.digest if thumbnail else None,
        thumb_width=thumbnail.width if thumbnail else None,
        thumb_height=thumbnail.height if thumbnail else None,
        created_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(upload)
    except sa.exc.IntegrityError:  # PostgreSQL: somebody sent the same bytes at the same moment
        return db.session.get_one(Upload, stored.digest)
    return upload


def _named_digests() -> set[str]:
    rows = db.session.execute(sa.select(Upload.digest, Upload.thumb_digest))
    return {digest for row in rows for digest in row if digest}
