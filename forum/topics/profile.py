"""A member's posts, for their page."""

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from forum import paths
from forum.accounts.models import User
from forum.accounts.policy import Actor
from forum.db import db
from forum.taxonomy.models import Forum
from forum.topics.models import Post, State, Topic
from forum.topics.policy import visible_posts
from forum.topics.rows import shown_title


class LatestPost(NamedTuple):
    """A post as its author's page lists it; unpacks in this order."""

    title: str
    url: str
    at: datetime
    forum_name: str
    forum_url: str


def latest_posts(user: User, actor: Actor, count: int = 10) -> list[LatestPost]:
    """The newest posts of a member that the actor may read."""
    found = db.session.execute(
        sa.select(Topic.title, Post.id, Post.created_at, Forum.name, Forum.slug)
        .join(Topic, Topic.id == Post.topic_id)
        .join(Forum, Forum.id == Topic.forum_id)
        .where(Post.author_id == user.id, Post.state == State.VISIBLE, visible_posts(actor))
        .order_by(Post.id.desc())
        .limit(count)
    )
    return [
        LatestPost(shown_title(title), paths.post(each), at, name, paths.forum(slug))
        for title, each, at, name, slug in found
    ]
