"""The child that reads the text of one PDF. Run as a program, under limits it sets on itself.

The file is on standard input, the most characters wanted in the first argument; UTF-8 text goes to standard output. A
file it cannot read ends it with a traceback: the parent sees that it failed.
"""

import resource
import sys
from contextlib import suppress
from io import BytesIO

from pypdf import PdfReader

SECONDS = 10
MEMORY = 1 << 30
_PAGES = 200


def main() -> None:
    most = int(sys.argv[1])
    # security: the kernel ends what exceeds these, whatever a parser believes about the file
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (most * 4, most * 4))
    with suppress(ValueError, OSError):  # macOS knows no limit of address space
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout.buffer.write(_text(sys.stdin.buffer.read(), most).encode("utf-8", "replace"))


def _text(data: bytes, most: int) -> str:
    parts: list[str] = []
    length = 0
    for page in PdfReader(BytesIO(data)).pages[:_PAGES]:
        text = page.extract_text()
        parts.append(text)
        length += len(text)
        if length >= most:
            break
    return "\n".join(parts)[:most]


if __name__ == "__main__":
    main()
