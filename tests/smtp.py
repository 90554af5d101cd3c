"""A real mail server on loopback, which can be stopped and started again at the same address."""

import socket
from email import policy
from email.parser import BytesParser
from types import TracebackType
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.mailbox import Letter


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Sink:
    """A mail server's memory."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.refuses = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's
        if self.refuses:
            self.refuses -= 1
            return "451 try later"
        self.envelopes.append(envelope)
        return "250 OK"

    def letters(self) -> list[Letter]:
        parser = BytesParser(policy=policy.default)
        return [Letter(parser.parsebytes(envelope.content)) for envelope in self.envelopes]


class MailServer:
    """Runs inside `with`; `stop` and `start` take it down and up again."""

    def __init__(self) -> None:
        self._sink, self._port = Sink(), free_port()
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._port}"

    def letters(self) -> list[Letter]:
        """All that came, oldest first."""
        return self._sink.letters()

    def start(self) -> None:
        self._controller = Controller(self._sink, hostname="127.0.0.1", port=self._port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
