"""Files on disk: whole or absent, named by us, readable by the service alone."""

import hashlib
import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from forum import clock
from forum.uploads.storage import files_before, path_of, store, written_before


def test_a_file_is_named_by_its_digest_and_closed_to_others(tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        digest = store(tmp_path, b"bytes")
    finally:
        os.umask(mask)
    path = path_of(tmp_path, digest)
    assert digest == hashlib.sha256(b"bytes").hexdigest()
    assert path == tmp_path / digest[:2] / digest
    assert path.read_bytes() == b"bytes"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_the_same_bytes_twice_are_one_file_with_a_new_date(tmp_path: Path) -> None:
    digest = store(tmp_path, b"bytes")
    path = path_of(tmp_path, digest)
    os.utime(path, (0, 0))
    assert store(tmp_path, b"bytes") == digest
    assert path.stat().st_mtime > 0
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == [path]


def test_a_disk_that_refuses_leaves_no_half_file(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"bytes").hexdigest()
    path_of(tmp_path, digest).mkdir(parents=True)  # a folder in its place: the last step fails
    with pytest.raises(OSError, match=digest):
        store(tmp_path, b"bytes")
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


@pytest.mark.parametrize(
    "text", ["", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n", "/" + "a" * 63, "g" * 64]
)
def test_only_a_digest_becomes_a_path(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match="digest"):
        path_of(tmp_path, text)


def test_old_files_and_abandoned_drafts_are_found(tmp_path: Path) -> None:
    old, new = (path_of(tmp_path, store(tmp_path, text)) for text in (b"old", b"new"))
    draft = old.with_name(f"{old.name}.0123.tmp")
    draft.touch()
    stranger = tmp_path / "ab" / "notes.txt"
    stranger.parent.mkdir(exist_ok=True)
    stranger.touch()
    for path in (old, draft, stranger):
        os.utime(path, (0, 0))
    yesterday = clock.now() - timedelta(days=1)
    assert sorted(files_before(tmp_path, yesterday)) == sorted([old, draft])
    assert files_before(tmp_path / "not-made-yet", yesterday) == []
    assert not written_before(new, yesterday)
    assert not written_before(tmp_path / "gone", yesterday)
