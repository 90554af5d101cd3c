"""The pictures of the seed, stored as a member's are: made safe first, then rows, owned by who attaches them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from forum import paths
from forum.accounts.models import User
from forum.attachments import actions as attachments
from forum.config import Config
from forum.db import db
from forum.markup import AttachmentRef
from forum.seeding.content import MediaSeed
from forum.uploads.intake import Stored, receive

_PLACED = re.compile(r"\]\(attachment:(\d+)(?=[\s)])")


@dataclass(frozen=True)
class Attached:
    """The attachments of one post that is still to be written, in their order."""

    keys: tuple[str, ...] = ()
    references: tuple[AttachmentRef, ...] = ()

    def place_in(self, body: str) -> str:
        """The body with the keys where it says `attachment:1` and so on."""
        return _PLACED.sub(self._key, body)

    def by_key(self) -> dict[str, AttachmentRef]:
        return dict(zip(self.keys, self.references, strict=True))

    def _key(self, match: re.Match[str]) -> str:
        number = int(match[1])
        return f"](attachment:{self.keys[number - 1]}" if 1 <= number <= len(self.keys) else match[0]


def attach(author_id: int, media: Sequence[MediaSeed], config: Config) -> Attached:
    """Store a post's pictures. Raises Invalid on a file that is no picture."""
    stored = [(each, _stored(each, config)) for each in media]
    if not stored:
        return Attached()
    with db.write():
        owner = db.session.get_one(User, author_id)
        rows = [attachments.attach(owner, file, seed.file.name, alt=seed.alt) for seed, file in stored]
        keys = tuple(row.key for row in rows)
    return Attached(keys, tuple(_reference(key, *each) for key, each in zip(keys, stored, strict=True)))


def _stored(seed: MediaSeed, config: Config) -> Stored:
    return receive(seed.file.read_bytes(), seed.file.name, root=config.uploads_dir, max_bytes=config.attachment_bytes)


def _reference(key: str, seed: MediaSeed, stored: Stored) -> AttachmentRef:
    return AttachmentRef(
        url=paths.attachment(key, seed.file.name),
        thumb_url=paths.thumbnail(key) if stored.thumbnail else "",
        width=stored.width or 0,
        height=stored.height or 0,
        alt=seed.alt,
    )
