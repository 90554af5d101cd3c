"""What the slices above topics lay on a topic's page. Each asks the database only when a flag says so."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from forum.accounts.policy import Actor
from forum.answers import queries as answers
from forum.bookmarks import queries as bookmarks
from forum.citations.shown import LawLink, LawParts, law_parts, renumbered
from forum.config import Config
from forum.db import db
from forum.experiences import queries as experiences
from forum.experiences.queries import ExperienceParts
from forum.experts import queries as experts
from forum.experts.cards import Card
from forum.guides import queries as guides
from forum.guides.policy import Trust
from forum.resources import queries as listing
from forum.topics.models import State
from forum.topics.others import Others, others_of
from forum.topics.queries import TopicPage
from forum.votes import queries as votes


@dataclass(frozen=True)
class OwnVotes:
    """What a member found useful on this page, and keep of it; neither goes while the topic is hidden."""

    cast: frozenset[int]
    kept: frozenset[int]


@dataclass(frozen=True)
class Parts:
    """One field per contributor."""

    cards: Mapping[int, Card]  # contacts of the experts who speak as such here, by id
    law: LawParts | None = None  # what the topic and its posts cite
    votes: OwnVotes | None = None  # None for visitors
    answer: answers.AnswerParts | None = None  # None where nobody chose an answer, nor may
    answer_moved: tuple[LawLink, ...] = ()  # what the accepted answer cites under a number that its text has left
    experiences: ExperienceParts | None = None  # None where nobody tells any
    resources: listing.ResourceParts | None = None  # None where nothing is listed, nor waits for the reader
    guide: guides.GuideParts | None = None  # None for what is no guide
    others: Others | None = None  # None where the topic names no other


def parts_of(found: TopicPage, reader: Actor, config: Config) -> Parts:
    """The parts of this page."""
    answer = answers.of_page(found.head, found.posts, reader, months=config.answer_months)
    speaking = {post.author_id for post in found.posts if post.expert}
    return Parts(
        cards=experts.cards_of(speaking) if speaking else {},
        law=law_parts(found.head.law, ((post.id, post.law) for post in found.posts)),
        votes=_votes(found, reader),
        experiences=experiences.of_page(found.head, found.posts),
        resources=listing.of_page(found.head, found.posts, reader),
        guide=guides.of_page(found.head, reader, Trust(config.wiki_posts, config.wiki_days)),
        others=others_of(found.head, reader),
        answer=answer,
        answer_moved=renumbered(answer.accepted.law) if answer and answer.accepted else (),
    )


def _votes(found: TopicPage, reader: Actor) -> OwnVotes | None:
    if reader is None or found.head.state != State.VISIBLE:
        return None
    voted_for = [post.id for post in found.posts if post.score]
    kept_by_some = [post.id for post in found.posts] if reader.bookmarks else []
    if not voted_for and not kept_by_some:
        return OwnVotes(frozenset(), frozenset())
    # Two slices that do not know each other, in one statement: this page has no other to spare.
    votes_cast = votes.cast_among(reader, voted_for).add_columns(sa.literal(1).label("voted"))
    kept = bookmarks.kept_among(reader, kept_by_some).add_columns(sa.literal(0))
    rows = db.session.execute(sa.union_all(votes_cast, kept)).all()
    mine = {voted: frozenset(post_id for post_id, kind in rows if kind == voted) for voted in (1, 0)}
    return OwnVotes(mine[1], mine[0])
