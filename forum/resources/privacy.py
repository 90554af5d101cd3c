"""What is kept of the pages that a member proposed, for their own download, and forgetting it."""

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.resources.counting import recount
from forum.resources.models import Resource, Standing
from forum.topics.pseudonyms import by


def export(user: User) -> tuple[dict[str, object], list[tuple[str, bytes]]]:
    """The pages proposed, oldest first, and what became of each. No file."""
    own = sa.select(Resource).where(by(user, Resource.proposed_by_id)).order_by(Resource.proposed_at, Resource.id)
    found = [
        {
            "topic": each.topic_id,
            "title": each.title,
            "address": each.url,
            "publisher": each.publisher,
            "proposed": each.proposed_at.isoformat(),
            "standing": each.standing,
        }
        for each in db.session.scalars(own)
    ]
    return ({"resources": found} if found else {}), []


def forget(user: User) -> None:
    """What nobody decided on goes; what readers see stays, under an account that has no name any more."""
    unseen = sa.delete(Resource).where(by(user, Resource.proposed_by_id), Resource.standing != Standing.SHOWN)
    topics = set(db.session.scalars(unseen.returning(Resource.topic_id)))
    if topics:
        recount(topics)
