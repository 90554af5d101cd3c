"""A member's posts, for their page."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forum import paths
from forum.accounts.models import User
from forum.accounts.policy import Actor
from forum.db import db
from forum.topics.models import Post, State, Topic
from forum.topics.policy import visible_posts


@dataclass(frozen=True)
class LatestPost:
    title: str
    url: str
    excerpt: str
    at: datetime


def latest_posts(user: User, actor: Actor, count: int = 10) -> list[LatestPost]:
    """The newest posts of a member that the actor may read."""
    found = db.session.execute(
        sa.select(Topic.title, Post.id, Post.excerpt, Post.created_at)
        .join(Topic, Topic.id == Post.topic_id)
        .where(Post.author_id == user.id, Post.state == State.VISIBLE, visible_posts(actor))
        .order_by(Post.id.desc())
        .limit(count)
    )
    return [LatestPost(title, paths.post(each), words, at) for title, each, words, at in found]
