"""How a mail leaves: by SMTP, or into a folder while there is no mail server. Only the worker sends.

`FORUM_MAIL_URL`: `smtp://user:password@host:port` (encrypted as soon as the server offers it), `smtp+starttls://…`
(encrypted or not at all), `smtps://…` (encrypted from the start), `folder:PATH`.
"""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app

from forum.config import BadSetting, Config

_TIMEOUT_SECONDS = 20
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}

Encoding = Literal["8bit", "quoted-printable"]


class Mailer(Protocol):
    """Somewhere to hand mails to. `encoding` is how their bodies should be written for it."""

    @property
    def encoding(self) -> Encoding: ...

    def send(self, message: EmailMessage) -> None:
        """Hand it over, or raise OSError or SMTPException; the outbox tries again later."""


@dataclass(frozen=True)
class SmtpMailer:
    """A mail server."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    security: Literal["smtp", "smtp+starttls", "smtps"] = "smtp"
    encoding: Encoding = "quoted-printable"

    def send(self, message: EmailMessage) -> None:
        with self._connected() as server:
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message)

    def _connected(self) -> smtplib.SMTP:
        if self.security == "smtps":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=_TIMEOUT_SECONDS, context=context)
        server = smtplib.SMTP(self.host, self.port, timeout=_TIMEOUT_SECONDS)
        server.ehlo()
        local = self.host in _LOOPBACK
        if self.security == "smtp+starttls" or (server.has_extn("starttls") and not local):
            server.starttls(context=ssl.create_default_context())
        elif self.user and not local:
            server.close()
            # security: whoever listens on the way must not get the password of the mail account
            raise smtplib.SMTPNotSupportedError("the mail server offers no encryption: the password stays here")
        return server


@dataclass(frozen=True)
class FolderMailer:
    """Each mail becomes a file `<key>.eml`, readable as it is."""

    folder: Path
    encoding: Encoding = "8bit"

    def send(self, message: EmailMessage) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = message["Message-ID"].strip("<>").partition("@")[0]
        part = self.folder / f"{name}.part"
        part.write_bytes(message.as_bytes())
        part.replace(self.folder / f"{name}.eml")


def mailer_for(url: str) -> Mailer:
    """The mailer that a `FORUM_MAIL_URL` names. Raises BadSetting."""
    scheme, _, rest = url.partition(":")
    if scheme == "folder" and rest:
        return FolderMailer(Path(rest).expanduser())
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise BadSetting("FORUM_MAIL_URL looks like smtp://user:password@host:587, smtps://… or folder:PATH.")
    return SmtpMailer(
        parts.hostname,
        parts.port or _PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        parts.scheme,  # type: ignore[arg-type]  # one of the three, checked above
    )


def join(app: Flask, config: Config) -> None:
    """Choose the mailer. Raises BadSetting for an address or a sender that cannot be."""
    if "@" not in parseaddr(config.mail_from)[1]:
        raise BadSetting("FORUM_MAIL_FROM looks like Parvis <forum@example.org>.")
    app.extensions["mailer"] = mailer_for(config.mail_url)


def mailer() -> Mailer:
    return current_app.extensions["mailer"]
