"""Children that render: stopped when they must be, replaced, shared by threads, gone with their parent."""

import os
import signal
import subprocess
import sys
import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from forum.markup import Kind, RenderContext, RenderPool, TooComplex, render
from forum.markup.limits import UNHURRIED_WALL_SECONDS, WALL_SECONDS

ROOT = Path(__file__).resolve().parents[2]
HONEST = "Bonjour @marc, que faire ? Voir https://a.fr et `x < y`."
CONTEXT = RenderContext(known_names={"marc": "Marc"}, post_anchor="p1")
HEAVY = "- *a* `b` https://a.fr\n\n" * 290
"""Honest, and about a tenth of a second of work: a bomb for a pool that allows less."""
LARGE = HEAVY + "- a\n  - b\n    - c\n\n" * 400 + "Voir l’article 1240 du code civil.\n\n" * 200
"""Takes more memory than a child's own tables free once they are made."""


@pytest.fixture
def pool() -> Iterator[RenderPool]:
    with RenderPool(2) as pool:
        yield pool


@pytest.fixture
def impatient() -> Iterator[RenderPool]:
    with RenderPool(2, cpu_seconds=0.03, wall_seconds=5) as pool:
        yield pool


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(TooComplex) as caught:
        call()
    return caught.value.rule


def children() -> set[int]:
    """The render children of this process; its others (a database server, a browser) are not ours to touch."""
    all_of_them = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    return {int(pid) for pid in all_of_them if b"forum.markup.child" in _command(pid)}


def _command(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""


def test_a_child_renders_as_this_process_does(pool: RenderPool) -> None:
    for kind in Kind:
        assert pool.render(HONEST, kind, CONTEXT) == render(HONEST, kind, context=CONTEXT)


def test_a_refusal_keeps_its_rule_and_its_numbers(pool: RenderPool) -> None:
    with pytest.raises(TooComplex) as caught:
        pool.render("> " * 11 + "a")
    assert (caught.value.rule, caught.value.params) == ("quote_depth", {"limit": 10, "found": 11})


def test_a_child_out_of_time_is_killed_and_replaced(impatient: RenderPool) -> None:
    for _ in range(2):
        assert refused(lambda: impatient.render(HEAVY)) == "time"
        assert impatient.render("*oui*").html == "<p><em>oui</em></p>"


def test_the_clock_stops_a_child_that_does_not_compute() -> None:
    before = children()
    with RenderPool(1, wall_seconds=0.2) as pool:
        pool.render("a")
        (pid,) = children() - before
        os.kill(pid, signal.SIGSTOP)
        start = time.monotonic()
        assert refused(lambda: pool.render("b")) == "time"
        assert time.monotonic() - start < 1
        assert pool.render("c").html == "<p>c</p>"


def test_the_clock_of_long_work_outlives_a_busy_machine() -> None:
    before = children()
    with RenderPool(1, wall_seconds=UNHURRIED_WALL_SECONDS) as pool:
        pool.render("a")
        (pid,) = children() - before
        os.kill(pid, signal.SIGSTOP)
        resumed = threading.Timer(2 * WALL_SECONDS - 1, os.kill, (pid, signal.SIGCONT))
        resumed.start()
        assert not pool.render_or_plain("*b*").plain_fallback
        resumed.join()


def test_memory_is_bounded() -> None:
    with starved_pool() as pool:
        assert refused(lambda: pool.render(LARGE)) in ("memory", "failed")
        assert pool.render("b").html == "<p>b</p>"


def starved_pool() -> RenderPool:
    """A pool whose children have what they need to start, to within a megabyte."""
    return _pool_of(bisect_left(range(120), True, lo=20, key=_starts))


def _starts(megabytes: int) -> bool:
    pool = _pool_of(megabytes)
    try:
        pool.render("a")
    except (RuntimeError, TooComplex):
        return False
    finally:
        pool.close()
    return True


def _pool_of(megabytes: int) -> RenderPool:
    return RenderPool(1, memory_bytes=megabytes * 1024 * 1024, cpu_seconds=5, wall_seconds=10)


def test_a_child_killed_from_outside_costs_nothing() -> None:
    others = children()
    with RenderPool(1) as pool:
        pool.render("a")
        (killed,) = children() - others
        os.kill(killed, signal.SIGKILL)
        assert pool.render("b").html == "<p>b</p>"
        assert killed not in children()


def test_nothing_is_started_before_it_is_needed() -> None:
    before = children()
    with RenderPool(2) as pool:
        assert children() == before
        pool.render("a")
        assert len(children()) == len(before) + 1
    assert children() == before


def test_eight_threads_share_two_children(pool: RenderPool) -> None:
    before = children()
    texts = [f"*texte {number}* !" for number in range(80)]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda text: pool.render(text).html, texts))
    assert found == [render(text).html for text in texts]
    assert len(children() - before) <= 2


def test_a_bomb_beside_honest_texts_hurts_only_itself(impatient: RenderPool) -> None:
    results: list[str] = []

    def explode() -> None:
        results.append(refused(lambda: impatient.render(HEAVY)))

    bombs = [threading.Thread(target=explode) for _ in range(4)]
    for bomb in bombs:
        bomb.start()
    with ThreadPoolExecutor(4) as threads:
        found = set(threads.map(lambda _: impatient.render("*oui*").html, range(40)))
    for bomb in bombs:
        bomb.join()
    assert results == ["time"] * 4
    assert found == {"<p><em>oui</em></p>"}


@pytest.mark.parametrize(
    "text", ["a " * 20_000, "> " * 11 + "<b>", "a\n" * 4_000, "x\x00<script>\ud800" + "*a " * 2_500]
)
def test_nothing_is_refused_where_refusing_makes_no_sense(pool: RenderPool, text: str) -> None:
    found = pool.render_or_plain(text)
    assert found.plain_fallback
    assert found.html.startswith("<p>")
    assert "<script" not in found.html
    assert "\x00" not in found.html


def test_what_is_shown_as_typed_keeps_its_lines() -> None:
    with RenderPool(1) as pool:
        found = pool.render_or_plain("> " * 11 + "un\ndeux & trois\n\nquatre")
    assert found.html == f"<p>{'&gt; ' * 11}un<br>\ndeux &amp; trois</p>\n<p>quatre</p>"


def test_a_child_is_told_no_secret(pool: RenderPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORUM_SECRET_KEY", "secret")
    before = children()
    pool.render("a")
    (pid,) = children() - before
    assert b"FORUM_" not in Path(f"/proc/{pid}/environ").read_bytes()


def test_children_do_not_outlive_their_parent() -> None:
    program = (
        "import os, signal\nfrom pathlib import Path\nfrom forum.markup import RenderPool\n"
        "pool = RenderPool(1)\npool.render('a')\n"
        "print(Path(f'/proc/{os.getpid()}/task/{os.getpid()}/children').read_text(), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    environment = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    parent = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=False
    )
    (pid,) = map(int, parent.stdout.split())
    deadline = time.monotonic() + 5
    while _runs(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_importing_is_light() -> None:
    program = (
        "import sys, forum.markup\n"
        "heavy = {'flask', 'sqlalchemy', 'jinja2', 'werkzeug', 'multiprocessing', 'asyncio', 'nh3'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    environment = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)
    assert found.stdout.strip() == "[]"
