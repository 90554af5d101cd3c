"""What is told of edits of guides: to who keeps a guide, that one waits; to who wrote it, what became of it."""

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.guides.models import GuideEdit
from forum.notifications.inbox import About, Kind, tell
from forum.taxonomy.queries import moderators
from forum.topics.models import Post, Topic
from forum.topics.policy import may_see_post


def keepers_of_edit(edit_id: int, post_id: int, actor_id: int) -> None:
    """An edit waits for somebody to read it."""
    edit, post = db.session.get(GuideEdit, edit_id), db.session.get(Post, post_id)
    if edit is not None and post is not None:
        topic = db.session.get_one(Topic, post.topic_id)
        keepers = {post.author_id, *(user.id for user in moderators(topic.forum_id))}
        _tell(keepers, post, topic, f"guide:{edit_id}:{edit.made_at:%y%m%d%H%M%S}", "proposed", actor_id)


def writer_of_accepted_edit(edit_id: int, post_id: int, user_id: int, actor_id: int) -> None:
    """An edit shows."""
    _tell_writer(edit_id, post_id, user_id, "shown")


def writer_of_declined_edit(edit_id: int, post_id: int, user_id: int, actor_id: int) -> None:
    """An edit was turned down."""
    _tell_writer(edit_id, post_id, user_id, "declined")


def _tell_writer(edit_id: int, post_id: int, user_id: int, fact: str) -> None:
    post = db.session.get(Post, post_id)
    if post is not None:
        topic = db.session.get_one(Topic, post.topic_id)
        _tell({user_id}, post, topic, f"guide:{edit_id}:{fact}", fact, None)


def _tell(user_ids: set[int], post: Post, topic: Topic, event: str, fact: str, actor_id: int | None) -> None:
    people = db.session.scalars(sa.select(User).where(User.id.in_(user_ids), User.active))
    readers = [user.id for user in people if may_see_post(user, post, topic)]
    tell(readers, Kind.GUIDE, About(event, f"topic:{topic.id}", actor_id, topic.id, post.id, fact))
