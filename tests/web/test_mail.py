"""Mails: what they look like, that nothing typed by a member can bend them, and how they leave."""

import smtplib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from flask import Flask

from forum.accounts.models import User
from forum.config import BadSetting
from forum.db import db
from forum.errors import Invalid
from forum.notifications.mailing import ask_for_mail, ask_for_mail_to
from forum.outbox.models import OutboxRow
from forum.web.letters import Recipient, compose, defanged
from forum.web.mail import FolderMailer, SmtpMailer, mailer_for
from tests.factories import Factory
from tests.mailbox import Mailbox
from tests.smtp import Sink, free_port


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def smtp_url(sink: Sink) -> Iterator[str]:
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield f"smtp://127.0.0.1:{controller.port}"
    controller.stop()


def ask(factory: Factory, user_id: int, template: str = "trial", **params: object) -> None:
    factory.write(lambda: ask_for_mail(db.session.get_one(User, user_id), template, **params))


def test_a_mail_is_whole(app: Flask, factory: Factory) -> None:
    box = Mailbox(app)
    ask(factory, factory.user("Émilie"))
    letter = box.only()
    message = letter.message
    assert letter.to == "emilie@example.org"
    assert letter.subject == "Courriel d’essai de Parvis"
    assert message["From"] == "Parvis <forum@localhost>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@localhost>")
    assert message["Date"].datetime.tzinfo is not None
    assert message["Content-Language"] == "fr"
    assert letter.text.startswith("Bonjour Émilie,\n\nCe courriel a été demandé")
    assert '<html lang="fr">' in letter.html
    assert "<p>Bonjour Émilie,</p>" in letter.html


def test_a_member_reads_it_in_their_language(app: Flask, factory: Factory) -> None:
    box = Mailbox(app)
    ask(factory, factory.user("ann", language="en"))
    ask(factory, factory.user("Ève"))
    languages = {letter.to: letter.message["Content-Language"] for letter in box.collect()}
    assert languages == {"ann@example.org": "en", "eve@example.org": "fr"}


def test_links_come_from_the_site_and_never_from_a_parameter(app: Flask, factory: Factory) -> None:
    box = Mailbox(app)
    user_id = factory.user()
    ask(factory, user_id, "password_changed", reset_path="/reset")
    assert "http://localhost/reset" in box.only().text
    for address in ("https://evil.example/reset", "reset", 3):
        with pytest.raises(ValueError, match="is not an address"):
            ask(factory, user_id, "password_changed", reset_path=address)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("www.evil.example", "www[.]evil[.]example"),
        ("https://evil.example/x", "https[:]//evil[.]example/x"),
        ("moi@evil.example", "moi[@]evil[.]example"),
        ("M. Dupont", "M. Dupont"),
        ("Un titre : oui ?", "Un titre : oui ?"),
        ("deux\r\nlignes\tet\x0bplus", "deux lignes et plus"),
        ("", ""),
    ],
)
def test_typed_text_holds_no_address(typed: str, shown: str) -> None:
    assert defanged(typed) == shown


def test_a_name_that_looks_like_a_link_is_none(app: Flask, factory: Factory) -> None:
    box = Mailbox(app)
    ask(factory, factory.admin("gagnez.example.org"), "account_waits", applicant="www.evil.fr", people_path="/admin")
    letter = box.only()
    assert "Bonjour gagnez[.]example[.]org," in letter.text
    for part in (letter.text, letter.html):
        assert "www[.]evil[.]fr" in part
        assert "www.evil.fr" not in part


def test_html_and_template_marks_are_text(app: Flask, factory: Factory) -> None:
    box = Mailbox(app)
    ask(factory, factory.admin(), "account_waits", applicant="<b>{{ 7*7 }}</b>", people_path="/admin")
    letter = box.only()
    assert "<b>{{ 7*7 }}</b>" in letter.text
    assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;" in letter.html


@pytest.mark.parametrize("address", ["a@example.org\r\nBcc: b@example.org", "a@example.org\nX: y", "a b@x.fr", "a", ""])
def test_an_address_adds_no_header(app: Flask, address: str) -> None:
    with app.app_context(), pytest.raises(Invalid):
        compose(Recipient(address), "trial", {}, "key")


def test_line_ends_in_a_subject_add_no_header(app: Flask, factory: Factory) -> None:
    user_id = factory.user()
    topic_id = factory.topic(factory.forum(), user_id)
    params = {"title": "Sujet\r\nBcc: tous@example.org", "post_path": "/p/1", "for_readers_of": topic_id}
    box = Mailbox(app)
    ask(factory, user_id, "post_approved", **params)
    message = box.only().message
    assert message["Bcc"] is None
    assert "\n" not in message["Subject"]


def test_moments_are_shown_in_the_readers_time_zone(app: Flask, factory: Factory) -> None:
    box = Mailbox(app)
    moment = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    for zone in ("", "America/New_York"):
        until = {"until_at": moment, "reason": "Insultes"}
        ask(factory, factory.user(timezone=zone), "suspended", **until)
    texts = [" ".join(letter.text.split()) for letter in box.collect()]
    assert any("1er février 2026 à 00:30" in text for text in texts)
    assert any("31 janvier 2026 à 18:30" in text for text in texts)


