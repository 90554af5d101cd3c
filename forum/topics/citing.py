"""What posts cite and topics carry of the law: rows for the pages of the law, one packed text for their own pages."""

from collections.abc import Iterable

import sqlalchemy as sa

from forum import clock
from forum.db import db
from forum.legal.cited import Cited, Place, chosen, pack, places, tells, unpack
from forum.topics.models import Post, PostCitation, Topic, TopicLaw

MOST_CHOSEN = 10


def cite(post: Post, cited: Iterable[Cited]) -> None:
    """Store what a post, which has its id, cites. Its topic carries what its first post cites."""
    cited = tuple(cited)
    post.law, post.law_moved = pack(cited), tells(cited)
    db.session.execute(sa.delete(PostCitation).where(PostCitation.post_id == post.id))
    add_citations(post.id, cited)
    if post.position == 1:
        renew_topic_law(db.session.get_one(Topic, post.topic_id), post)


def add_citations(post_id: int, cited: Iterable[Cited]) -> None:
    """The rows of a post that has none yet."""
    rows = citation_rows(post_id, cited)
    if rows:
        db.session.execute(sa.insert(PostCitation), rows)


def citation_rows(post_id: int, cited: Iterable[Cited]) -> list[dict[str, object]]:
    """The rows of a post: one for each page on which it belongs."""
    return [{"post_id": post_id, **_columns(place)} for place in places(cited)]


def choose_law(topic: Topic, keys: Iterable[str], first: Post | None = None) -> None:
    """Have the topic carry these references, and no other chosen one."""
    _carry(topic, list(dict.fromkeys(keys))[:MOST_CHOSEN], first)


def choose_anew(topic: Topic) -> None:
    """Have the topic carry what was chosen for it, as the law of today tells where that went."""
    _carry(topic, law_of(topic))


def _carry(topic: Topic, keys: Iterable[str], first: Post | None = None) -> None:
    kept = [chosen(key, clock.day_of_law(topic.created_at)) for key in keys]
    db.session.execute(sa.delete(TopicLaw).where(TopicLaw.topic_id == topic.id))
    rows = [{"topic_id": topic.id, **_columns(place)} for place in places(kept)]
    if rows:
        db.session.execute(sa.insert(TopicLaw), rows)
    renew_topic_law(topic, first)


def law_of(topic: Topic) -> list[str]:
    """The references chosen for a topic."""
    mine = sa.select(TopicLaw.key).where(TopicLaw.topic_id == topic.id, TopicLaw.former == "")
    return list(db.session.scalars(mine.order_by(TopicLaw.key)))


def renew_topic_law(topic: Topic, first: Post | None = None) -> None:
    """Pack anew what a topic carries: what was chosen for it, then what its first post cites."""
    if first is None:
        first = db.session.scalar(sa.select(Post).where(Post.topic_id == topic.id, Post.position == 1))
    by_hand = (chosen(key, clock.day_of_law(topic.created_at)) for key in law_of(topic))
    carried = {each.key: each for each in (*by_hand, *(unpack(first.law) if first is not None else ()))}
    topic.law = pack(carried.values())


def _columns(place: Place) -> dict[str, object]:
    text = place.key.partition("/")[0]
    return {"key": place.key, "text": text, "former": place.former, "doubtful": place.doubtful}
