"""An earlier text of a post withdrawn from its readers, who see that there was one; and shown to them again.

Guides show all their versions: an edit that takes somebody's data out of the text leaves it in the version before.
"""

import sqlalchemy as sa

from forum import clock
from forum.accounts.models import User
from forum.db import db
from forum.errors import Missing
from forum.moderation.log import Verb, record_post
from forum.moderation.reasons import checked_reason
from forum.topics.models import Post, PostRevision, Topic
from forum.topics.policy import may_moderate_topic
from forum.verdict import HIDDEN, require


def withdraw(actor: User, post: Post, topic: Topic, number: int, reason: str) -> bool:
    """Keep its text, title and reason for moderators; False when it was so already. Raises Invalid without a reason."""
    require(may_moderate_topic(actor, topic))
    reason, version = checked_reason(reason), earlier(post, number)
    if version.withdrawn_at is not None:
        return False
    version.withdrawn_at = clock.now()
    record_post(actor, Verb.WITHDRAW_VERSION, post, topic, reason=reason, version=number)
    db.session.flush()
    return True


def show(actor: User, post: Post, topic: Topic, number: int) -> bool:
    """Let readers of the post's versions read it again; False when they do."""
    require(may_moderate_topic(actor, topic))
    version = earlier(post, number)
    if version.withdrawn_at is None:
        return False
    version.withdrawn_at = None
    record_post(actor, Verb.SHOW_VERSION, post, topic, version=number)
    db.session.flush()
    return True


def earlier(post: Post, number: int) -> PostRevision:
    """That version, which nobody else changes meanwhile. The present text is none: it is edited. Raises Missing."""
    wanted = sa.select(PostRevision).where(PostRevision.post_id == post.id, PostRevision.number == number)
    found = db.session.scalar(wanted.with_for_update().execution_options(populate_existing=True))
    if found is None:
        assert HIDDEN.reason is not None
        raise Missing(HIDDEN.reason)
    return found
