"""Text comes out as UTF-8 with plain line ends, or not at all."""

import pytest

from forum.uploads.text import as_utf8


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("déjà".encode(), "déjà"),
        (b"\xef\xbb\xbfsans marque", "sans marque"),
        ("déjà".encode("latin-1"), "déjà"),
        ("l’euro : 3 €".encode("cp1252"), "l’euro : 3 €"),
        (b"un\r\ndeux\rtrois\n", "un\ndeux\ntrois\n"),
        (b"\t\x1b[31mrouge\x1b[0m\x0c", "\t\x1b[31mrouge\x1b[0m\x0c"),
    ],
)
def test_text_is_brought_to_utf8(data: bytes, text: str) -> None:
    assert as_utf8(data) == text.encode()


@pytest.mark.parametrize("data", [b"\0", b"a\x01", b"\x7f", b"\x81", "\x9b".encode(), b"\xff\xfea\0"])
def test_bytes_that_are_no_text_are_not_guessed(data: bytes) -> None:
    assert as_utf8(data) is None
