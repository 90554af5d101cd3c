"""Real servers on this machine, well-mannered and not, for what asks whether a link still answers."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from forum import clock

Answers = Callable[[socket.socket, bytes], None]  # the connection, and the head of what was asked


class Server:
    """Answers each connection by a function, and remembers the head of every request."""

    def __init__(self, answers: Answers, tls: ssl.SSLContext | None = None, address: str = "127.0.0.1") -> None:
        self.heads: list[str] = []
        self.names: list[str | None] = []  # what TLS was told, of each connection
        self.connections = 0
        self.answers, self._tls, self._stop = answers, tls, threading.Event()
        self._socket = socket.create_server((address, 0))
        self._socket.settimeout(0.1)
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    def close(self) -> None:
        self._stop.set()
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            with suppress(TimeoutError):
                connection, _ = self._socket.accept()
                self.connections += 1
                threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.settimeout(10)
            spoken: socket.socket = connection
            if self._tls is not None:
                spoken = self._tls.wrap_socket(connection, server_side=True)
            with spoken:
                head = b""
                while b"\r\n\r\n" not in head and (more := spoken.recv(4096)):
                    head += more
                self.heads.append(head.decode("latin-1"))
                self.answers(spoken, head)


@contextmanager
def serving(answers: Answers, **more: object) -> Iterator[Server]:
    server = Server(answers, **more)  # type: ignore[arg-type]
    try:
        yield server
    finally:
        server.close()


def plain(status: str = "200 OK", *headers: str, body: bytes = b"Bonjour", for_head: str = "") -> Answers:
    """An ordinary answer; `for_head`: another status where only the head is asked for."""

    def answer(connection: socket.socket, head: bytes) -> None:
        only_head = head.startswith(b"HEAD")
        lines = [f"HTTP/1.1 {for_head if only_head and for_head else status}", f"Content-Length: {len(body)}", *headers]
        connection.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1"))
        if not only_head:
            connection.sendall(body)

    return answer


def to(location: str, status: str = "302 Found") -> Answers:
    return plain(status, f"Location: {location}", body=b"")


def by_path(**answers: Answers) -> Answers:
    """Another answer by the first word of the path; `rest` for all others."""

    def answer(connection: socket.socket, head: bytes) -> None:
        word = head.split(b" ")[1].decode("latin-1").split("?")[0].strip("/").split("/")[0]
        answers.get(word, answers.get("rest", plain("404 Not Found")))(connection, head)

    return answer


def drip(*, before: bytes, byte: bytes = b"a", pause: float = 0.05) -> Answers:
    """One byte after another, without end."""

    def answer(connection: socket.socket, head: bytes) -> None:
        connection.sendall(before)
        while True:
            connection.sendall(byte)
            time.sleep(pause)

    return answer


def silent(connection: socket.socket, head: bytes) -> None:
    """Takes the question, and says nothing."""
    time.sleep(5)


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server shows for a name, and what a client that trusts it has."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    day = clock.now()
    names = x509.SubjectAlternativeName([x509.DNSName(name), x509.IPAddress(ip_address("127.9.9.9"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(day - timedelta(days=1))
        .not_valid_after(day + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / f"{name}.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(pem)
    return shown, ssl.create_default_context(cadata=made.public_bytes(serialization.Encoding.PEM).decode())
