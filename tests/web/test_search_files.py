"""What attachments say is searched: a PDF read by the bounded child, a text as it is; told apart, and as private."""

import pytest
from flask import Flask

from forum.search import indexing
from forum.search.extracts import pdf_text
from tests.browsing import Browser
from tests.factories import Factory
from tests.web.test_attachments import POST, file

_SENTENCES = ("La clause de non-concurrence palimpseste", "dure deux ans.")


def pdf(*lines: str) -> bytes:
    """A small, valid PDF of one page that says these lines."""
    shown = " T* ".join(f"({line}) Tj" for line in lines).encode("cp1252")
    stream = b"BT /F1 12 Tf 14 TL 72 720 Td " + shown + b" ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(written)
    return written + b"xref\n0 6\n0000000000 65535 f \n" + table + end


@pytest.fixture
def writer(factory: Factory) -> int:
    return factory.user("alice")


def reply_with(factory: Factory, author_id: int, topic_id: int, data: bytes, name: str) -> None:
    browser = factory.browser(author_id)
    form = browser.get(f"/t/{topic_id}/reply").form(f"/t/{topic_id}/reply")
    page = form.submit(button=POST, body="Voir la pièce jointe.", files=file(data, name))
    assert page.status == 200


def work(app: Flask, factory: Factory) -> None:
    factory.drain()
    with app.app_context():
        indexing.repair(app.extensions["search"], app.extensions["forum"])
        indexing.index_waiting(app.extensions["search"], app.extensions["forum"])


def test_a_pdf_is_found_by_what_it_says_and_told_as_such(app: Flask, factory: Factory, writer: int) -> None:
    topic = factory.topic(factory.forum("Contrats"), writer, "Mon contrat", "Qu’en pensez-vous ?")
    reply_with(factory, writer, topic, pdf(*_SENTENCES), "contrat.pdf")
    work(app, factory)
    page = Browser(app).get("/search?q=palimpseste")
    assert "Mon contrat" in page.words()
    assert "trouvé dans une pièce jointe" in page.words()
    assert "Mon contrat" in Browser(app).get("/search?q=concurrence+fichier:pdf").words()
    assert "trouvé dans une pièce jointe" not in Browser(app).get("/search?q=pensez").words()


def test_so_is_a_text(app: Flask, factory: Factory, writer: int) -> None:
    topic = factory.topic(factory.forum("Contrats"), writer, "Mon journal", "Le voici.")
    reply_with(factory, writer, topic, b"Erreur 403 : pamplemousse interdit.\n", "journal.txt")
    work(app, factory)
    page = Browser(app).get("/search?q=pamplemousse")
    assert "Mon journal" in page.words()
    assert "trouvé dans une pièce jointe" in page.words()


def test_a_private_file_is_found_by_nobody_else(app: Flask, factory: Factory) -> None:
    staff = factory.moderator()
    topic = factory.topic(factory.private_forum(), staff, "Dossier", "Pièce jointe.")
    reply_with(factory, staff, topic, pdf(*_SENTENCES), "secret.pdf")
    work(app, factory)
    assert "0 sujet trouvé" in Browser(app).get("/search?q=palimpseste").words()
    assert "Dossier" not in Browser(app).get("/search?q=fichier:pdf").words()
    assert "palimpseste" not in Browser(app).get("/search?q=palimpsestte").words()
    assert "Dossier" in factory.browser(staff).get("/search?q=palimpseste").words()


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\nnothing\n%%EOF", pdf(*_SENTENCES)[:-200], b"%PDF-1.4\n" + b"1 0 obj\n<<" * 50_000],
    ids=["empty", "cut", "nested"],
)
def test_one_that_cannot_be_read_has_no_text_and_stops_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("pdf") / "file"
    path.write_bytes(data)
    assert len(pdf_text(path, 1000)) <= 1000


def test_no_more_is_read_than_is_wanted(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("pdf") / "file"
    path.write_bytes(pdf(*(f"phrase {number}" for number in range(500))))
    assert pdf_text(path, 300).startswith("phrase 0")
    assert len(pdf_text(path, 300)) == 300
