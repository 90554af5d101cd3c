"""The index in files, by Whoosh: the default engine, good to about a hundred thousand posts on one machine.

`<data_dir>/search/current` names the folder of the live index; a rebuild makes another beside it and changes that name.
One process writes, the worker; the others look at the state file that each commit replaces, and open what is new.
Nothing here is precious: whatever is missing or damaged is made again from the database.

security: Whoosh unpickles what it opens, so the folder is for this account only.
"""

import logging
import os
import pickle
import secrets
import shutil
import struct
import zlib
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from pathlib import Path
from threading import Lock
from time import sleep
from typing import Any

from whoosh import index as whoosh_index
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader
from whoosh.writing import MERGE_SMALL, NO_MERGE, SegmentWriter, fib

from forum.search.backend import Document, EngineDown, Hit, Results, Scope, Status
from forum.search.backends.whoosh_files import Part, pack, schema, writer_of
from forum.search.engine import Engine
from forum.search.query import Query
from forum.search.source import (
    FACTS,
    NOWHERE,
    Columns,
    Postings,
    Slots,
    facts_of,
    law_terms,
    lengths_by_topic,
    text_terms,
    title_terms,
    written,
)

_log = logging.getLogger(__name__)
_PRIVATE = 0o700
_REBUILD_AT_ONCE = 20_000
_BUSY_PARTS = 12  # with more, small ones are joined even while busy
_IDLE_PARTS = 4
_JOINED_KEPT = 300_000  # postings in lists over all parts: 2.4 MB
_ATTEMPTS = 8
_PAUSE = 0.02
# What opening a damaged file can raise, Whoosh's own plain `Exception` of a bad tag included by name of its module.
_DAMAGE = (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, EOFError, ImportError, AssertionError,
           struct.error, zlib.error, pickle.UnpicklingError, whoosh_index.IndexError)  # fmt: skip


class WhooshSource(Slots):
    """All parts of the index at one moment, numbered through."""

    def __init__(
        self,
        parts: Sequence[Part],
        struck: Sequence[Iterable[int]],
        vocabulary: Sequence[str],
        before: "WhooshSource | None" = None,
    ) -> None:
        """`before`: the index a moment ago, which knows most of the parts."""
        self.starts: dict[Part, int] = {}  # the first slot of each
        self._joined: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._values: dict[str, list[str]] = {}
        self._held = 0
        self._lock = Lock()
        self.columns = Columns()
        self.live = bytearray()
        self.vocabulary = vocabulary
        known = before.starts if before is not None else {}
        for part, gone in zip(parts, struck, strict=True):
            start = self.starts[part] = len(self.columns)
            if before is not None and part in known:
                self.columns.join(before.columns, known[part], known[part] + part.size)
            else:
                self.columns.join(part.columns())
            self.live.extend(b"\x01" * part.size)
            for slot in gone:
                self.live[start + slot] = 0
        self.topic_lengths = lengths_by_topic(self.columns)

    def postings(self, field: str, term: str) -> Postings:
        """Joined over the parts, and kept: one question asks for its lists again and again."""
        key = (field, term)
        with self._lock:
            found = self._joined.get(key)
            if found is not None:
                self._joined.move_to_end(key)
                return found
        found = self._join(field, term)
        with self._lock:
            self._joined[key] = found
            self._held += len(found.slots)
            while self._held > _JOINED_KEPT and len(self._joined) > 1:
                self._held -= len(self._joined.popitem(last=False)[1].slots)
        return found

    def _join(self, field: str, term: str) -> Postings:
        found = [(start, part.postings(field, term)) for part, start in self.starts.items()]
        held = [(start, each) for start, each in found if each.slots]
        if len(held) == 1 and held[0][0] == 0:
            return held[0][1]
        if not held:
            return NOWHERE
        slots, counts = array("I"), array("f")
        for start, each in held:
            slots.extend([slot + start for slot in each.slots] if start else each.slots)
            counts.extend(each.counts)
        return Postings(slots, counts)

    def beginning(self, field: str, prefix: str, limit: int) -> list[str]:
        return sorted({term for part in self.starts for term in part.beginning(field, prefix, limit)})[:limit]

    def values(self, field: str) -> list[str]:
        if field not in self._values:
            self._values[field] = sorted({value for part in self.starts for value in part.values(field)})
        return self._values[field]

    def words(self, slot: int) -> str:
        for part, start in reversed(self.starts.items()):
            if slot >= start:
                return part.words(slot - start)
        raise IndexError(slot)


