"""Where safe files lie: `<root>/<two letters>/<SHA-256>`, written whole or not at all."""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

_DIGEST = re.compile(r"[0-9a-f]{64}")
_MODE = 0o640


def store(root: Path, data: bytes) -> str:
    """Write the file and return its digest. Writing the same bytes again renews the file's date."""
    digest = hashlib.sha256(data).hexdigest()
    path = path_of(root, digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    # In the same folder, since only there is a rename atomic. The purge finds it should we die before it.
    draft = path.with_name(f"{digest}.{secrets.token_hex(8)}.tmp")
    try:
        _write_through(draft, data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return digest


def path_of(root: Path, digest: str) -> Path:
    """Raises ValueError unless `digest` is one."""
    # security: an address of the site must not become a path out of the folder
    if not _DIGEST.fullmatch(digest):
        raise ValueError("not a digest")
    return root / digest[:2] / digest


def files_before(root: Path, moment: datetime) -> list[Path]:
    """The files last written before `moment`, abandoned drafts included."""
    return [path for path in _files(root) if written_before(path, moment)]


def written_before(path: Path, moment: datetime) -> bool:
    """Whether the file is still there and was last written before `moment`."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) < moment
    except FileNotFoundError:
        return False


def _files(root: Path) -> Iterator[Path]:
    return (path for path in root.glob("[0-9a-f][0-9a-f]/*") if _DIGEST.match(path.name))


def _write_through(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(file.fileno(), _MODE)  # whatever the umask of the service
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
