"""Numbered pages: which numbers to show, and their addresses."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request

from forum.errors import Missing
from forum.words import message

_MOST = 1_000_000


@dataclass(frozen=True)
class Pager:
    """Pages 1 to `page_count`; `page_count` is `page` (+1 when more follow) where the total is not known."""

    page: int
    page_count: int
    url: Callable[[int], str]
    older_url: str | None = None  # past the last page reached by number, lists go on by key

    @property
    def window(self) -> list[int | None]:
        """Numbers to show, None for a gap: both ends and what is around the present page."""
        near = {1, self.page_count, *range(self.page - 2, self.page + 3)}
        shown: list[int | None] = []
        for number in sorted(each for each in near if 1 <= each <= self.page_count):
            if shown and shown[-1] is not None and number > shown[-1] + 1:
                shown.append(None)
            shown.append(number)
        return shown

    @property
    def prev_url(self) -> str | None:
        return self.url(self.page - 1) if self.page > 1 else None

    @property
    def next_url(self) -> str | None:
        return self.url(self.page + 1) if self.page < self.page_count else None


def page_number(name: str = "page", *, deepest: int = _MOST) -> int:
    """The page asked for. Raises Missing for what is no page number, and past the deepest that goes by number."""
    if not request.environ.get("QUERY_STRING"):
        return 1
    raw = request.args.get(name, "1")
    if not raw.isascii() or not raw.isdigit() or not 1 <= int(raw[:9]) <= _MOST or len(raw) > 7:
        raise Missing(message("« %(raw)s » n’est pas un numéro de page.", raw=raw[:20]))
    if int(raw) > deepest:
        raise Missing(message("Cette liste ne va pas par numéro au-delà de la page %(deepest)s.", deepest=deepest))
    return int(raw)


def key_number(name: str) -> int | None:
    """The key that a page begins before or after; None when the address names none. Raises Missing for no key."""
    raw = request.args.get(name)
    if raw is None:
        return None
    if not raw.isascii() or not raw.isdigit() or len(raw) > 9:
        raise Missing(message("Cette liste ne commence pas là : repartez de sa première page."))
    return int(raw)


def pager(page: int, total: int | None, more: bool, per_page: int, url: Callable[[int], str]) -> Pager:
    """A pager over `total` rows, or over an unknown number of which `more` follow. Raises Missing past the end."""
    if total is None:
        return Pager(page, page + 1 if more else page, url)
    pages = max(1, (total + per_page - 1) // per_page)
    if page > pages:
        raise Missing(
            message("Cette liste n’a pas de page %(page)s : elle en compte %(pages)s.", page=page, pages=pages)
        )
    return Pager(page, pages, url)
