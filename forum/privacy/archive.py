"""All that is kept about a person, as one ZIP: a JSON file per slice, texts as Markdown, files as they are stored."""

import json
import re
import zipfile
from pathlib import Path
from typing import IO

from forum.accounts.models import User
from forum.privacy.slices import exports

_UNSAFE = re.compile(r"[^\w.-]+")
_NAME_LENGTH = 100


def write_archive(user: User, target: IO[bytes], *, uploads: Path) -> None:
    """Write it to `target`. Slices that keep nothing of this person leave no trace in it."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, export in exports(uploads):
            record, files = export(user)
            if record:
                archive.writestr(f"{name}.json", json.dumps(record, ensure_ascii=False, indent=2, default=str))
            for number, (filename, content) in enumerate(files, 1):
                _add(archive, f"{name}/{number:05}-{safe_name(filename)}", content)


def safe_name(filename: str) -> str:
    """A name that stays in its folder wherever the archive is unpacked."""
    # security: file names are their owner's words; « ../../.bashrc » must not leave the archive's folder
    return _UNSAFE.sub("_", filename).strip("._")[-_NAME_LENGTH:] or "file"


def _add(archive: zipfile.ZipFile, name: str, content: bytes | Path) -> None:
    if isinstance(content, bytes):
        archive.writestr(name, content)
    elif content.is_file():
        archive.write(content, name, zipfile.ZIP_STORED)  # pictures and PDF are compressed already
