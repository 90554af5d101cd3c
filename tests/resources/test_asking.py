"""Whether a link still answers: against real servers of this machine, and names that lead where they should not."""

import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from forum.resources.asking import Answer, LinkReader, NoReader, resolved
from forum.resources.machines import is_loopback, is_public
from tests.resources.servers import Answers, by_path, certificate, drip, plain, serving, silent, to

LIVES, FAILS, UNSURE = Answer.LIVES, Answer.FAILS, Answer.UNSURE
CLOUD = "http://169.254.169.254/latest/meta-data/"


def reader(**more: Any) -> LinkReader:
    """One that reaches this machine alone, at any port."""
    return LinkReader("essai/1.0 (+http://localhost)", **{"allowed": is_loopback, "ports": None, "seconds": 5, **more})


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (plain(), LIVES),
        (plain("204 No Content", body=b""), LIVES),
        (plain("404 Not Found"), FAILS),
        (plain("410 Gone"), FAILS),
        (plain("500 Internal Server Error"), FAILS),
        (plain("403 Forbidden"), UNSURE),
        (plain("429 Too Many Requests"), UNSURE),
        (plain("503 Service Unavailable"), UNSURE),
        (plain(for_head="405 Method Not Allowed"), LIVES),
        (plain(for_head="404 Not Found"), LIVES),
        (plain("301 Moved Permanently"), LIVES),  # without a place to go to: it answers
        (by_path(a=to("/b"), b=to("c", "307 Temporary Redirect"), c=plain()), LIVES),
        (by_path(a=to("/b"), b=plain("404 Not Found")), FAILS),
        (by_path(a=to("/été"), rest=plain()), LIVES),
        (lambda connection, head: connection.sendall(b"220 mail.example ESMTP\r\n"), FAILS),
        (lambda connection, head: None, FAILS),
    ],
)
def test_what_an_answer_means(answers: Answers, expected: Answer) -> None:
    with serving(answers) as server:
        assert reader().ask(server.url("/a")) is expected


