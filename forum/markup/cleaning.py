"""Text as it may be stored: no invisible control characters, one kind of newline, composed accents."""

import re
import unicodedata

_NEWLINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# security: NUL breaks PostgreSQL, lone surrogates break UTF-8, and noncharacters are this package's own marks.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)
_MARKS_IN_A_ROW = 30
"""Unicode's own bound for streams (UAX 15, stream-safe text); no living script comes near."""


def clean_text(text: str) -> str:
    """Return `text` fit for the database and for the renderer. Idempotent, linear; never refuses."""
    text = _UNWANTED.sub("", _NEWLINES.sub("\n", text))
    return unicodedata.normalize("NFC", _without_mark_towers(text)).strip("\n").rstrip()


def _without_mark_towers(text: str) -> str:
    # security: composing sorts runs of combining marks in quadratic time: 30,000 of them cost seconds.
    marks = "".join(character for character in set(text) if unicodedata.combining(character))
    if not marks:
        return text
    tower = re.compile(f"([{re.escape(marks)}]{{{_MARKS_IN_A_ROW}}})[{re.escape(marks)}]+")
    return tower.sub(r"\1", text)
