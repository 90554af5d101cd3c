"""The directory of experts: filters, order, pages; and the questions of one's fields that no expert answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from forum import paths
from forum.accounts.models import User
from forum.db import db
from forum.experts.cards import Card, card
from forum.experts.models import Expert, ExpertCode, ExpertLanguage, ExpertTag, ExpertTown, Standing
from forum.experts.policy import recognised
from forum.legal.facts import packaged
from forum.taxonomy.models import Tag
from forum.topics.models import Kind, Post, PostCitation, State, Topic, TopicLaw, TopicTag


class Order(StrEnum):
    """How the directory is sorted."""

    ACTIVITY = "activity"
    NAME = "name"


@dataclass(frozen=True)
class Wish:
    """What a reader looks for; empty is anything. `field` is a tag's slug, or « code: » and a code of law's."""

    field: str = ""
    town: str = ""
    language: str = ""
    profession: str = ""
    order: Order = Order.ACTIVITY


@dataclass(frozen=True)
class Listed:
    """An expert in the directory."""

    card: Card
    towns: tuple[str, ...]
    languages: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]  # name and address; a code of law has none
    hears: bool  # somebody may write to them in private


@dataclass(frozen=True)
class Offer:
    """What the filters offer: only what some expert serves."""

    fields: tuple[tuple[str, str], ...]
    towns: tuple[tuple[str, str], ...]
    languages: tuple[str, ...]
    professions: tuple[str, ...]


def found(wish: Wish, *, page: int, per_page: int) -> tuple[list[Listed], int]:
    """A page of experts and how many match."""
    rows = _among(sa.select(Expert, User.name, User.messages_from != "nobody"), wish)
    last = sa.select(sa.func.max(Post.id)).where(Post.author_id == User.id, Post.as_expert, Post.state == State.VISIBLE)
    activity = sa.func.coalesce(last.correlate(User).scalar_subquery(), 0).desc()
    order = (activity, User.name_key) if wish.order is Order.ACTIVITY else (sa.func.lower(Expert.full_name), User.id)
    shown = db.session.execute(rows.order_by(*order).limit(per_page).offset((page - 1) * per_page)).all()
    total = db.session.scalar(_among(sa.select(sa.func.count(Expert.user_id)), wish)) or 0
    return _listed(shown), total


def offer() -> Offer:
    """Four statements, whatever the size."""
    in_force = sa.select(User.id).where(recognised())

    def ask(*columns: Any, owner: Any, order: Any) -> list[Any]:
        return list(db.session.execute(sa.select(*columns).where(owner.in_(in_force)).distinct().order_by(order)))

    tags = db.session.execute(
        sa.select(Tag.name, Tag.slug)
        .where(Tag.id.in_(sa.select(ExpertTag.tag_id).where(ExpertTag.user_id.in_(in_force))))
        .order_by(Tag.name)
    )
    towns = ask(ExpertTown.name, ExpertTown.key, owner=ExpertTown.user_id, order=ExpertTown.key)
    codes = [code for (code,) in ask(ExpertCode.code, owner=ExpertCode.user_id, order=ExpertCode.code)]
    return Offer(
        fields=(*((name, slug) for name, slug in tags), *((code_name(code), f"code:{code}") for code in codes)),
        towns=tuple({key: (name, key) for name, key in towns}.values()),
        languages=tuple(
            c for (c,) in ask(ExpertLanguage.code, owner=ExpertLanguage.user_id, order=ExpertLanguage.code)
        ),
        professions=tuple(p for (p,) in ask(Expert.profession, owner=Expert.user_id, order=Expert.profession)),
    )


def unanswered_in_fields(user: User) -> list[sa.ColumnElement[bool]]:
    """Conditions on `Topic`: a question in a field of this expert that no expert has answered.

    In a field: it carries one of their tags, or it carries or its first post cites one of their codes.
    """
    codes = sa.select(ExpertCode.code).where(ExpertCode.user_id == user.id)
    carried = sa.select(TopicLaw.topic_id).where(TopicLaw.text.in_(codes))
    cited = sa.select(Post.topic_id).join(PostCitation, PostCitation.post_id == Post.id)
    asked = cited.where(Post.position == 1, PostCitation.text.in_(codes))
    tagged = sa.select(TopicTag.topic_id).join(ExpertTag, ExpertTag.tag_id == TopicTag.tag_id)
    answered = sa.exists().where(Post.topic_id == Topic.id, Post.as_expert, Post.state == State.VISIBLE)
    return [
        Topic.kind == Kind.QUESTION,
        sa.or_(Topic.id.in_(tagged.where(ExpertTag.user_id == user.id)), Topic.id.in_(carried), Topic.id.in_(asked)),
        ~answered.correlate(Topic),
    ]


def code_name(code: str) -> str:
    """The title of a code of law."""
    known = packaged().codes.get(code)
    return known.title if known is not None else code


def _among(rows: Any, wish: Wish) -> Any:
    rows = rows.select_from(Expert).join(User, User.id == Expert.user_id)
    rows = rows.where(recognised(), Expert.standing == Standing.ACCEPTED)
    if wish.profession:
        rows = rows.where(Expert.profession == wish.profession)
    if wish.town:
        rows = rows.where(User.id.in_(sa.select(ExpertTown.user_id).where(ExpertTown.key == wish.town)))
    if wish.language:
        rows = rows.where(User.id.in_(sa.select(ExpertLanguage.user_id).where(ExpertLanguage.code == wish.language)))
    if wish.field.startswith("code:"):
        code = wish.field.removeprefix("code:")
        rows = rows.where(User.id.in_(sa.select(ExpertCode.user_id).where(ExpertCode.code == code)))
    elif wish.field:
        tagged = sa.select(ExpertTag.user_id).join(Tag, Tag.id == ExpertTag.tag_id).where(Tag.slug == wish.field)
        rows = rows.where(User.id.in_(tagged))
    return rows


def _listed(shown: Sequence[Any]) -> list[Listed]:
    ids = [expert.user_id for expert, *_ in shown]
    if not ids:
        return []
    towns = _by_owner(sa.select(ExpertTown.user_id, ExpertTown.name).where(ExpertTown.user_id.in_(ids)))
    spoken = _by_owner(sa.select(ExpertLanguage.user_id, ExpertLanguage.code).where(ExpertLanguage.user_id.in_(ids)))
    codes = _by_owner(sa.select(ExpertCode.user_id, ExpertCode.code).where(ExpertCode.user_id.in_(ids)))
    tags = _by_owner(
        sa.select(ExpertTag.user_id, Tag.name, Tag.slug)
        .join(Tag, Tag.id == ExpertTag.tag_id)
        .where(ExpertTag.user_id.in_(ids))
    )
    return [
        Listed(
            card(expert, name),
            tuple(town for (town,) in towns.get(expert.user_id, ())),
            tuple(code for (code,) in spoken.get(expert.user_id, ())),
            (
                *((tag, paths.tag(slug)) for tag, slug in tags.get(expert.user_id, ())),
                *((code_name(code), "") for (code,) in codes.get(expert.user_id, ())),
            ),
            bool(hears),
        )
        for expert, name, hears in shown
    ]


def _by_owner(rows: Any) -> dict[int, list[Any]]:
    held: dict[int, list[Any]] = {}
    for owner, *values in sorted(db.session.execute(rows), key=lambda row: str(row[1])):
        held.setdefault(owner, []).append(values)
    return held
