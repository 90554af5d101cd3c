"""Taking words out of the outbox: a person's name and address, once they are deleted."""

import json
import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from forum.db import db
from forum.outbox.models import OutboxRow


def forget_words(instead: Mapping[str, str]) -> None:
    """Put other words in their place in what waits; what is done and holds them goes. Inside a write.

    A mail to an address among them is not sent any more.
    """
    payload = sa.cast(OutboxRow.payload, sa.Text)
    # JSON keeps letters as they are or as \\u escapes, as the database likes: both are looked for
    ways = {form for word in instead for form in (word, json.dumps(word)[1:-1])}
    holding = sa.or_(
        *(payload.contains(way, autoescape=True) for way in ways),
        *(OutboxRow.last_error.contains(word, autoescape=True) for word in instead),
    )
    for row in db.session.scalars(sa.select(OutboxRow).where(holding)):
        if row.done_at is not None or row.payload.get("address") in instead:
            db.session.delete(row)
        else:
            row.payload, row.last_error = replaced(row.payload, instead), None
    db.session.flush()


def replaced(value: Any, instead: Mapping[str, str]) -> Any:
    """The value as JSON has it, with other words for these, wherever they stand alone in a string."""
    if isinstance(value, dict):
        return {key: replaced(each, instead) for key, each in value.items()}
    if isinstance(value, list):
        return [replaced(each, instead) for each in value]
    if not isinstance(value, str):
        return value
    for word, other in instead.items():
        value = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _: other, value)  # noqa: B023  # used at once
    return value