class WhooshBackend:
    """The index of one data directory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._writing = Lock()
        self._engine: Engine | None = None
        self._source: WhooshSource | None = None
        self._state: tuple[object, ...] = ()
        self._parts: dict[str, Part] = {}
        self._vocabulary = _Vocabulary()

    def index(self, documents: Iterable[Document]) -> None:
        self._write(list(documents), ())

    def delete(self, post_ids: Iterable[int]) -> None:
        if ids := tuple(post_ids):
            self._write([], ids)

    def search(self, query: Query, scope: Scope, *, offset: int = 0, limit: int = 20, facets: bool = True) -> Results:
        return self._ask(lambda engine: engine.search(query, scope, offset=offset, limit=limit, facets=facets))

    def suggest(self, typed: str, scope: Scope, limit: int = 6) -> tuple[Hit, ...]:
        return self._ask(lambda engine: engine.suggest(typed, scope, limit))

    def near_words(self, word: str, scope: Scope, limit: int = 3) -> tuple[str, ...]:
        return self._ask(lambda engine: engine.near_words(word, scope, limit))

    def similar(self, text: str, scope: Scope, *, without: int = 0, limit: int = 5) -> tuple[Hit, ...]:
        return self._ask(lambda engine: engine.similar(text, scope, without=without, limit=limit))

    def known_posts(self) -> dict[int, int]:
        source = self._now().source
        columns = source.columns
        rows = zip(columns.post, columns.stamp, source.live, strict=True)
        return {post_id: stamp for post_id, stamp, alive in rows if alive}

    def rebuild(self, documents: Iterable[Document], advance: Callable[[int], object] = lambda _: None) -> None:
        """Under the writer's lock; whoever asks meanwhile is answered by the old index."""
        with self._writing:
            name = f"index-{secrets.token_hex(6)}"
            fresh = self._make(name)
            batch: list[Document] = []
            for document in documents:
                batch.append(document)
                if len(batch) >= _REBUILD_AT_ONCE:
                    _add(fresh, batch, advance)
                    batch = []
            _add(fresh, batch, advance)
            self._live(name)
            self._sweep(name)

    def status(self) -> Status:
        try:
            source = self._now().source
        except EngineDown as down:
            return Status("whoosh", 0, ready=False, detail=str(down))
        return Status("whoosh", sum(source.live), ready=True, detail=f"{len(self._parts)} parts")

    def tidy(self) -> None:
        self._now()  # whether it is still there and whole: nothing may be written for hours
        joins = _joins(part.size for part in self._parts.values())
        if joins and len(self._parts) > _IDLE_PARTS and (folder := self._current()) is not None:
            with self._writing:
                writer = _writer(folder)
                writer.commit(mergetype=MERGE_SMALL)
                _touch(folder)

    def close(self) -> None:
        with self._lock:
            self._engine, self._source, self._parts, self._state = None, None, {}, ()

    def _write(self, documents: list[Document], post_ids: Iterable[int]) -> None:
        with self._writing:
            folder = self._current()
            if folder is None:
                raise EngineDown("there is no index yet")
            source = self._now().source
            gone = {*post_ids, *(document.post_id for document in documents)}
            writer = _writer(folder)
            try:
                for slot, post_id in enumerate(source.columns.post):
                    if post_id in gone and source.live[slot]:
                        writer.delete_document(slot)
                for document in documents:
                    writer.add_document(**_fields(document))
            except BaseException:
                writer.cancel()
                raise
            _learn(folder, map(written, documents))
            writer.commit(mergetype=MERGE_SMALL if len(self._parts) > _BUSY_PARTS else NO_MERGE)
            _touch(folder)

    def _ask(self, question: Callable[[Engine], Any]) -> Any:
        engine = self._now()
        try:
            return question(engine)
        except _DAMAGE as error:
            _log.warning("the search index is damaged: %s", str(error))
            self.close()
            raise EngineDown("the index is damaged") from error

    def _now(self) -> Engine:
        folder = self._current()
        if folder is None:
            raise EngineDown("there is no index yet")
        for attempt in range(_ATTEMPTS):
            try:
                return self._fresh(folder)
            except _DAMAGE as error:
                if attempt + 1 == _ATTEMPTS or not isinstance(error, OSError):
                    raise EngineDown(f"the index cannot be opened: {type(error).__name__}") from error
                sleep(_PAUSE)  # a commit removed a part between the reading of the list and the opening
                folder = self._current() or folder
        raise EngineDown("the index cannot be opened")

    def _fresh(self, folder: Path) -> Engine:
        stat = (folder / "state").stat()
        state = (str(folder), stat.st_mtime_ns, stat.st_ino)
        with self._lock:
            if self._engine is None or state != self._state:
                self._open(folder)
                self._state = state
            assert self._engine is not None
            return self._engine

    def _open(self, folder: Path) -> None:
        """Open what the last commit left; parts that were there before stay as they are in memory."""
        storage = FileStorage(str(folder))
        toc = whoosh_index.TOC.read(storage, "MAIN")
        parts: dict[str, Part] = {}
        struck = []
        for segment in toc.segments:
            name = segment.segment_id()
            parts[name] = self._parts.get(name) or Part(SegmentReader(storage, toc.schema, segment))
            struck.append(list(segment.deleted_docs()))
        before = self._source
        self._source = WhooshSource(list(parts.values()), struck, self._vocabulary.read(folder), before)
        self._engine, self._parts = Engine(self._source), parts

    def _current(self) -> Path | None:
        try:
            name = (self._folder / "current").read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            return None
        folder = self._folder / name
        return folder if name.startswith("index-") and "/" not in name and folder.is_dir() else None

    def _make(self, name: str) -> Path:
        self._folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        self._folder.chmod(_PRIVATE)
        folder = self._folder / name
        folder.mkdir(mode=_PRIVATE)
        whoosh_index.create_in(str(folder), schema())
        _touch(folder)
        return folder

    def _live(self, name: str) -> None:
        draft = self._folder / "current.new"
        draft.write_text(name, encoding="ascii")
        draft.replace(self._folder / "current")

    def _sweep(self, kept: str) -> None:
        """Remove the folders of earlier indexes. Whoever still reads one holds its files."""
        for folder in self._folder.glob("index-*"):
            if folder.name != kept:
                shutil.rmtree(folder, ignore_errors=True)


