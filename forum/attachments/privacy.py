"""The files that a person sent, for their own download."""

from pathlib import Path

import sqlalchemy as sa

from forum.accounts.models import User
from forum.attachments.models import Attachment
from forum.attachments.policy import unposted
from forum.db import db
from forum.uploads.storage import path_of


def export(user: User, *, uploads: Path) -> tuple[dict[str, object], list[tuple[str, bytes | Path]]]:
    """What is known of each file, as JSON keeps it; and the files."""
    found = list(
        db.session.scalars(sa.select(Attachment).where(Attachment.owner_id == user.id).order_by(Attachment.id))
    )
    if not found:
        return {}, []
    described = [
        {
            "file": each.filename,
            "post": each.post_id,
            "message": each.message_id,
            "text": each.alt,
            "sent_at": each.created_at.isoformat(),
        }
        for each in found
    ]
    return {"files": described}, [(each.filename, path_of(uploads, each.digest)) for each in found]


def forget(user: User) -> None:
    """Files go with the texts they belong to; those that stay lose their owner's name. Inside a write."""
    theirs = Attachment.owner_id == user.id
    db.session.execute(sa.delete(Attachment).where(theirs, *([] if user.deletes_texts else [unposted()])))
    for each in db.session.scalars(sa.select(Attachment).where(theirs)):
        if user.name.casefold() in f"{each.filename} {each.alt}".casefold():
            each.filename, each.alt = f"fichier-{each.id}.{each.filename.rpartition('.')[2]}", ""
    db.session.flush()