@pytest.mark.parametrize(
    "columns",
    [{"active": False}, {"erased": True}, {"seeded": True}, {"email": "x@parvis.invalid"}, {"confirmed_at": None}],
)
def test_who_is_gone_gets_no_mail(app: Flask, factory: Factory, columns: dict[str, object]) -> None:
    box = Mailbox(app)
    ask(factory, factory.user("zoe", **columns))
    assert box.collect() == []


def test_a_mail_about_a_topic_leaves_only_to_who_may_read_it_then(app: Flask, factory: Factory) -> None:
    box = Mailbox(app)
    moderator, member = factory.moderator(), factory.user()
    topic_id = factory.topic(factory.private_forum(), moderator, "Secret")
    for user_id in (moderator, member):
        ask(factory, user_id, "post_approved", title="Secret", post_path="/p/1", for_readers_of=topic_id)
    assert box.only().to == "modeste@example.org"


def test_an_address_without_account_can_be_written_to(app: Flask, factory: Factory) -> None:
    box = Mailbox(app)
    factory.write(lambda: ask_for_mail_to("essai@example.org", "trial"))
    letter = box.only()
    assert letter.to == "essai@example.org"
    assert letter.text.startswith("Bonjour,\n")


def test_a_mail_leaves_by_smtp(app: Flask, factory: Factory, sink: Sink, smtp_url: str) -> None:
    app.extensions["mailer"], before = mailer_for(smtp_url), app.extensions["mailer"]
    try:
        ask(factory, factory.user("Émilie"))
        factory.drain()
    finally:
        app.extensions["mailer"] = before
    assert sink.envelopes[0].rcpt_tos == ["emilie@example.org"]
    (letter,) = sink.letters()
    assert "Bonjour Émilie," in letter.text
    assert sink.envelopes[0].content.isascii()


def test_a_mail_refused_for_now_is_sent_again_as_the_same_one(
    app: Flask, factory: Factory, sink: Sink, smtp_url: str
) -> None:
    mailer = mailer_for(smtp_url)
    app.extensions["mailer"], before = mailer, app.extensions["mailer"]
    sink.refuses = 1
    try:
        ask(factory, factory.user())
        factory.drain()
        assert sink.envelopes == []
        for _ in range(2):  # a crash after sending: the row is still there
            factory.write(lambda: db.session.query(OutboxRow).update({"run_at": OutboxRow.created_at, "done_at": None}))
            factory.drain()
    finally:
        app.extensions["mailer"] = before
    first, second = sink.letters()
    assert first.message["Message-ID"] == second.message["Message-ID"]


def test_a_password_is_not_sent_in_clear(sink: Sink) -> None:
    """127.0.0.2 is the same machine under a name that does not count as local."""
    port = free_port()
    controller = Controller(sink, hostname="127.0.0.2", port=port, authenticator=_anybody, auth_require_tls=False)
    controller.start()
    try:
        mailer = SmtpMailer("127.0.0.2", port, "user", "secret")
        with pytest.raises(smtplib.SMTPNotSupportedError, match="encryption"):
            mailer.send(_plain())
    finally:
        controller.stop()
    assert sink.envelopes == []


def test_a_password_opens_a_local_server(sink: Sink) -> None:
    port = free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=port, authenticator=_only_secret, auth_require_tls=False)
    controller.start()
    try:
        SmtpMailer("127.0.0.1", port, "user", "secret").send(_plain())
        with pytest.raises(smtplib.SMTPAuthenticationError):
            SmtpMailer("127.0.0.1", port, "user", "wrong").send(_plain())
    finally:
        controller.stop()
    assert len(sink.envelopes) == 1


@pytest.mark.parametrize(
    ("url", "mailer"),
    [
        ("smtp://mail.example.org", SmtpMailer("mail.example.org", 25)),
        ("smtps://a%40b:p%3Aw@mail.example.org", SmtpMailer("mail.example.org", 465, "a@b", "p:w", "smtps")),
        ("smtp+starttls://u:p@m.fr:2525", SmtpMailer("m.fr", 2525, "u", "p", "smtp+starttls")),
        ("folder:/somewhere/mail", FolderMailer(Path("/somewhere/mail"))),
    ],
)
def test_the_setting_names_a_mailer(url: str, mailer: object) -> None:
    assert mailer_for(url) == mailer


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://", "folder:", "smtp:25"])
def test_a_setting_that_names_none_is_refused(url: str) -> None:
    with pytest.raises(BadSetting, match="FORUM_MAIL_URL"):
        mailer_for(url)


def test_a_sender_that_is_no_address_is_refused(make_app: Callable[..., Flask]) -> None:
    with pytest.raises(BadSetting, match="FORUM_MAIL_FROM"):
        make_app(mail_from="Parvis")


def _plain() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = "a@example.org", "b@example.org", "<1@example.org>"
    message.set_content("Bonjour")
    return message


def _anybody(*_: object) -> AuthResult:
    return AuthResult(success=True)


def _only_secret(server: object, session: object, envelope: object, mechanism: object, data: object) -> AuthResult:
    return AuthResult(success=getattr(data, "password", b"") == b"secret", handled=False)
