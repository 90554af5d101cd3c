"""What resources do because a post was rewritten."""

from forum.db import db
from forum.resources.moving import reread
from forum.topics.models import Post


def list_of_edited_post(post_id: int, actor_id: int) -> None:
    """A post that holds a list may name other pages now."""
    post = db.session.get(Post, post_id)
    if post is not None:
        reread(post)
