"""From a sender's bytes to files on disk, in one step."""

from pathlib import Path

import pytest

from forum.errors import Invalid
from forum.uploads.intake import Stored, receive, receive_avatar
from forum.uploads.kinds import Kind
from tests.uploads.files import PDF
from tests.uploads.pictures import SECRET, encoded, opened, picture, with_metadata

LIMIT = 5 * 1024 * 1024


def test_an_image_is_stored_with_its_thumbnail(tmp_path: Path) -> None:
    stored = receive(encoded(picture(1600, 1200), "PNG"), "x.png", root=tmp_path, max_bytes=LIMIT)
    assert (stored.kind, stored.width, stored.height) == (Kind.PNG, 1600, 1200)
    assert stored.thumbnail is not None
    full, small = (path.read_bytes() for path in stored.paths)
    assert (opened(full).size, len(full)) == ((1600, 1200), stored.size)
    assert opened(small).size == (stored.thumbnail.width, stored.thumbnail.height) == (640, 480)


def test_what_is_stored_is_never_what_was_sent(tmp_path: Path) -> None:
    stored = receive(with_metadata("JPEG"), "x.jpg", root=tmp_path, max_bytes=LIMIT)
    assert SECRET not in stored.paths[0].read_bytes()


def test_text_is_stored_in_utf8_and_a_pdf_as_it_is(tmp_path: Path) -> None:
    text = receive("déjà\r\n".encode("latin-1"), "x.txt", root=tmp_path, max_bytes=LIMIT)
    pdf = receive(PDF, "x.pdf", root=tmp_path, max_bytes=LIMIT)
    assert text.paths[0].read_bytes() == "déjà\n".encode()
    assert pdf.paths[0].read_bytes() == PDF
    assert (text.size, text.width, pdf.kind, pdf.thumbnail) == (7, None, Kind.PDF, None)


def test_an_avatar_is_one_square_whatever_was_sent(tmp_path: Path) -> None:
    stored = receive_avatar(encoded(picture(900, 600), "JPEG"), "moi.jpg", root=tmp_path, max_bytes=LIMIT)
    assert stored == Stored(tmp_path, stored.digest, Kind.WEBP, stored.size, 256, 256)
    with pytest.raises(Invalid, match="Choisissez une image"):
        receive_avatar(PDF, "moi.pdf", root=tmp_path, max_bytes=LIMIT)


def test_what_is_refused_leaves_nothing_on_disk(tmp_path: Path) -> None:
    for data, name in ((b"", "x.png"), (encoded(picture(), "PNG")[:-30], "x.png"), (b"\0", "x.txt")):
        with pytest.raises(Invalid):
            receive(data, name, root=tmp_path, max_bytes=LIMIT)
    assert list(tmp_path.iterdir()) == []
