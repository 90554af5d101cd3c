"""Reading people."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from forum.accounts.models import ADMINISTRATORS, STAFF, Group, Rank, User, group_members
from forum.accounts.names import email_key, name_key
from forum.db import db
from forum.errors import Missing
from forum.settings.generations import PerGeneration
from forum.verdict import HIDDEN


@dataclass(frozen=True)
class RankTable:
    """All ranks, as of one generation."""

    special: dict[int, str]
    by_posts: tuple[tuple[int, str], ...]

    def title(self, rank_id: int | None, posts: int) -> str:
        """The special rank when one was given, else the highest that the number of posts reaches."""
        if rank_id is not None and rank_id in self.special:
            return self.special[rank_id]
        return next((title for least, title in self.by_posts if posts >= least), "")


def rank_table(generation: int) -> RankTable:
    """The ranks; one statement per generation and process."""
    return _RANKS.of(generation)


def _read_ranks() -> RankTable:
    rows = db.session.execute(sa.select(Rank.id, Rank.title, Rank.min_posts)).all()
    by_posts = sorted(((least, title) for _, title, least in rows if least is not None), reverse=True)
    return RankTable({each: title for each, title, _ in rows}, tuple(by_posts))


_RANKS = PerGeneration(_read_ranks)


def user_named(name: str) -> User:
    """The account of that name, however it is typed. Raises Missing."""
    user = db.session.scalar(sa.select(User).where(User.name_key == name_key(name)))
    if user is None:
        assert HIDDEN.reason is not None
        raise Missing(HIDDEN.reason)
    return user


def user_by_email(email: str) -> User | None:
    return db.session.scalar(sa.select(User).where(User.email_key == email_key(email)))


def user_identified(identity: str) -> User | None:
    """The account that somebody signs in to, by its address or its name (which holds no @)."""
    if "@" in identity:
        return user_by_email(identity)
    return db.session.scalar(sa.select(User).where(User.name_key == name_key(identity)))


def names_known(candidates: Iterable[str]) -> dict[str, tuple[int, str]]:
    """For each candidate that is a member's name: (id, name). One statement."""
    keys = {name_key(each): each for each in candidates}
    if not keys:
        return {}
    rows = db.session.execute(
        sa.select(User.name_key, User.id, User.name).where(User.name_key.in_(keys), User.active, ~User.erased)
    )
    return {keys[key]: (user_id, name) for key, user_id, name in rows}


def names_beginning(text: str, limit: int) -> list[str]:
    """Names of the list of members that begin so, whoever writes most first."""
    key = name_key(text)
    shown = sa.and_(User.active, User.confirmed_at.is_not(None), User.approved, ~User.erased, ~User.stands_in)
    begin = sa.select(User.name).where(shown, User.name_key.startswith(key, autoescape=True))
    return list(db.session.scalars(begin.order_by(User.post_count.desc(), User.id).limit(limit))) if key else []


def is_portrait(digest: str) -> bool:
    """Whether a stored picture is some member's portrait, and so shown to all."""
    return db.session.scalar(sa.select(User.id).where(User.avatar_key == digest).limit(1)) is not None


def administrators() -> list[User]:
    members = sa.select(group_members.c.user_id).where(group_members.c.group_id == ADMINISTRATORS)
    return list(db.session.scalars(sa.select(User).where(User.id.in_(members), User.active).order_by(User.name)))


def staff(*, but: Collection[int] = ()) -> list[User]:
    """The staff of the site that can be told of something, without these people."""
    members = sa.select(group_members.c.user_id).where(group_members.c.group_id.in_(STAFF))
    reached = sa.and_(User.id.in_(members), User.id.not_in(but), User.active)
    found = db.session.scalars(sa.select(User).where(reached).order_by(User.name))
    return [user for user in found if not user.unclaimed]


def groups() -> list[Group]:
    return list(db.session.scalars(sa.select(Group).order_by(Group.id)))


def ranks() -> list[Rank]:
    return list(db.session.scalars(sa.select(Rank).order_by(Rank.min_posts.is_(None), Rank.min_posts, Rank.title)))


def member_page(*, page: int, per_page: int, sort: str = "name", starts: str = "") -> tuple[list[User], int]:
    """Confirmed members and how many there are. `sort` is name, posts or joined."""
    shown = sa.and_(User.active, User.confirmed_at.is_not(None), User.approved, ~User.erased, ~User.stands_in)
    if starts:
        shown = sa.and_(shown, User.name_key.startswith(name_key(starts), autoescape=True))
    orders: dict[str, Any] = {"posts": User.post_count.desc(), "joined": User.created_at.desc(), "name": User.name_key}
    total = db.session.scalar(sa.select(sa.func.count()).select_from(User).where(shown)) or 0
    rows = sa.select(User).where(shown).order_by(orders.get(sort, User.name_key), User.id)
    return list(db.session.scalars(rows.limit(per_page).offset((page - 1) * per_page))), total
