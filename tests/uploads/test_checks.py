"""What is taken at first sight: size, first bytes, extension and content agree."""

import pytest

from forum.errors import Invalid
from forum.uploads.checks import check
from forum.uploads.kinds import Kind
from tests.uploads.files import EPS, HTML, PDF, SVG, TIFF
from tests.uploads.pictures import encoded, picture

LIMIT = 5 * 1024 * 1024
PNG, JPEG, WEBP, GIF = (encoded(picture(), name) for name in ("PNG", "JPEG", "WEBP", "GIF"))


@pytest.mark.parametrize(
    ("data", "filename", "kind"),
    [
        (PNG, "schéma.png", Kind.PNG),
        (PNG, "CAPTURE.PNG", Kind.PNG),
        (JPEG, "photo.jpg", Kind.JPEG),
        (JPEG, "photo.jpeg", Kind.JPEG),
        (WEBP, "photo.webp", Kind.WEBP),
        (GIF, "a.b.c.gif", Kind.GIF),
        (PDF, "contrat.pdf", Kind.PDF),
        (PDF.replace(b"%PDF-1.7\n", b"%PDF-2.0\r\n"), "contrat.pdf", Kind.PDF),
        (PDF + b"\n" * 500, "contrat.pdf", Kind.PDF),
        ("Éditeur : 3 €".encode(), "note.txt", Kind.TEXT),
        ("Éditeur".encode("latin-1"), "note.txt", Kind.TEXT),
        (b"\xef\xbb\xbfBOM", "journal.log", Kind.TEXT),
        (b"# Titre", "lisez-moi.md", Kind.TEXT),
        (HTML, "page-d-exemple.txt", Kind.TEXT),  # given out as plain text, to be saved
        (PNG, "../../etc/passwd/x.png", Kind.PNG),
        (PNG, "C:\\Images\\x.png", Kind.PNG),
    ],
)
def test_honest_files_are_taken(data: bytes, filename: str, kind: Kind) -> None:
    assert check(data, filename, max_bytes=LIMIT) is kind


@pytest.mark.parametrize(
    ("data", "filename", "advice"),
    [
        (b"", "vide.txt", "vide"),
        (b"x" * (LIMIT + 1), "long.txt", "dépasse 5 Mo"),
        (SVG, "dessin.svg", "envoyez une image"),
        (HTML, "page.html", "envoyez une image"),
        (PNG, "sans-extension", "envoyez une image"),
        (PNG, "", "envoyez une image"),
        (PNG, "image.png.exe", "envoyez une image"),
        (PNG, "image.png\0.html", "envoyez une image"),
        (HTML, "image.png", "finit par .png"),
        (SVG, "image.png", "finit par .png"),
        (PNG, "image.jpg", "finit par .jpg"),
        (GIF, "note.txt", "finit par .txt"),
        (TIFF, "photo.jpg", "finit par .jpg"),
        (EPS, "photo.jpg", "finit par .jpg"),
        (PDF, "photo.png", "finit par .png"),
        (b"RIFF\0\0\0\0WAVEfmt ", "son.webp", "finit par .webp"),
        (b"\n" + PDF, "contrat.pdf", "finit par .pdf"),
        (PDF.replace(b"%PDF-1.7", b"%PDF-x.y"), "contrat.pdf", "abîmé"),
        (PDF.replace(b"%%EOF", b""), "contrat.pdf", "abîmé"),
        (PDF + b"PK" * 2000, "contrat.pdf", "abîmé"),
        (b"a\0b", "note.txt", "texte simple"),
        (b"MZ\x90\x00\x03", "note.txt", "texte simple"),
        (b"PK\x03\x04\x14", "note.txt", "texte simple"),
        ("Éditeur".encode("utf-16"), "note.txt", "texte simple"),
        (b"\x81\x8d", "note.txt", "texte simple"),
    ],
)
def test_other_files_are_refused_with_advice(data: bytes, filename: str, advice: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(data, filename, max_bytes=LIMIT)
    assert advice in str(refused.value)
    assert refused.value.field == "file"
