"""What becomes of a list when posts change: rewritten, carried elsewhere, poured together. In a write."""

import sqlalchemy as sa

from forum.db import db
from forum.resources.addresses import folded, typed_in
from forum.resources.counting import recount
from forum.resources.models import Resource, Standing
from forum.topics.models import Post, Topic

_RANK = {Standing.SHOWN: 0, Standing.PROPOSED: 1, Standing.REMOVED: 2}


def reread(post: Post) -> None:
    """After a post that holds a list was rewritten: what its text no longer names joins below it, and the reverse."""
    if not post.lists:
        return
    named = typed_in(post.body)
    for resource in _rows(post.topic_id):
        if folded(resource.url) in named:
            resource.post_id = resource.post_id or post.id
        elif resource.post_id == post.id:
            resource.post_id = None
    db.session.flush()


def follow_posts(source: Topic, made: Topic) -> None:
    """After a split: what stands in the text of a post goes where the post went."""
    there = sa.select(Post.id).where(Post.topic_id == made.id)
    going = sa.update(Resource).where(Resource.topic_id == source.id, Resource.post_id.in_(there))
    db.session.execute(going.values(topic_id=made.id).execution_options(synchronize_session=False))
    recount([source.id, made.id])


def follow_merge(source: Topic, target: Topic) -> None:
    """After a merge: the emptied topic's list joins that of the other; a page of both stays once, as the more seen."""
    present = {folded(each.url): each for each in _rows(target.id)}
    last = max((each.position for each in present.values()), default=0)
    for coming in _rows(source.id):
        other = present.get(folded(coming.url))
        if other is not None and _RANK[Standing(other.standing)] <= _RANK[Standing(coming.standing)]:
            other.post_id = other.post_id or coming.post_id
            db.session.delete(coming)
            continue
        if other is not None:
            coming.post_id = coming.post_id or other.post_id
            db.session.delete(other)
        db.session.flush()
        last += 1
        coming.topic_id, coming.position = target.id, last
    db.session.flush()
    recount([source.id, target.id])


def _rows(topic_id: int) -> list[Resource]:
    rows = sa.select(Resource).where(Resource.topic_id == topic_id).order_by(Resource.position, Resource.id)
    return list(db.session.scalars(rows))
