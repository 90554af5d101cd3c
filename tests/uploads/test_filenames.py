"""Names as readers see them: no path, no trick, the right extension."""

import unicodedata

import pytest

from forum.uploads.filenames import display_name
from forum.uploads.kinds import Kind


@pytest.mark.parametrize(
    ("raw", "kind", "shown"),
    [
        ("photo.png", Kind.PNG, "photo.png"),
        ("Photo.JPEG", Kind.JPEG, "Photo.jpeg"),
        ("Contrat d’hébergement (v2).pdf", Kind.PDF, "Contrat d’hébergement (v2).pdf"),
        ("../../etc/passwd", Kind.TEXT, "passwd.txt"),
        ("C:\\Users\\moi\\photo.png", Kind.PNG, "photo.png"),
        ("..", Kind.PNG, "fichier.png"),
        ("", Kind.PNG, "fichier.png"),
        (".png", Kind.PNG, "fichier.png"),
        ("dossier/", Kind.GIF, "fichier.gif"),
        ("facture\u202egnp.exe", Kind.PNG, "facturegnp.png"),
        ("page.html", Kind.PNG, "page.png"),
        ("a\r\nSet-Cookie: x=1.png", Kind.PNG, "a Set-Cookie_ x=1.png"),
        ("nul\0.txt", Kind.TEXT, "nul.txt"),
        ("e\u0301te\u0301.png", Kind.PNG, "été.png"),
        ("e\u200b\u0301.png", Kind.PNG, "é.png"),
        ('<img src="x">.png', Kind.PNG, "_img src=_x__.png"),
        ("  .. caché . .png", Kind.PNG, "caché.png"),
        ("{{7*7}}.txt", Kind.TEXT, "{{7_7}}.txt"),
        ("\ud800.png", Kind.PNG, "fichier.png"),
        ("x" * 400 + ".jpeg", Kind.JPEG, "x" * 145 + ".jpeg"),
    ],
)
def test_names_are_made_safe_to_show(raw: str, kind: Kind, shown: str) -> None:
    name = display_name(raw, kind)
    assert name == shown
    assert name == unicodedata.normalize("NFC", name)
    assert len(name) <= 150
    assert display_name(name, kind) == name
