"""Rows of files, and the purge of what nobody refers to, on both databases."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from forum import clock
from forum.db import db
from forum.errors import Conflict
from forum.uploads import actions, queries
from forum.uploads.actions import Purged
from forum.uploads.intake import Stored, receive
from forum.uploads.models import Upload
from forum.uploads.storage import files_before
from tests.uploads.pictures import encoded, picture

DAY = timedelta(days=1)


@pytest.fixture
def stored(tmp_path: Path) -> Stored:
    """An image with a thumbnail, on disk, without a row."""
    return receive(encoded(picture(1600, 1200), "PNG"), "x.png", root=tmp_path, max_bytes=10**7)


@pytest.fixture
def purge(app: Flask, tmp_path: Path) -> Callable[..., Purged]:
    """Purges what is older than a day and not among the given digests."""

    def run(*used: str | None) -> Purged:
        before = clock.now() - DAY
        candidates = files_before(tmp_path, before)
        referenced = sa.union_all(*[sa.select(sa.literal(each, sa.String(64))) for each in used or (None,)])
        with app.app_context(), db.write():
            return actions.purge_unreferenced(referenced, before=before, candidates=candidates)

    return run


def record(app: Flask, stored: Stored) -> None:
    with app.app_context(), db.write():
        actions.record(stored)


def aged(stored: Stored) -> None:
    long_ago = (clock.now() - 3 * DAY).timestamp()
    for path in stored.paths:
        os.utime(path, (long_ago, long_ago))


def test_a_stored_file_gets_a_row(app: Flask, stored: Stored) -> None:
    record(app, stored)
    with app.app_context():
        upload = queries.by_digest(stored.digest)
        assert upload is not None
        assert (upload.mime, upload.size, upload.width, upload.height) == ("image/png", stored.size, 1600, 1200)
        assert (upload.thumb_width, upload.thumb_height) == (640, 480)
        assert queries.by_digest("0" * 64) is None


def test_the_same_file_twice_is_one_row_whose_grace_begins_again(app: Flask, stored: Stored) -> None:
    with clock.set_to(clock.now() - 3 * DAY):
        record(app, stored)
    record(app, stored)
    with app.app_context():
        (upload,) = db.session.scalars(sa.select(Upload)).all()
        assert clock.now() - upload.created_at < DAY


def test_a_file_that_vanished_meanwhile_is_asked_for_again(app: Flask, stored: Stored) -> None:
    stored.paths[1].unlink()
    with pytest.raises(Conflict):
        record(app, stored)


def test_what_nobody_refers_to_goes_row_first_then_files(
    app: Flask, stored: Stored, purge: Callable[..., Purged]
) -> None:
    with clock.set_to(clock.now() - 3 * DAY):
        record(app, stored)
    aged(stored)
    assert purge(None) == Purged(rows=1, files=0)
    assert all(path.exists() for path in stored.paths)
    assert purge() == Purged(rows=0, files=2)
    assert not any(path.exists() for path in stored.paths)
    assert purge() == Purged(rows=0, files=0)


def test_what_somebody_refers_to_stays(app: Flask, stored: Stored, purge: Callable[..., Purged]) -> None:
    with clock.set_to(clock.now() - 3 * DAY):
        record(app, stored)
    aged(stored)
    for _ in range(2):
        assert purge(stored.digest, None) == Purged(rows=0, files=0)
    assert all(path.exists() for path in stored.paths)


def test_what_is_new_stays_though_nobody_refers_to_it_yet(
    app: Flask, stored: Stored, purge: Callable[..., Purged]
) -> None:
    assert purge() == Purged(rows=0, files=0)  # on disk, its row still to come
    record(app, stored)
    aged(stored)
    assert purge() == Purged(rows=0, files=0)  # an old file whose row was renewed just now
    assert all(path.exists() for path in stored.paths)


def test_files_that_never_got_a_row_go(stored: Stored, purge: Callable[..., Purged]) -> None:
    aged(stored)
    assert purge() == Purged(rows=0, files=2)


def test_a_file_written_again_during_the_purge_stays(app: Flask, stored: Stored, tmp_path: Path) -> None:
    aged(stored)
    before = clock.now() - DAY
    candidates = files_before(tmp_path, before)
    for path in stored.paths:
        path.touch()
    with app.app_context(), db.write():
        done = actions.purge_unreferenced(sa.select(sa.null()), before=before, candidates=candidates)
    assert done == Purged(rows=0, files=0)
