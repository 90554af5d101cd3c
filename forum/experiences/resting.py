"""The experiences told in posts that cite a reference of the law, for its page."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forum import paths
from forum.accounts.models import User
from forum.accounts.policy import Actor
from forum.db import db
from forum.experiences.models import Experience, Outcome
from forum.experiences.words import OUTCOMES
from forum.topics.models import Post, PostCitation, State, Topic
from forum.topics.policy import listed_topics
from forum.topics.rows import shown_title
from forum.words import Message


@dataclass(frozen=True)
class RestingExperience:
    """An experience whose post cites the reference. `author`: the name it was told under, a pseudonym perhaps."""

    url: str
    title: str
    excerpt: str
    author: str
    told_at: datetime
    outcome: Message


def told_on(key: str, actor: Actor, *, most: int) -> list[RestingExperience]:
    """Those that the reader may read and that cite a reference, or anything of a text, newest first. One statement."""
    cites = (PostCitation.key if "/" in key else PostCitation.text) == key
    found = db.session.execute(
        sa.select(Post.id, Post.excerpt, Topic.title, User.name, Experience.told_at, Experience.outcome)
        .join(Experience, Experience.post_id == Post.id)
        .join(Topic, Topic.id == Post.topic_id)
        .join(User, User.id == Post.author_id)
        .where(Post.id.in_(sa.select(PostCitation.post_id).where(cites)))
        .where(Post.state == State.VISIBLE, Topic.merged_into_id.is_(None), listed_topics(actor))
        .order_by(Experience.told_at.desc(), Post.id.desc())
        .limit(most)
    )
    rows = ((row, OUTCOMES[Outcome(row.outcome)]) for row in found)
    return [
        RestingExperience(paths.post(row.id), shown_title(row.title), row.excerpt, row.name, row.told_at, outcome)
        for row, outcome in rows
    ]
