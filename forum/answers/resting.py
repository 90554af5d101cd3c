"""The answers that rest on a reference of the law, for its page: those accepted or found right."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forum import paths
from forum.accounts.models import User
from forum.accounts.policy import Actor
from forum.answers.ageing import is_rewritten, looked_at, warning
from forum.db import db
from forum.topics.models import Kind, Post, PostCitation, State, Topic
from forum.topics.policy import listed_topics
from forum.topics.rows import shown_title
from forum.words import Message


@dataclass(frozen=True)
class RestingAnswer:
    """An answer that cites the reference. `warning`: that it is to be looked at again."""

    url: str
    title: str
    excerpt: str
    author: str
    author_url: str  # empty for an account that is gone
    written_at: datetime
    accepted: bool
    verified_at: datetime | None
    warning: Message | None


def resting_on(key: str, actor: Actor, *, months: int, most: int) -> list[RestingAnswer]:
    """The answers that cite a reference, or anything of a text, those looked at last first. One statement."""
    cites = (PostCitation.key if "/" in key else PostCitation.text) == key
    accepted, looked = sa.func.coalesce(Topic.accepted_post_id == Post.id, False), looked_at()
    found = db.session.execute(
        sa.select(
            Post.id, Post.excerpt, Post.created_at, Post.verified_at, Post.law, Post.law_moved, Topic.title,
            User.name, User.erased, accepted.label("accepted"), looked.label("looked"),
            is_rewritten().label("rewritten"),
        )
        .join(Topic, Topic.id == Post.topic_id)
        .join(User, User.id == Post.author_id)
        .where(Post.id.in_(sa.select(PostCitation.post_id).where(cites)))
        .where(Topic.kind == Kind.QUESTION, Topic.merged_into_id.is_(None), listed_topics(actor))
        .where(Post.state == State.VISIBLE, Post.position > 1, sa.or_(accepted, Post.verified_at.is_not(None)))
        .order_by(looked.desc(), Post.id.desc())
        .limit(most)
    )  # fmt: skip
    return [
        RestingAnswer(
            paths.post(row.id),
            shown_title(row.title),
            row.excerpt,
            row.name,
            "" if row.erased else paths.user(row.name),
            row.created_at,
            bool(row.accepted),
            row.verified_at,
            warning(row, row.looked, months=months),
        )
        for row in found
    ]
