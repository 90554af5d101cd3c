"""The table of what waits to be indexed."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.db import Model


class SearchTask(Model):
    """A post or a whole topic to be indexed anew; written with the change itself, gone once the index holds it."""

    __tablename__ = "search_tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(10))  # post | topic
    ref: Mapped[int]
