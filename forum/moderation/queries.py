"""Reading reports, the log and what waits for staff."""

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.moderation.models import Report
from forum.taxonomy.policy import Right, may_in
from forum.topics.models import Post, Topic


def open_reports(actor: User) -> int:
    """How many open reports stand in the forums that the actor moderates. One statement."""
    statement = (
        sa.select(sa.func.count())
        .select_from(Report)
        .join(Post, Post.id == Report.post_id)
        .join(Topic, Topic.id == Post.topic_id)
        .where(Report.state == "open", may_in(actor, Right.MODERATE, Topic.forum_id))
    )
    return db.session.scalar(statement) or 0
