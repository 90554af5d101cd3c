"""`python -m tests.bench.search [--posts N]`: CPU of search in Whoosh's index of a made-up world, as Markdown.

Two words at a time, drawn from what the posts say; then the same with filters and twenty excerpts marked. The index is
made in a temporary folder, without a database. 1 when a bar is missed. How well questions are answered is told by
`flask forum search-eval DIR`.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random

from forum.demo import prose
from forum.search.backend import Document, Mark, Scope
from forum.search.backends.whoosh import WhooshBackend
from forum.search.highlight import as_html, excerpt
from forum.search.query import Query, Term

_ASKED = 200
_FORUMS = 12
_TEXTS = 400  # that posts are drawn from
_SCOPE = Scope(frozenset(range(1, _FORUMS + 1)))
_START, _MINUTES = datetime(2020, 1, 1, tzinfo=UTC), 2_600_000  # five years
_BARS = {"rebuild, posts per CPU s": 800.0, "memory, MB": 40.0, "two words": 60.0, "with filters, 20 excerpts": 90.0}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.search", description="Measures what search costs.")
    parser.add_argument("--posts", type=int, default=100_000)
    posts = parser.parse_args().posts
    with tempfile.TemporaryDirectory(prefix="search-bench-") as folder:
        rows = list(measured(Path(folder), posts))
    print(f"{posts:,} posts, {_ASKED} questions of each kind, the first ones included.\n")
    print("| | p50 | p95 | bar | |\n|---|--:|--:|--:|---|")
    for name, median, high, held in rows:
        print(f"| {name} | {median} | {high} | {_BARS[name]:g} | {'✓' if held else 'missed'} |")
    return 0 if all(held for *_, held in rows) else 1


def measured(folder: Path, posts: int) -> Iterator[tuple[str, str, str, bool]]:
    """The name of each row, its numbers as they are printed, and whether its bar is held."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:  # a web process has never made an index
        speed = apart.submit(_rebuilt, folder, posts).result()
    yield "rebuild, posts per CPU s", "", f"{speed:.0f}", speed >= _BARS["rebuild, posts per CPU s"]
    random = Random(1)
    texts = [prose.text(random) for _ in range(_TEXTS)]
    words = sorted({word for text in texts for word in text.split() if word.isalpha() and len(word) > 3})
    backend = WhooshBackend(folder)
    before = _memory()
    plain = _times(random, words, lambda one, other: _ask(backend, texts, Query(terms=(one, other)), marked=0))
    filtered = _times(random, words, lambda one, other: _ask(backend, texts, _filtered(random, one, other), marked=20))
    grown = _memory() - before
    for name, times in (("two words", plain), ("with filters, 20 excerpts", filtered)):
        high = times[int(len(times) * 0.95)]
        yield name, f"{times[len(times) // 2]:.1f} ms", f"{high:.1f} ms", high <= _BARS[name]
    yield "memory, MB", "", f"{grown:.1f}", grown <= _BARS["memory, MB"]


def _rebuilt(folder: Path, posts: int) -> float:
    """Make the index; posts per second of this process."""
    random = Random(1)
    texts = [prose.text(random) for _ in range(_TEXTS)]
    started = time.process_time()
    WhooshBackend(folder).rebuild(_documents(random, texts, posts))
    return posts / (time.process_time() - started)


def _documents(random: Random, texts: list[str], posts: int) -> Iterator[Document]:
    topics = max(1, posts // 20)
    titles = [prose.title(random) for _ in range(topics)]
    for number in range(1, posts + 1):
        topic = random.randrange(topics)
        moment = _START + timedelta(minutes=_MINUTES * number // posts)
        yield Document(
            number, topic + 1, topic % _FORUMS + 1, number % 500 + 1, titles[topic], texts[number % _TEXTS], "",
            "question", moment, moment, 19, number % 90, number % 7, Mark.SOLVED if topic % 3 else Mark(0),
            stamp=number,
        )  # fmt: skip


def _times(random: Random, words: list[str], ask: Callable[[Term, Term], None]) -> list[float]:
    found = []
    for _ in range(_ASKED):
        one, other = Term(random.choice(words)), Term(random.choice(words))
        started = time.process_time()
        ask(one, other)
        found.append((time.process_time() - started) * 1000)
    return sorted(found)


def _filtered(random: Random, one: Term, other: Term) -> Query:
    state = random.choice(("solved", "unsolved", "open"))
    return Query(terms=(one, other), after=date(random.choice((2021, 2022, 2023)), 1, 1), states=frozenset({state}))


def _ask(backend: WhooshBackend, texts: list[str], query: Query, *, marked: int) -> None:
    found = backend.search(query, _SCOPE)
    for hit in found.hits[:marked]:
        as_html(excerpt(texts[hit.post_id % _TEXTS], found.words))


def _memory() -> float:
    """MB that this process holds now; the most it held, where the system does not tell."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text("ascii").split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    sys.exit(main())
