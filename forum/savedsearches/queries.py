"""Reading saved searches."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.savedsearches.models import Alert, SavedSearch


def searches_of(user: User) -> Sequence[SavedSearch]:
    """A member's own, in the order of their names."""
    own = sa.select(SavedSearch).where(SavedSearch.user_id == user.id)
    return db.session.scalars(own.order_by(sa.func.lower(SavedSearch.name), SavedSearch.id)).all()


def is_saved(user: User, text: str) -> bool:
    """Whether the member keeps this very search. One statement."""
    row = sa.select(SavedSearch.id).where(SavedSearch.user_id == user.id, SavedSearch.text == text)
    return db.session.scalar(row) is not None


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A search whose member is to be told."""

    id: int
    user_id: int
    text: str
    alert: str
    created_at: datetime


def awaiting() -> list[Awaiting]:
    """Every one of them. One statement."""
    columns = sa.select(*(getattr(SavedSearch, each.name) for each in fields(Awaiting)))
    told = sa.and_(~SavedSearch.paused, SavedSearch.alert != Alert.NONE, User.active)
    return [
        Awaiting(*row) for row in db.session.execute(columns.join(User, User.id == SavedSearch.user_id).where(told))
    ]