def test_it_says_who_asks_and_sends_nothing_else_of_its_own() -> None:
    with serving(plain()) as server:
        reader().ask(server.url("/page?a=1#bas"))
    (head,) = server.heads
    assert head.startswith("HEAD /page?a=1 HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{server.port}\r\n" in head
    assert "User-Agent: essai/1.0 (+http://localhost)\r\n" in head
    assert not [word for word in ("Cookie", "Referer", "Authorization", "Origin") if word in head]


def test_redirects_that_go_round_and_those_without_end_fail() -> None:
    with serving(by_path(a=to("/b"), b=to("/a"))) as server:
        assert reader().ask(server.url("/a")) is FAILS
        assert len(server.heads) == 2
    steps = {str(number): to(f"/{number + 1}") for number in range(30)}
    with serving(by_path(**steps)) as server:
        assert reader().ask(server.url("/0")) is FAILS
        assert len(server.heads) == 6


@pytest.mark.parametrize(
    "location",
    [
        CLOUD, "http://[::ffff:169.254.169.254]/", "http://10.0.0.1/", "//192.168.0.1/", "http://0.0.0.0:{port}/b",
        "file:///etc/passwd", "gopher://127.0.0.1:{port}/b", "ftp://127.0.0.1:{port}/b", "http://moi:x@127.0.0.1:{port}/b",
        "http://[", "http://127.0.0.1:port/",
    ],
)  # fmt: skip
def test_a_redirect_to_where_one_does_not_go_is_not_followed(location: str) -> None:
    reached: list[bytes] = []

    def answers(connection: socket.socket, head: bytes) -> None:
        if b" /a " not in head:
            reached.append(head)
        to(location.replace("{port}", str(server.port)))(connection, head)

    with serving(answers) as server:
        assert reader().ask(server.url("/a")) is FAILS
    assert reached == []


@pytest.mark.parametrize(
    "answers",
    [
        silent,
        drip(before=b""),
        drip(before=b"HTTP/1.1 200 OK\r\nX-Long: "),
        drip(before=b"HTTP/1.1 200 OK\r\n", byte=b"X: y\r\n", pause=0.2),
        drip(before=b"", byte=b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.01),
        by_path(a=to("/b"), b=silent),
    ],
)
def test_time_is_counted_for_all_of_it(answers: Answers) -> None:
    with serving(answers) as server:
        began = time.monotonic()
        assert reader(seconds=1).ask(server.url("/a")) is FAILS
        assert time.monotonic() - began < 2.5


def test_a_giant_body_is_not_read() -> None:
    sent = []

    def answers(connection: socket.socket, head: bytes) -> None:
        if head.startswith(b"HEAD"):
            plain("405 Method Not Allowed")(connection, head)
            return
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000000\r\n\r\n")
        while True:
            sent.append(connection.send(b"\0" * 65536))

    with serving(answers) as server:
        assert reader().ask(server.url()) is LIVES
        time.sleep(0.3)
        assert sum(sent) < 20_000_000  # what the system's buffers took


def test_a_head_without_end_fails() -> None:
    lines = b"".join(b"X-%d: %s\r\n" % (number, b"a" * 900) for number in range(500))
    with serving(lambda connection, head: connection.sendall(b"HTTP/1.1 200 OK\r\n" + lines + b"\r\n")) as server:
        assert reader().ask(server.url()) is FAILS


def test_nobody_there() -> None:
    with serving(plain()) as server:
        address = server.url()
    assert reader().ask(address) is FAILS


@pytest.mark.parametrize("found", [[], ["127.0.0.1", "10.0.0.1"], ["10.0.0.1", "127.0.0.1"], ["::ffff:10.0.0.1"]])
def test_one_closed_address_is_enough_to_refuse_a_name(found: list[str]) -> None:
    with serving(plain()) as server:
        assert reader(resolve=lambda host, port: found).ask(server.url(host="exemple.test")) is FAILS
        assert server.connections == 0


def test_a_name_without_address_fails() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    assert reader(resolve=resolve).ask("http://exemple.test/") is FAILS
    assert reader().ask("http://ce-nom-n-existe-pas.invalid/") is FAILS


def test_the_address_that_was_looked_at_is_the_one_connected_to() -> None:
    """A name that answers with another address the second time (DNS rebinding) gets nothing by it."""
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    with serving(plain(for_head="404 Not Found")) as server:
        assert reader(resolve=rebinding).ask(server.url(host="exemple.test")) is LIVES
        assert server.connections == 2  # HEAD, then GET: of one look-up
    assert asked == ["exemple.test"]
    assert all(f"Host: exemple.test:{server.port}" in head for head in server.heads)


def test_each_redirect_is_looked_up_and_looked_at() -> None:
    where = {"un.test": ["127.0.0.1"], "deux.test": ["169.254.169.254"]}
    with serving(to("http://deux.test/")) as server:
        assert reader(resolve=lambda host, port: where[host]).ask(server.url(host="un.test")) is FAILS
        assert server.connections == 1


def test_the_next_address_is_tried_where_the_first_is_silent() -> None:
    with serving(plain()) as server:
        answers = reader(resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"]).ask(server.url(host="exemple.test"))
    assert answers is LIVES


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/",
     "http://localhost/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://0/", "http://0.0.0.0/", CLOUD],
)  # fmt: skip
def test_the_site_s_own_rules_let_nothing_inside_be_reached(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*args: Any) -> None:
        raise AssertionError(f"a connection was opened to {args}")

    monkeypatch.setattr(socket.socket, "connect", connect)
    assert LinkReader("essai").ask(address) is FAILS


@pytest.mark.parametrize("port", [22, 25, 6379, 8080, 11211])
def test_only_the_ports_of_the_web(port: int) -> None:
    public: Callable[[str, int], list[str]] = lambda host, port: ["93.184.216.34"]  # noqa: E731
    assert is_public("93.184.216.34")
    began = time.monotonic()
    assert LinkReader("essai", resolve=public).ask(f"http://exemple.fr:{port}/") is FAILS
    assert time.monotonic() - began < 0.5


def test_over_tls_the_name_is_told_and_its_certificate_held_against_it(tmp_path: Path) -> None:
    told: list[str | None] = []
    shown, trusting = certificate(tmp_path, "exemple.test")
    shown.sni_callback = lambda connection, name, context: told.append(name)
    local: dict[str, Any] = {"resolve": lambda host, port: ["127.0.0.1"], "tls": trusting}
    with serving(plain(), tls=shown) as server:
        assert reader(**local).ask(server.url(host="exemple.test")) is LIVES
        assert told == ["exemple.test"]
        assert f"Host: exemple.test:{server.port}" in server.heads[0]
        assert reader(**local).ask(server.url(host="autre.test")) is UNSURE
        assert reader(resolve=local["resolve"]).ask(server.url(host="exemple.test")) is UNSURE  # an unknown authority
        assert len(server.heads) == 1


def test_a_server_that_never_ends_its_handshake_fails_in_time(tmp_path: Path) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    began = time.monotonic()
    assert reader(seconds=1).ask(f"https://127.0.0.1:{port}/") is FAILS
    assert time.monotonic() - began < 2.5
    listening.close()


def test_this_machine_has_a_name() -> None:
    assert "127.0.0.1" in resolved("localhost", 80)


def test_who_asks_nobody_cannot_tell() -> None:
    assert NoReader().ask("http://127.0.0.1/") is UNSURE
