"""Ranks: titles under names, by number of posts or given by hand."""

import sqlalchemy as sa

from forum.accounts.models import Rank, User
from forum.db import db
from forum.errors import Faults, Invalid
from forum.words import message

TITLE_LENGTH = 60
MOST_POSTS = 10_000_000


def create_rank(title: str, min_posts: int | None) -> Rank:
    """A new rank; with `min_posts` None a special one. Raises Invalid."""
    rank = Rank()
    _fill(rank, title, min_posts)
    db.session.add(rank)
    db.session.flush()
    return rank


def change_rank(rank: Rank, title: str, min_posts: int | None) -> None:
    """A special rank that gets a number of posts is nobody's by hand any more. Raises Invalid."""
    _fill(rank, title, min_posts)
    if min_posts is not None:
        _take_from_all(rank)
    db.session.flush()


def delete_rank(rank: Rank) -> None:
    _take_from_all(rank)
    db.session.delete(rank)
    db.session.flush()


def give_rank(user: User, rank: Rank | None) -> None:
    """Give a special rank, or take it back with None. Raises Invalid for a rank that posts earn."""
    if rank is not None and rank.min_posts is not None:
        raise Invalid(message("Ce rang se gagne par le nombre de messages : choisissez un rang spécial."), "rank")
    user.rank_id = rank.id if rank is not None else None
    db.session.flush()


def _take_from_all(rank: Rank) -> None:
    db.session.execute(sa.update(User).where(User.rank_id == rank.id).values(rank_id=None))


def _fill(rank: Rank, title: str, min_posts: int | None) -> None:
    title, faults = " ".join(title.split()), Faults()
    if not 2 <= len(title) <= TITLE_LENGTH:
        faults.add(message("Un rang a de 2 à 60 caractères."), "title")
    if min_posts is not None and not 0 <= min_posts <= MOST_POSTS:
        faults.add(message("Écrivez un nombre de messages, ou laissez vide pour un rang spécial."), "min_posts")
    others = sa.select(Rank.id).where(Rank.id != (rank.id or 0)).limit(1)
    if db.session.scalar(others.where(Rank.title == title)) is not None:
        faults.add(message("Ce rang existe déjà."), "title")
    if min_posts is not None and db.session.scalar(others.where(Rank.min_posts == min_posts)) is not None:
        faults.add(message("Un autre rang commence déjà à ce nombre de messages."), "min_posts")
    faults.tell()
    rank.title, rank.min_posts = title, min_posts
