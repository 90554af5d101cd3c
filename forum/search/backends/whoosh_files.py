"""How our posts lie in a Whoosh index: fields, one codec, and postings read whole.

Whoosh keeps the parts, the postings, the columns and the commits. Its own queries and scorers are not used: read one
posting at a time, a question of ten words costs more than the whole page may. A list is decoded here in one go, block
by block, and kept while it is asked for again.
"""

import weakref
import zlib
from array import array
from collections import OrderedDict
from collections.abc import Iterator
from threading import Lock
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3LeafMatcher, W3PostingsWriter
from whoosh.columns import FixedBytesColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.writing import SegmentWriter

from forum.search.source import FACTS, NOWHERE, Columns, Postings

TERM_FIELDS = ("text", "title", "tag", "law", "kind", "type")
_BLOCK = 1024  # postings decoded at once
_WORDS_KEPT = 200

Terms = dict[str, float] | dict[str, int]


class Counted(FieldType):
    """Terms that were made before, each with how often it stands there."""

    def __init__(self) -> None:
        super().__init__(Existence(), analyzer=None)

    def index(self, value: Terms, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, count in value.items():
            yield term.encode(), 1, float(count), b""

    def to_bytes(self, value: Any) -> bytes:
        return value.encode() if isinstance(value, str) else value


class _Facts(FixedBytesColumn):
    """The column of facts, read in one go: row by row, opening a hundred thousand posts took a quarter of a second."""

    class Reader(FixedBytesColumn.Reader):
        def whole(self) -> bytes:
            return bytes(self._dbfile.get(self._basepos, self._fixedlen * self._count))


class WholePostings(W3LeafMatcher):
    """A posting list that can be read in one go. Its numbers lie as the machine holds them."""

    def whole(self) -> tuple["array[int]", "array[float]"]:
        slots, counts = array("I"), array("f")
        while not self._atend:
            self._read_ids()
            self._read_weights()
            slots.extend(self._ids)
            counts.extend(self._weights)
            self._next_block()
        return slots, counts

    def _read_ids(self) -> None:
        if self._data is None:
            self._read_data()
        self._ids = array("I", self._data[0])

    def _read_weights(self) -> None:
        if self._data is None:
            self._read_data()
        stored = self._data[1]
        self._weights = array("f", [1.0]) * self._blocklength if stored is None else array("f", stored)


class _PostingsWriter(W3PostingsWriter):
    """Writes a list block by block instead of one posting after the other."""

    def add_all(self, slots: "array[int]", counts: "array[float]") -> None:
        last = len(slots) - 1
        for start in range(0, len(slots), _BLOCK):
            self._ids, self._weights = slots[start : start + _BLOCK], counts[start : start + _BLOCK]
            self._maxweight = max(self._weights)
            self._write_block(last=start + _BLOCK > last)

    def _mini_ids(self) -> bytes:
        return bytes(self._ids.tobytes())

    def _mini_weights(self) -> bytes | None:
        return None if self._weights.count(1.0) == len(self._weights) else bytes(self._weights.tobytes())


class _FieldWriter(W3FieldWriter):
    """Takes a term with its whole list from our pool."""

    def add_postings(self, schema: Schema, lengths: Any, items: Any) -> None:
        field = None
        for name, term, slots, counts in items:
            if name != field:
                if field is not None:
                    self.finish_field()
                self.start_field(name, schema[name])
                field = name
            self.start_term(term)
            self._postwriter.add_all(slots, counts)
            self.finish_term()
        if field is not None:
            self.finish_field()


class Pool:
    """The postings of a part being written, a list per term: eight bytes each, where Whoosh's own takes a tuple."""

    def __init__(self) -> None:
        self._held: dict[str, dict[bytes, tuple[array[int], array[float]]]] = {}

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        field, term, slot, count, _ = item
        held = self._held.get(field)
        if held is None:
            held = self._held[field] = {}
        lists = held.get(term)
        if lists is None:
            lists = held[term] = (array("I"), array("f"))
        lists[0].append(slot)
        lists[1].append(count)

    def iter_postings(self) -> Iterator[tuple[str, bytes, "array[int]", "array[float]"]]:
        for field in sorted(self._held):
            for term in sorted(self._held[field]):
                yield (field, term, *self._held[field][term])

    def cleanup(self) -> None:
        self._held = {}


class Codec(W3Codec):
    """Whoosh's own, with long blocks of plain numbers: quicker to write and to read, for more room on the disk."""

    def __init__(self) -> None:
        super().__init__(blocklimit=_BLOCK, compression=0, inlinelimit=0)

    def field_writer(self, storage: Any, segment: Any) -> _FieldWriter:
        return _FieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> _PostingsWriter:
        return _PostingsWriter(dbfile, blocklimit=_BLOCK, byteids=byteids, compression=0, inlinelimit=0)

    def postings_reader(self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None) -> Any:
        offset, length = terminfo.extent()
        return WholePostings(dbfile, offset, length, format_, term=term, scorer=scorer)


def writer_of(index: Any, *, wait: float) -> SegmentWriter:
    """A writer with our codec and our pool."""
    # one file each: of a compound one Whoosh copies every part into memory instead of mapping it
    writer = SegmentWriter(index, codec=Codec(), timeout=wait, compound=False)
    writer.pool.cleanup()
    writer.pool = Pool()
    return writer


def schema() -> Schema:
    return Schema(
        **{name: Counted() for name in TERM_FIELDS},
        facts=COLUMN(FixedBytesColumn(FACTS.size)),
        words=COLUMN(VarBytesColumn()),
    )


def pack(text: str) -> bytes:
    return zlib.compress(text.encode(), 1)


class Part:
    """One part of the index, which never changes but for posts struck out. Safe from any thread.

    Facts and lists are read anew each time: whoever joins the parts keeps them.
    """

    def __init__(self, reader: SegmentReader) -> None:
        self.reader = reader
        weakref.finalize(self, reader.close)  # whoever still asks holds the part
        self.size: int = reader.doc_count_all()
        self._lock = Lock()  # the files under it have one position each
        self._texts: OrderedDict[int, str] = OrderedDict()
        if self.size:
            self._words = reader.column_reader("words")

    def columns(self) -> Columns:
        found = Columns()
        if self.size:
            with self._lock:
                found.unpack(self.reader.column_reader("facts", _Facts(FACTS.size), translate=False).whole())
        if len(found) != self.size:
            raise ValueError("the facts of some posts are missing")
        return found

    def postings(self, field: str, term: str) -> Postings:
        with self._lock:
            try:
                matcher = self.reader.postings(field, term)
            except TermNotFound:
                return NOWHERE
            matcher = getattr(matcher, "child", matcher)  # what was struck out is left to the mask
            return Postings(*matcher.whole())

    def beginning(self, field: str, prefix: str, limit: int) -> list[str]:
        found = []
        with self._lock:
            for term in self.reader.expand_prefix(field, prefix):
                found.append(term.decode())
                if len(found) == limit:
                    break
        return found

    def values(self, field: str) -> list[str]:
        with self._lock:
            return [term.decode() for term in self.reader.lexicon(field)]

    def words(self, slot: int) -> str:
        with self._lock:
            text = self._texts.get(slot)
            if text is None:
                text = self._texts[slot] = zlib.decompress(self._words[slot]).decode()
                if len(self._texts) > _WORDS_KEPT:
                    self._texts.popitem(last=False)
            return text
