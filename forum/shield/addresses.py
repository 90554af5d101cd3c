"""Addresses of pages in a text, which are not to be read as words and numbers."""

import re

_LONGEST = 2000
_NOT_OF_IT = re.compile(r"[\s<>\"|]")


def address_around(text: str, at: int) -> str | None:
    """What stands before `at` of the address that holds it, from its `://` on; None outside of addresses. Bounded."""
    begins = text.rfind("://", max(0, at - _LONGEST), at)
    if begins < 1 or not text[begins - 1].isalnum() or _NOT_OF_IT.search(text, begins, at):
        return None
    return text[begins:at]
