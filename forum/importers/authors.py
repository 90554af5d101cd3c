"""Names of authors from elsewhere, as this forum can show and address them. Pure."""

import hashlib
import re

from forum.accounts.names import NAME_LENGTH, name_key

_KEY_LENGTH = 80  # a few signs are spelled out by their key: ﷺ has eighteen letters
_ODD = re.compile(r"[^\w .’'-]+")


def author_name(name: str) -> str:
    """The name without what an address of ours cannot hold, at most as long as ours are; empty when nothing is left.

    Shorter and reserved names stay: nobody logs in under them.
    """
    name = " ".join(_ODD.sub(" ", name).split())[: NAME_LENGTH[1]].strip(" .’'-")
    return name if 0 < len(name_key(name)) <= _KEY_LENGTH else ""


def author_email(name: str) -> str:
    """An address where no mail ever goes, always the same for the same name."""
    digest = hashlib.sha256(name_key(name).encode()).hexdigest()
    return f"{digest[:20]}@import.invalid"
