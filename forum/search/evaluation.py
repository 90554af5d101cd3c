"""How well questions with a known answer are answered: nDCG@10, MRR@10, recall@50 per kind, and CPU time."""

import gc
import gzip
import json
import math
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from forum.search.backend import Document, Mark, Scope, SearchBackend
from forum.search.query import plain

_HEADING = re.compile(r"^#{1,6}\s+(.*)$", re.MULTILINE)
_ASKED = 50
_FORUM = 1


@dataclass(frozen=True)
class Measured:
    """One kind of question."""

    kind: str
    questions: int
    ndcg: float
    mrr: float
    recall: float
    p50: float  # CPU ms per question
    p95: float


def collection(folder: Path) -> tuple[list[Document], dict[str, int]]:
    """The folder's posts as documents of one public forum, and each topic's number by its id."""
    numbers: dict[str, int] = {}
    made: list[Document] = []
    with gzip.open(folder / "topics.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            topic = json.loads(line)
            number = numbers[topic["id"]] = len(numbers) + 1
            made.extend(_documents(topic, number, len(made)))
    return made, numbers


def measure(
    folder: Path, backend: SearchBackend, numbers: dict[str, int], forums: Iterable[int] = (_FORUM,)
) -> list[Measured]:
    """Ask every question of the folder. `numbers`: topic ids by the folder's names."""
    answers = dict(_answers(folder, numbers))
    scope = Scope(frozenset(forums))
    ranks: dict[str, list[tuple[int, float]]] = {}
    for question in _questions(folder):
        started = time.process_time()
        found = backend.search(plain(question["text"]), scope, limit=_ASKED, facets=False)
        spent = (time.process_time() - started) * 1000
        topics = [hit.topic_id for hit in found.hits]
        wanted = answers.get(question["id"], 0)
        rank = topics.index(wanted) + 1 if wanted in topics else 0
        ranks.setdefault(question["kind"], []).append((rank, spent))
    return [_measured(kind, of_kind) for kind, of_kind in ranks.items()]


def table(measured: Iterable[Measured]) -> str:
    """For the console and the README."""
    lines = [f"{'kind':<12}{'asked':>7}{'nDCG@10':>9}{'MRR@10':>8}{'recall@50':>11}{'p50 ms':>8}{'p95 ms':>8}"]
    lines.extend(
        f"{each.kind:<12}{each.questions:>7}{each.ndcg:>9.3f}{each.mrr:>8.3f}{each.recall:>11.3f}"
        f"{each.p50:>8.1f}{each.p95:>8.1f}"
        for each in measured
    )
    return "\n".join(lines)


def evaluate(folder: Path, backend: SearchBackend) -> list[Measured]:
    """Index the folder's collection in an engine of its own and ask its questions."""
    made, numbers = collection(folder)
    backend.rebuild(made)
    del made
    # As the server does: going through what stays, twenty thousand posts, is no part of what a question costs.
    gc.collect()
    gc.freeze()
    return measure(folder, backend, numbers)


def _documents(topic: dict[str, Any], number: int, before: int) -> Iterator[Document]:
    replies = len(topic["posts"]) - 1
    for place, post in enumerate(topic["posts"]):
        moment = datetime.fromisoformat(post["created_at"])
        yield Document(
            post_id=before + place + 1,
            topic_id=number,
            forum_id=_FORUM,
            author_id=1,
            title=topic["title"],
            text=post["body"],
            headings=" ".join(_HEADING.findall(post["body"])),
            kind="discussion",
            created_at=moment,
            active_at=moment,
            replies=replies,
            views=0,
            score=0,
            marks=Mark.FIRST if place == 0 else Mark(0),
            tags=tuple(topic["tags"]),
        )


def _questions(folder: Path) -> Iterator[dict[str, str]]:
    for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _answers(folder: Path, numbers: dict[str, int]) -> Iterator[tuple[str, int]]:
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if len(parts) == 4 and parts[3] != "0":
            yield parts[0], numbers.get(parts[2], 0)


def _measured(kind: str, ranks: list[tuple[int, float]]) -> Measured:
    times = sorted(spent for _, spent in ranks)
    count = len(ranks)
    in_ten = [rank for rank, _ in ranks if 0 < rank <= 10]
    return Measured(
        kind,
        count,
        sum(1 / math.log2(1 + rank) for rank in in_ten) / count,
        sum(1 / rank for rank in in_ten) / count,
        sum(1 for rank, _ in ranks if rank) / count,
        times[count // 2],
        times[min(count - 1, int(count * 0.95))],
    )
