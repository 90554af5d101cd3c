"""A guide is opened, edited by others, its edits looked at; an earlier version is put back. Inside `db.write()`."""

from dataclasses import dataclass

import sqlalchemy as sa

from forum import clock, outbox
from forum.accounts.models import User
from forum.db import db
from forum.errors import Conflict, Invalid, Missing
from forum.guides.models import GuideEdit
from forum.guides.policy import Trust, may_contribute, may_open, may_review
from forum.outbox import Event
from forum.topics.actions import Edit, Text, rewrite
from forum.topics.models import Post, Topic
from forum.verdict import HIDDEN, require
from forum.words import message

_STALE = message("Le guide a changé depuis que cette modification a été écrite : reprenez-la, puis réunissez les deux.")


@dataclass(frozen=True)
class Decided:
    """An edit that waits no more: of which guide, and who wrote it."""

    post: Post
    topic: Topic
    writer_id: int


def set_open(actor: User, post: Post, topic: Topic, *, to_others: bool) -> bool:
    """Let experts and trusted members edit the guide, or no longer; False when it was so already."""
    require(may_open(actor, post, topic))
    changed, topic.wiki = topic.wiki != to_others, to_others
    db.session.flush()
    return changed


def contribute(actor: User, post: Post, topic: Topic, text: Text, change: Edit, trust: Trust, *, review: bool) -> bool:
    """Put a text in the place of the guide's: at once (True), or once another has read it (`review`).

    Raises Conflict when the guide has moved on since `change.seen_revision`, Invalid where nothing changes.
    """
    require(may_contribute(actor, post, topic, trust))
    if text.body == post.body:
        raise Invalid(message("Le texte est celui du guide : changez ce qui doit l’être, puis enregistrez."), "body")
    if not review:
        rewrite(actor, post, topic, text, change)
        return True
    db.session.refresh(post, with_for_update={"key_share": True})
    if post.revision != change.seen_revision:
        raise Conflict(message("Ce message a été modifié entre-temps : comparez les deux textes ci-dessous."))
    own = sa.select(GuideEdit).where(GuideEdit.post_id == post.id, GuideEdit.author_id == actor.id)
    edit = db.session.scalar(own) or GuideEdit(post_id=post.id, author_id=actor.id)
    edit.body, edit.reason, edit.base_revision = text.body, change.reason.strip()[:255], post.revision
    edit.made_at = clock.now()
    db.session.add(edit)
    db.session.flush()
    outbox.publish(Event.GUIDE_EDIT_PROPOSED, edit_id=edit.id, post_id=post.id, actor_id=actor.id)
    return False


def accept(actor: User, edit_id: int, text: Text, trust: Trust) -> Decided:
    """Have an edit show, in the name of who wrote it. `text`: its body rendered. Raises Conflict, Missing."""
    edit, post, topic = _held(edit_id)
    require(may_review(actor, edit, post, topic, trust))
    if edit.base_revision != post.revision or edit.body != text.body:
        raise Conflict(_STALE)
    writer = db.session.get_one(User, edit.author_id)
    rewrite(writer, post, topic, text, Edit(edit.base_revision, edit.reason))
    return _closed(actor, edit, topic, Event.GUIDE_EDIT_ACCEPTED)


def decline(actor: User, edit_id: int, trust: Trust) -> Decided:
    """Turn an edit down."""
    edit, post, topic = _held(edit_id)
    require(may_review(actor, edit, post, topic, trust))
    return _closed(actor, edit, topic, Event.GUIDE_EDIT_DECLINED)


def withdraw(actor: User, edit_id: int) -> Post:
    """Whoever wrote it takes it back."""
    edit, post, _ = _held(edit_id)
    if edit.author_id != actor.id:
        require(HIDDEN)
    db.session.delete(edit)
    db.session.flush()
    return post


def _held(edit_id: int) -> tuple[GuideEdit, Post, Topic]:
    """The edit, which nobody else decides on meanwhile, and its guide."""
    edit = db.session.get(GuideEdit, edit_id, with_for_update=True, populate_existing=True)
    if edit is None:
        assert HIDDEN.reason is not None
        raise Missing(HIDDEN.reason)
    post = db.session.get_one(Post, edit.post_id)
    return edit, post, db.session.get_one(Topic, post.topic_id)


def _closed(actor: User, edit: GuideEdit, topic: Topic, event: Event) -> Decided:
    done = Decided(db.session.get_one(Post, edit.post_id), topic, edit.author_id)
    outbox.publish(event, edit_id=edit.id, post_id=edit.post_id, user_id=edit.author_id, actor_id=actor.id)
    db.session.delete(edit)
    db.session.flush()
    return done
