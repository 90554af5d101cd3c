"""Plain text that members send, brought to UTF-8. Pure."""

import re

_BINARY = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x9f]")  # tab, line ends, form feed and escape are text


def as_utf8(data: bytes) -> bytes | None:
    """The same text in UTF-8 with plain line ends, or None when these bytes are no text.

    What is not UTF-8 is read as Windows-1252, the superset of Latin-1 that Western programs really write.
    """
    text = _decoded(data)
    if text is None or _BINARY.search(text):
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n").encode()


def _decoded(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
