"""From where a contribution came, and by which form: kept apart from the post, for as long as it is of use."""

from datetime import datetime

import sqlalchemy as sa

from forum import clock
from forum.accounts.models import User
from forum.db import db
from forum.topics.models import Contribution, Post, Submission


def trace(actor: User, post: Post, act: str, address: str) -> None:
    """Keep who did this (`write`, `edit`) to a post, when, and from which address; nothing without one."""
    if address:
        db.session.add(Contribution(post_id=post.id, user_id=actor.id, act=act, address=address, at=clock.now()))


def purge(before: datetime) -> None:
    """Forget where older contributions came from. Inside a write."""
    db.session.execute(sa.delete(Contribution).where(Contribution.at < before))


def purge_form_keys(before: datetime) -> None:
    """Forget which form made which post: sent again after so long, it would make another. Inside a write."""
    db.session.execute(sa.delete(Submission).where(Submission.at < before))
