"""Files are given out so that none can act as a page of the site."""

import pytest
from werkzeug.http import parse_options_header

from forum.uploads.headers import file_headers
from forum.uploads.kinds import Kind


@pytest.mark.parametrize("kind", list(Kind))
def test_only_raster_images_open_in_place(kind: Kind) -> None:
    headers = file_headers(kind.mime, f"nom.{kind.extensions[0]}")
    way = parse_options_header(headers["Content-Disposition"])[0]
    assert way == ("inline" if kind in {Kind.PNG, Kind.JPEG, Kind.WEBP, Kind.GIF} else "attachment")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "private, max-age=31536000, immutable"


def test_text_says_its_encoding() -> None:
    assert file_headers("text/plain", "a.txt")["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("mime", ["text/html", "image/svg+xml", "application/javascript", "", "text/plain\r\nX: y"])
def test_an_unknown_type_is_bytes_to_save(mime: str) -> None:
    headers = file_headers(mime, "a.html")
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    ("filename", "line"),
    [
        ("contrat.pdf", "attachment; filename=\"contrat.pdf\"; filename*=UTF-8''contrat.pdf"),
        ("été (2).pdf", "attachment; filename=\"ete (2).pdf\"; filename*=UTF-8''%C3%A9t%C3%A9%20%282%29.pdf"),
        ("日本", "attachment; filename=\"file\"; filename*=UTF-8''%E6%97%A5%E6%9C%AC"),
        ('a";b.pdf', "attachment; filename=\"a;b.pdf\"; filename*=UTF-8''a%22%3Bb.pdf"),
        ("a\r\nX-Evil: 1", "attachment; filename=\"aX-Evil: 1\"; filename*=UTF-8''aX-Evil%3A%201"),
        ("100%.pdf", "attachment; filename=\"100.pdf\"; filename*=UTF-8''100%25.pdf"),
    ],
)
def test_the_name_is_written_by_rfc_6266(filename: str, line: str) -> None:
    headers = file_headers("application/pdf", filename)
    assert headers["Content-Disposition"] == line
    assert all(value.isascii() and value.isprintable() for value in headers.values())
