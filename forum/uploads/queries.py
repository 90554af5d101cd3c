"""Reading stored files."""

from forum.db import db
from forum.uploads.models import Upload


def by_digest(digest: str) -> Upload | None:
    """The row of a file. Says nothing of who may see it."""
    return db.session.get(Upload, digest)
