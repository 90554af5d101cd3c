"""Reading attachments."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from forum.attachments.models import Attachment
from forum.db import db
from forum.uploads.models import Upload


@dataclass(frozen=True)
class AttachedFile:
    """A file under a post, as pages need it."""

    key: str
    filename: str
    mime: str
    size: int
    alt: str
    width: int | None
    height: int | None
    thumb_width: int | None
    thumb_height: int | None
    has_thumb: bool

    def placed_in(self, html: str) -> bool:
        """Whether the post's text shows it already."""
        return f"/attachments/{self.key}/" in html


_OF_POSTS = (
    sa.select(
        Attachment.post_id,
        Attachment.key,
        Attachment.filename,
        Upload.mime,
        Upload.size,
        Attachment.alt,
        Upload.width,
        Upload.height,
        Upload.thumb_width,
        Upload.thumb_height,
        Upload.thumb_digest.is_not(None).label("has_thumb"),
    )
    .join(Upload, Upload.digest == Attachment.digest)
    .where(Attachment.post_id.in_(sa.bindparam("post_ids", expanding=True)))
    .order_by(Attachment.post_id, Attachment.position, Attachment.id)
)


def for_posts(post_ids: Sequence[int]) -> dict[int, list[AttachedFile]]:
    """The files of these posts, in their order. One statement; none for no post."""
    found: dict[int, list[AttachedFile]] = {}
    if post_ids:
        for post_id, *columns in db.session.execute(_OF_POSTS, {"post_ids": list(post_ids)}):
            found.setdefault(post_id, []).append(AttachedFile(*columns))
    return found
