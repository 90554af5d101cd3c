"""Reading experiences: those on a page, and what they add up to in a topic, under a tag, on a reference of the law."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from forum.db import db
from forum.experiences.figures import LEAST, Case, Figures, figures
from forum.experiences.models import Cost, Experience, Outcome, Provider, Step, Withheld
from forum.experiences.record import Record
from forum.experiences.words import COSTS, OUTCOMES, PROVIDERS, STEPS, WITHHELD, how_long
from forum.taxonomy.models import Tag
from forum.topics.lists import cites
from forum.topics.models import Post, StandIn, State, Topic, TopicTag
from forum.topics.policy import listed_topics
from forum.topics.views import PostRow, TopicHead
from forum.words import Message

COUNTED_AT_MOST = 3000  # the earliest told; nothing near it is foreseen, and a page must stay a page


class StepTaken(NamedTuple):
    """What was undertaken, and when if that is known."""

    name: Message
    on: date | None


@dataclass(frozen=True)
class Told:
    """An experience as its post shows it."""

    provider: Message
    outcome: Message
    outcome_name: str
    withheld: tuple[Message, ...]
    steps: tuple[StepTaken, ...]
    took: Message | None
    cost: Message | None
    follow_up: str
    followed_up_on: date | None


@dataclass(frozen=True)
class ExperienceParts:
    """What experiences lay on a topic's page: those of its posts, and on its first page the figures of all."""

    told: dict[int, Told]
    figures: Figures | None


def of_page(head: TopicHead, posts: Collection[PostRow]) -> ExperienceParts | None:
    """One statement; none where no experience is told."""
    telling = {post.id for post in posts if post.tells}
    has_figures = head.page == 1 and head.told >= LEAST and head.state == State.VISIBLE
    if not telling and not has_figures:
        return None
    wanted = sa.and_(Post.topic_id == head.id, Post.tells) if has_figures else Experience.post_id.in_(telling)
    rows = db.session.execute(_rows().add_columns(Experience.follow_up, Experience.followed_up_on).where(wanted)).all()
    counted = _cases(row for row in rows if row.state == State.VISIBLE)
    return ExperienceParts(
        told={row.post_id: _told(row) for row in rows if row.post_id in telling},
        figures=figures(counted) if has_figures else None,
    )


def with_tag(tag: Tag) -> Figures | None:
    """Of the topics that carry a tag. One statement."""
    return _public(Topic.id.in_(sa.select(TopicTag.topic_id).where(TopicTag.tag_id == tag.id)))


def on_law(key: str) -> Figures | None:
    """Of the topics that cite a reference, or a text. One statement."""
    return _public(cites(key))


def record_of(post_id: int) -> tuple[Record, str] | None:
    """The record of a post for its form, and what was said of it since."""
    row = db.session.get(Experience, post_id)
    if row is None:
        return None
    steps = {Step(name): date.fromisoformat(on) if on else None for name, on in row.steps}
    withheld = tuple(Withheld(each) for each in row.withheld.split(",") if each)
    cost = Cost(row.cost) if row.cost else None
    return Record(Provider(row.provider), Outcome(row.outcome), withheld, steps, row.days, cost), row.follow_up


def _public(of_topics: sa.ColumnElement[bool]) -> Figures | None:
    # security: whoever reads, these figures rest on what visitors may read: a member of a private forum must not
    # find its cases in a number that stands on a public page, nor tell them apart by signing out
    # Not by the index on states, which SQLite would take and read every post: the few experiences lead to theirs.
    visible = sa.func.coalesce(Post.state, "") == State.VISIBLE
    wanted = (of_topics, listed_topics(None), Topic.merged_into_id.is_(None), visible)
    rows = db.session.execute(_rows().join(Topic, Topic.id == Post.topic_id).where(*wanted))
    return figures(_cases(rows))


def _rows() -> sa.Select[*tuple[Any, ...]]:
    """Experiences in the order in which they were told."""
    return (
        sa.select(
            Experience.post_id, Post.state, Experience.provider, Experience.outcome, Experience.withheld,
            Experience.steps, Experience.days, Experience.cost,
            sa.func.coalesce(StandIn.member_id, Post.author_id).label("person"),
        )
        .join(Post, Post.id == Experience.post_id)
        .outerjoin(StandIn, StandIn.user_id == Post.author_id)
        .order_by(Experience.told_at, Experience.post_id)
        .limit(COUNTED_AT_MOST)
    )  # fmt: skip


def _cases(rows: Iterable[Any]) -> list[Case]:
    """One of each person, told first: figures are of people, and nobody is to make them up alone."""
    first: dict[int, Any] = {}
    for row in rows:
        first.setdefault(row.person, row)
    return [_case(row) for row in first.values()]


def _case(row: Any) -> Case:
    withheld = [each for each in row.withheld.split(",") if each]
    return Case(row.provider, row.outcome, withheld, [step for step, _ in row.steps], row.days, row.cost)


def _told(row: Any) -> Told:
    return Told(
        provider=PROVIDERS[row.provider],
        outcome=OUTCOMES[row.outcome],
        outcome_name=row.outcome,
        withheld=tuple(WITHHELD[Withheld(each)] for each in row.withheld.split(",") if each),
        steps=tuple(
            StepTaken(STEPS[step], on)
            for on, step in sorted(
                ((date.fromisoformat(on) if on else None, Step(step)) for step, on in row.steps),
                key=lambda taken: (taken[0] is None, taken[0] or date.max, list(Step).index(taken[1])),
            )
        ),
        took=how_long(row.days) if row.days else None,
        cost=COSTS[row.cost] if row.cost else None,
        follow_up=row.follow_up,
        followed_up_on=row.followed_up_on,
    )
