"""Search under load, under attack, and killed: whatever is asked is answered, nothing that was told is lost."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.search.backend import Document, Mark, Scope
from forum.search.backends.memory import MemoryBackend
from forum.search.backends.whoosh import WhooshBackend
from forum.search.query import Query, Term, plain
from tests.timing import cpu_seconds

_ROOT = Path(__file__).parent.parent.parent
_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
_SCOPE = Scope(frozenset({1}))
_WORDS = ("contrat", "résiliation", "hébergeur", "données", "licence", "clause", "délai", "facture", "serveur", "code")


def document(number: int, text: str = "") -> Document:
    said = text or " ".join(_WORDS[(number * step + step) % len(_WORDS)] for step in range(1, 30)) + f" unique{number}"
    return Document(
        number, number // 3 + 1, 1, 1, f"Sujet {_WORDS[number % 10]}", said, "", "question", _MOMENT, _MOMENT,
        0, 0, 0, Mark.FIRST if number % 3 == 0 else Mark(0), stamp=number,
    )  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> WhooshBackend:
    """Two thousand posts."""
    backend = WhooshBackend(tmp_path_factory.mktemp("load") / "search")
    backend.rebuild(document(number) for number in range(1, 2001))
    return backend


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "contrat " * 20_000,
        " ".join(f"mot{number}" for number in range(5000)),
        "\x00\x01\x02\u202e\u200f contrat \ud800",
        '(((((("""---***???[[[{{{ OR AND NOT ~^:',
        "é" * 3000 + " " + "œ" * 3000,
        "contrat·" * 3000,
        "L. 121-3-4-5-6-7-8 " * 2000,
    ],
)
def test_the_strangest_question_is_answered_soon(filled: WhooshBackend, text: str) -> None:
    assert cpu_seconds(lambda: filled.search(plain(text), _SCOPE)) < 0.3


@pytest.mark.parametrize("prefix", ["", "*", "c", "e", "[", "\\", "unique", "'"])
def test_wide_beginnings_are_bounded(filled: WhooshBackend, prefix: str) -> None:
    wide = Query(terms=tuple(Term(prefix, prefix=True) for _ in range(200)))
    assert cpu_seconds(lambda: filled.search(wide, _SCOPE)) < 0.3


_SMALL = MemoryBackend()
_SMALL.rebuild(document(number) for number in range(1, 60))


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.builds(
            Term,
            st.text(max_size=30),
            phrase=st.booleans(),
            prefix=st.booleans(),
            excluded=st.booleans(),
            field=st.sampled_from(["any", "title"]),
        ),
        max_size=6,
    )
)
def test_any_question_is_answered(terms: list[Term]) -> None:
    found = _SMALL.search(Query(terms=tuple(terms)), _SCOPE)
    assert found.total >= len(found.hits)


@pytest.mark.slow
def test_posts_are_written_while_eight_read(tmp_path: Path) -> None:
    writer = WhooshBackend(tmp_path / "search")
    writer.rebuild(document(number) for number in range(1, 300))
    stop, errors, asked = threading.Event(), [], []

    def read() -> None:
        reader = WhooshBackend(tmp_path / "search")
        while not stop.is_set():
            try:
                assert reader.search(plain("contrat résiliation"), _SCOPE).total > 50
                asked.append(1)
            except Exception as error:  # noqa: BLE001  # whatever it is, the test tells it
                errors.append(error)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for start in range(300, 420, 6):
        writer.index([document(number) for number in range(start, start + 6)])
        assert writer.search(plain(f"unique{start}"), _SCOPE).hits[0].post_id == start
    stop.set()
    for thread in threads:
        thread.join()
    assert not errors
    assert len(asked) > 8


_KILLED = """
import sys
from pathlib import Path
from tests.search.test_load import document
from forum.search.backends.whoosh import WhooshBackend
backend = WhooshBackend(Path(sys.argv[1]))
number = int(sys.argv[2])
while True:
    backend.index([document(each) for each in range(number, number + 20)])
    print(number, flush=True)
    number += 20
"""


@pytest.mark.slow
def test_killed_25_times_nothing_told_is_lost(tmp_path: Path) -> None:
    folder = tmp_path / "search"
    WhooshBackend(folder).rebuild([document(1)])
    told, start = {1}, 100
    for kill in range(25):
        child = subprocess.Popen(
            [sys.executable, "-c", _KILLED, str(folder), str(start)], cwd=_ROOT, stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        batches = [int(child.stdout.readline()) for _ in range(1 + kill % 2)]
        time.sleep(0.003 * kill)
        os.kill(child.pid, signal.SIGKILL)
        batches += [int(line) for line in child.stdout.read().split()]
        child.wait()
        child.stdout.close()
        told.update(number for batch in batches for number in range(batch, batch + 20))
        held = WhooshBackend(folder).known_posts()
        assert told <= held.keys()
        start = max(held) + 1
    assert WhooshBackend(folder).search(plain("contrat"), _SCOPE).total > 0
