"""Rows by their number, as the addresses of the administration name them."""

from typing import TypeVar

from forum.db import Model, db
from forum.errors import Missing
from forum.verdict import HIDDEN

M = TypeVar("M", bound=Model)


def row(table: type[M], key: int) -> M:
    """The row of that number, as it stands in the present transaction. Raises Missing."""
    found = db.session.get(table, key) if key < 2**31 else None
    if found is None:
        assert HIDDEN.reason is not None
        raise Missing(HIDDEN.reason)
    return found
