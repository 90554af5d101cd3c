"""Placeholder until the attachments slice lands: see its helper."""

from collections.abc import Sequence
from datetime import datetime

from forum.accounts.models import User


def bind(actor: User, keys: Sequence[str], post_id: int) -> None:
    """Nothing yet."""


def purge_orphans(before: datetime) -> None:
    """Nothing yet."""
