"""The slow way in, outside any write transaction: a sender's bytes to safe files on disk."""

from dataclasses import dataclass
from pathlib import Path

from forum.errors import Invalid
from forum.uploads.checks import FIELD, check
from forum.uploads.imaging import SafeImages, process_image
from forum.uploads.jobs import Crop, Purpose
from forum.uploads.kinds import Kind
from forum.uploads.storage import path_of, store
from forum.uploads.text import as_utf8
from forum.words import message


@dataclass(frozen=True)
class Thumbnail:
    """A smaller WebP of an image, stored. Width and height in pixels."""

    digest: str
    width: int
    height: int


@dataclass(frozen=True)
class Stored:
    """A safe file on disk that no row names yet: `actions.record` makes the row. `size` in bytes."""

    root: Path
    digest: str
    kind: Kind
    size: int
    width: int | None = None
    height: int | None = None
    thumbnail: Thumbnail | None = None

    @property
    def paths(self) -> list[Path]:
        digests = [self.digest] + ([self.thumbnail.digest] if self.thumbnail else [])
        return [path_of(self.root, digest) for digest in digests]


def receive(data: bytes, filename: str, *, root: Path, max_bytes: int) -> Stored:
    """Check, make safe and store a file to attach. Up to ten seconds of CPU. Raises Invalid or TooOften."""
    kind = check(data, filename, max_bytes=max_bytes)
    if kind.is_image:
        return _stored_images(root, process_image(data, kind, Purpose.ATTACHMENT), kind)
    safe = as_utf8(data) if kind is Kind.TEXT else data
    assert safe is not None  # `check` read it
    return Stored(root, store(root, safe), kind, len(safe))


def receive_avatar(data: bytes, filename: str, *, root: Path, max_bytes: int, crop: Crop | None = None) -> Stored:
    """The same for a portrait: an image of any accepted kind becomes one small square WebP; its middle, or `crop`."""
    kind = check(data, filename, max_bytes=max_bytes)
    if not kind.is_image:
        raise Invalid(message("Choisissez une image : PNG, JPEG, WebP ou GIF."), FIELD)
    return _stored_images(root, process_image(data, kind, Purpose.AVATAR, crop=crop), Kind.WEBP)


def _stored_images(root: Path, images: SafeImages, kind: Kind) -> Stored:
    full, small = images.full, images.thumbnail
    thumbnail = Thumbnail(store(root, small.data), small.width, small.height) if small else None
    return Stored(root, store(root, full.data), kind, len(full.data), full.width, full.height, thumbnail)
