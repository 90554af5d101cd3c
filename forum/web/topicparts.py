"""What the slices above topics lay on a topic's page. Each asks the database only when a flag says so."""

from collections.abc import Mapping
from dataclasses import dataclass

from forum.accounts.policy import Actor
from forum.answers import queries as answers
from forum.citations.shown import LawParts, law_parts
from forum.config import Config
from forum.experiences import queries as experiences
from forum.experiences.queries import ExperienceParts
from forum.experts import queries as experts
from forum.experts.cards import Card
from forum.resources import queries as listing
from forum.topics.models import State
from forum.topics.others import Others, others_of
from forum.topics.queries import TopicPage
from forum.votes import queries as votes


@dataclass(frozen=True)
class OwnVotes:
    """What a member found useful on this page; nothing of it can be voted for while the topic is hidden or waits."""

    reader_id: int
    cast: frozenset[int]


@dataclass(frozen=True)
class Parts:
    """One field per contributor."""

    cards: Mapping[int, Card]  # contacts of the experts who speak as such here, by id
    law: LawParts | None = None  # what the topic and its posts cite
    votes: OwnVotes | None = None  # None for visitors
    answer: answers.AnswerParts | None = None  # None where nobody chose an answer, nor may
    experiences: ExperienceParts | None = None  # None where nobody tells any
    resources: listing.ResourceParts | None = None  # None where nothing is listed, nor waits for the reader
    others: Others | None = None  # None where the topic names no other


def parts_of(found: TopicPage, reader: Actor, config: Config) -> Parts:
    """The parts of this page."""
    speaking = {post.author_id for post in found.posts if post.expert}
    return Parts(
        cards=experts.cards_of(speaking) if speaking else {},
        law=law_parts(found.head.law, ((post.id, post.law) for post in found.posts)),
        votes=_votes(found, reader),
        experiences=experiences.of_page(found.head, found.posts),
        resources=listing.of_page(found.head, found.posts, reader),
        others=others_of(found.head, reader),
        answer=answers.of_page(found.head, found.posts, reader, months=config.answer_months),
    )


def _votes(found: TopicPage, reader: Actor) -> OwnVotes | None:
    if reader is None or found.head.state != State.VISIBLE:
        return None
    voted_for = [post.id for post in found.posts if post.score]
    return OwnVotes(reader.id, votes.cast_by(reader, voted_for))
