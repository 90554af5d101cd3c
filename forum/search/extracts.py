"""The text of attachments, so that they are found by what they say: plain text as it is, PDF read by a bounded child.

A text is kept beside the index under its file's digest, since a topic is indexed anew more often than its files change.
"""

import tempfile
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from forum.config import Config
from forum.uploads.confined import runs_well
from forum.uploads.pdftext import SECONDS
from forum.uploads.storage import path_of

_PRIVATE = 0o700


@dataclass(frozen=True)
class _Place:
    uploads: Path
    kept: Path
    chars: int


_place: ContextVar[_Place | None] = ContextVar("extracts", default=None)


def read_files_of(config: Config) -> None:
    """Say where this site's files lie, and how much text of one is wanted. Without it, files have no text."""
    _place.set(_Place(config.uploads_dir, config.search_dir / "texts", config.search_file_chars))


def text_of_files(files: Iterable[tuple[str, str]]) -> str:
    """The text of those files (type and digest) that have any."""
    place = _place.get()
    if place is None:
        return ""
    return "\n".join(filter(None, (_text(place, mime, digest) for mime, digest in files)))


def _text(place: _Place, mime: str, digest: str) -> str:
    path = path_of(place.uploads, digest)
    if not path.exists():
        return ""
    if mime.startswith("text/"):
        with path.open("rb") as file:
            return file.read(place.chars * 4).decode("utf-8", "replace")[: place.chars]
    return _kept_text(place, path) if mime == "application/pdf" else ""


def _kept_text(place: _Place, path: Path) -> str:
    kept = place.kept / path.name
    if not kept.exists():
        place.kept.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        draft = kept.with_suffix(".new")
        draft.write_text(pdf_text(path, place.chars), encoding="utf-8")
        draft.replace(kept)
    return kept.read_text(encoding="utf-8")


def pdf_text(path: Path, chars: int) -> str:
    """The text of a PDF; empty when it has none, or cannot be read within the child's limits."""
    with tempfile.TemporaryFile() as result, path.open("rb") as source:
        if not runs_well("forum.uploads.pdftext", str(chars), source, result, seconds=SECONDS):
            return ""
        result.seek(0)
        return result.read().decode("utf-8", "replace")[:chars]
