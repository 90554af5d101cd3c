"""The tables of what waits to be indexed, and of what was searched."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.db import Model


class SearchTask(Model):
    """What the worker has still to do, written with the change itself, gone once it is done.

    `post`, `topic`: to be indexed anew. `news`: a post to be held against the searches that members keep. `meaning`: a
    topic whose vector is to be made.
    """

    __tablename__ = "search_tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(10))  # post | topic | news | meaning
    ref: Mapped[int]


class SearchCount(Model):
    """How often the same words were searched on a day, and how many topics they found last. By whom is not known."""

    __tablename__ = "search_counts"
    __table_args__ = (sa.Index("ix_search_counts_day", "day"),)

    words: Mapped[str] = mapped_column(sa.String(100), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int]
    found: Mapped[int]


class TopicMeaning(Model):
    """What a topic is about, as a vector (see `meaning`); where vectors are made at all."""

    __tablename__ = "topic_meanings"

    topic_id: Mapped[int] = mapped_column(
        sa.ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    vector: Mapped[bytes]
