"""The text of attachments, so that they are found by what they say."""

from collections.abc import Iterable
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from forum.uploads.storage import path_of

_root: ContextVar[tuple[Path, int] | None] = ContextVar("uploads", default=None)


def read_files_from(root: Path, chars: int) -> None:
    """Say where the files of this site lie, and how much text of one is wanted."""
    _root.set((root, chars))


def text_of_files(files: Iterable[tuple[str, str]]) -> str:
    """The text of those files (type and digest) that have any."""
    place = _root.get()
    if place is None:
        return ""
    texts = (_text(place[0], mime, digest, place[1]) for mime, digest in files)
    return "\n".join(filter(None, texts))


@lru_cache(maxsize=8)
def _text(root: Path, mime: str, digest: str, chars: int) -> str:
    path = path_of(root, digest)
    if not path.exists():
        return ""
    if mime.startswith("text/"):
        with path.open("rb") as file:
            return file.read(chars * 4).decode("utf-8", "replace")[:chars]
    return ""
