"""What a person told of their experiences, for their own download, and its removal with their texts."""

import sqlalchemy as sa

from forum import outbox
from forum.accounts.models import User
from forum.accounts.names import erased_name
from forum.db import db
from forum.experiences.models import Experience
from forum.topics import counters
from forum.topics.models import Post
from forum.topics.pseudonyms import by


def export(user: User) -> tuple[dict[str, object], list[tuple[str, bytes]]]:
    """Each record with the number of its post. No file."""
    rows = db.session.scalars(
        sa.select(Experience)
        .join(Post, Post.id == Experience.post_id)
        .where(by(user, Post.author_id))
        .order_by(Experience.post_id)
    )
    told = [
        {
            "post": row.post_id,
            "told_at": row.told_at.isoformat(),
            "provider": row.provider,
            "outcome": row.outcome,
            "withheld": row.withheld.split(",") if row.withheld else [],
            "steps": row.steps,
            "days": row.days,
            "cost": row.cost,
            "follow_up": row.follow_up,
            "followed_up_on": row.followed_up_on.isoformat() if row.followed_up_on else None,
        }
        for row in rows
    ]
    return ({"experiences": told} if told else {}), []


def forget(user: User) -> None:
    """The records go with the texts, where the member asked for that; what was said of them since goes always.

    A record without its text names nobody: answers ticked in a form. The words of « Et depuis ? » may.
    """
    own = sa.select(Post.id).where(by(user, Post.author_id))
    if user.deletes_texts:
        _withdraw_all(user)
    said = sa.update(Experience).where(Experience.post_id.in_(own))
    db.session.execute(said.values(follow_up="", followed_up_on=None))
    name, email = (Experience.follow_up.contains(each, autoescape=True) for each in (user.name, user.email))
    for row in db.session.scalars(sa.select(Experience).where(sa.or_(name, email))):
        row.follow_up = outbox.replaced(row.follow_up, {user.name: erased_name(user.id), user.email: ""})


def _withdraw_all(user: User) -> None:
    told = sa.and_(by(user, Post.author_id), Post.tells)
    topic_ids = list(db.session.scalars(sa.select(Post.topic_id).where(told).distinct()))
    db.session.execute(sa.delete(Experience).where(Experience.post_id.in_(sa.select(Post.id).where(told))))
    db.session.execute(sa.update(Post).where(told).values(tells=False))
    counters.recount_told(*topic_ids)