class _Vocabulary:
    """The words that the folder's list holds, read on from where it was left."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._read = 0
        self._words: list[str] = []

    def read(self, folder: Path) -> Sequence[str]:
        if folder != self._folder:
            self._folder, self._read, self._words = folder, 0, []
        path = folder / "words"
        if not path.exists():
            return ()
        with path.open("rb") as file:
            file.seek(self._read)
            fresh = file.read()
        whole = fresh[: fresh.rfind(b"\n") + 1]
        if whole:
            self._read += len(whole)
            self._words = sorted({*self._words, *whole.decode("utf-8", "ignore").split()})
        return self._words


def _joins(sizes: Iterable[int]) -> bool:
    """Whether `MERGE_SMALL` finds anything to join. A commit that joins nothing makes every process open all anew."""
    totals = accumulate(sorted(sizes))
    return any(number > 3 and total < fib(number + 5) for number, total in enumerate(totals))


def _add(folder: Path, documents: list[Document], advance: Callable[[int], object]) -> None:
    if not documents:
        return
    writer = _writer(folder)
    for document in documents:
        writer.add_document(**_fields(document))
        advance(1)
    _learn(folder, map(written, documents))
    writer.commit(mergetype=NO_MERGE)
    _touch(folder)


def _writer(folder: Path) -> SegmentWriter:
    return writer_of(whoosh_index.open_dir(str(folder)), wait=5.0)


def _fields(document: Document) -> dict[str, object]:
    terms = text_terms(document)
    fields: dict[str, object] = {
        "text": terms,
        "title": title_terms(document),
        "tag": dict.fromkeys(document.tags, 1),
        "law": dict.fromkeys(law_terms(document.laws), 1),
        "kind": {document.kind: 1},
        "type": dict.fromkeys(document.filetypes, 1),
    }
    return {
        **{name: value for name, value in fields.items() if value},
        "facts": _packed(document, terms),
        "words": pack(written(document)),
    }


def _packed(document: Document, terms: dict[str, int]) -> bytes:
    return FACTS.pack(*facts_of(document, sum(terms.values())))


def _learn(folder: Path, texts: Iterable[str]) -> None:
    """Add the words of texts to the folder's list, before they can be found: a word too many does no harm."""
    path = folder / "words"
    known = set(path.read_text(encoding="utf-8", errors="ignore").split()) if path.exists() else set()
    fresh = {word for text in texts for word in text.split() if word.isalpha()} - known
    if fresh:
        with path.open("a", encoding="utf-8") as file:
            file.write("\n" + "\n".join(sorted(fresh)) + "\n")


def _touch(folder: Path) -> None:
    """Say that there is something new."""
    draft = folder / "state.new"
    draft.write_bytes(os.urandom(8))
    draft.replace(folder / "state")
