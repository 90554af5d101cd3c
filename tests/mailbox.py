"""What left by mail: the folder that a site under test sends to, read as a person's mail program reads it."""

import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from flask import Flask

from forum.outbox import drain
from forum.web.mail import FolderMailer

_LINK = re.compile(r"http://localhost(/\S+)")


@dataclass(frozen=True)
class Letter:
    """One mail."""

    message: EmailMessage

    @property
    def to(self) -> str:
        return str(self.message["To"])

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        part = self.message.get_body(("plain",))
        assert part is not None
        return str(part.get_content()).replace("\r\n", "\n")

    @property
    def html(self) -> str:
        part = self.message.get_body(("html",))
        assert part is not None
        return str(part.get_content())

    def link(self, beginning: str) -> str:
        """The first link of the text whose path begins so, as a path."""
        found = [path for path in _LINK.findall(self.text) if path.startswith(beginning)]
        assert found, f"no link to {beginning} in: {self.text}"
        return found[0]


class Mailbox:
    """The folder of one application."""

    def __init__(self, app: Flask) -> None:
        mailer = app.extensions["mailer"]
        assert isinstance(mailer, FolderMailer)
        self.app, self.folder = app, mailer.folder
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in self._files():
            old.unlink()

    def collect(self) -> list[Letter]:
        """Let the worker send what waits; take out what came, in no order."""
        with self.app.app_context():
            while drain().done:
                pass
        letters = []
        for file in self._files():
            letters.append(Letter(BytesParser(policy=policy.default).parsebytes(file.read_bytes())))
            file.unlink()
        return letters

    def only(self) -> Letter:
        """The one mail that came."""
        letters = self.collect()
        assert len(letters) == 1, [(each.to, each.subject) for each in letters]
        return letters[0]

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("*.eml"))
