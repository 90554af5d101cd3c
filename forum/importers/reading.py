"""The lines of a file, gzipped or not, with their numbers; an absurdly long one is given as None."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO

LINE_BYTES = 16 * 1024 * 1024

Advance = Callable[[int], object]
Lines = IO[bytes] | gzip.GzipFile


def numbered_lines(path: Path, advance: Advance) -> Iterator[tuple[int, bytes | None]]:
    """Each line that is not blank. `advance` is told how many bytes of the file were read since. Raises OSError."""
    with ExitStack() as stack:
        file = stack.enter_context(path.open("rb"))
        lines: Lines = file
        if path.suffix == ".gz":
            lines = stack.enter_context(gzip.GzipFile(fileobj=file))
        read, number = 0, 0
        while line := _line(lines):
            number += 1
            advance(file.tell() - read)
            read = file.tell()
            if len(line) > LINE_BYTES:
                _skip_rest(lines, line)
                yield number, None
            elif line.strip():
                yield number, line


def _skip_rest(lines: Lines, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = _line(lines)


def _line(lines: Lines) -> bytes:
    try:
        return lines.readline(LINE_BYTES + 1)
    except (EOFError, zlib.error) as error:
        raise OSError(f"the compressed file is damaged ({error})") from None
