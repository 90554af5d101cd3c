"""The words of a title, as an address may hold them."""

import re
import unicodedata

_LENGTH = 80
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "Œ": "oe", "Æ": "ae", "’": " ", "'": " "})


def slugify(text: str) -> str:
    """ASCII words joined by hyphens, at most 80 characters, never empty ("sujet" stands in)."""
    ascii_text = unicodedata.normalize("NFKD", text.translate(_LIGATURES)).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_text.lower())
    slug = ""
    for word in words:
        if len(slug) + len(word) + 1 > _LENGTH:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug or (words[0][:_LENGTH] if words else "sujet")
