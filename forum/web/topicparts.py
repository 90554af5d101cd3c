"""What the slices above topics lay on a topic's page. Each asks the database only when a flag says so."""

from collections.abc import Mapping
from dataclasses import dataclass

from forum.citations.shown import LawParts, law_parts
from forum.experts import queries as experts
from forum.experts.cards import Card
from forum.topics.queries import TopicPage


@dataclass(frozen=True)
class Parts:
    """One field per contributor."""

    cards: Mapping[int, Card]  # contacts of the experts who speak as such here, by id
    law: LawParts | None = None  # what the topic and its posts cite


def parts_of(found: TopicPage) -> Parts:
    """The parts of this page."""
    speaking = {post.author_id for post in found.posts if post.expert}
    return Parts(
        cards=experts.cards_of(speaking) if speaking else {},
        law=law_parts(found.head.law, ((post.id, post.law) for post in found.posts)),
    )
