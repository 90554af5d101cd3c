"""The words of a title, as an address may hold them."""

import re
import unicodedata

_LENGTH = 80
# What stands right below a topic in an address: `/t/7/reply` is the form, whatever the topic is called.
TAKEN_BELOW_A_TOPIC = frozenset({"reply", "experience"})
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


def topic_slug(title: str) -> str:
    """The slug of a topic, never one of the words that stand for something else below it."""
    slug = slugify(title)
    return f"sujet-{slug}" if slug in TAKEN_BELOW_A_TOPIC else slug
