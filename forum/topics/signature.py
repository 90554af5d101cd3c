"""How a post is signed: in full under an author's first on a page, by a line that links there under the next."""

from datetime import datetime
from typing import Any

FIRST, ALL, NONE = "", "all", "none"  # what a reader may wish: the usual, in full everywhere, not at all


def speaks_as(row: Any, present: datetime) -> str:
    """The profession that the author of a row of `hot.posts_statement` speaks as; empty for a member."""
    if not row.as_expert or row.recognised_until is None or row.recognised_until <= present:
        return ""
    return str(row.profession_title)


def how(row: Any, expert: bool, signed: set[tuple[int, bool]], wish: str) -> str:
    """ "full", "line", or nothing to show. `signed` remembers who has signed in full on this page, and as what."""
    if wish == NONE or not (expert or row.signature_html):
        return ""
    key = (row.author_id, expert)
    if key in signed:
        return "full" if wish == ALL else "line"
    signed.add(key)
    return "full"
