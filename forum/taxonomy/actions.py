"""Making and changing forums, grants and tags. Staff reach these through `forum.moderation`, which keeps the log."""

from dataclasses import dataclass

import sqlalchemy as sa

from forum import clock, paths
from forum.accounts.models import EVERYONE, MEMBERS, MODERATORS
from forum.accounts.names import name_key
from forum.db import db
from forum.errors import Invalid
from forum.taxonomy.models import Forum, ForumGrant, Tag
from forum.words import message


@dataclass(frozen=True)
class Grant:
    """Rights for one holder: a group or a person."""

    group_id: int | None = None
    user_id: int | None = None
    see: bool = True
    post: bool = False
    reply: bool = False
    moderate: bool = False


PUBLIC = (
    Grant(group_id=EVERYONE),
    Grant(group_id=MEMBERS, post=True, reply=True),
    Grant(group_id=MODERATORS, post=True, reply=True, moderate=True),
)


@dataclass(frozen=True)
class ForumDraft:
    """What a forum is made of."""

    name: str
    slug: str = ""
    description: str = ""
    kind: str = "forum"
    parent_id: int | None = None
    position: int = 0
    locked: bool = False


def create_forum(draft: ForumDraft, grants: tuple[Grant, ...] | None = None) -> Forum:
    """A new forum, with its parent's rights unless others are given (a new top has the public ones)."""
    forum = Forum(created_at=clock.now())
    _fill(forum, draft)
    db.session.add(forum)
    db.session.flush()
    set_grants(forum, grants if grants is not None else _inherited(draft.parent_id))
    return forum


def change_forum(forum: Forum, draft: ForumDraft) -> None:
    if draft.parent_id is not None and draft.parent_id in _below(forum.id):
        raise Invalid(
            message("Un forum ne peut pas se ranger sous lui-même : choisissez un autre parent."), "parent_id"
        )
    _fill(forum, draft)
    db.session.flush()


def set_grants(forum: Forum, grants: tuple[Grant, ...], *, below: bool = False) -> None:
    """Replace the rights on a forum; with `below`, on all that stands under it too. Any right implies seeing."""
    for forum_id in _below(forum.id) if below else {forum.id}:
        db.session.execute(sa.delete(ForumGrant).where(ForumGrant.forum_id == forum_id))
        db.session.add_all(_row(forum_id, grant) for grant in grants)
    db.session.flush()


def delete_forum(forum: Forum) -> None:
    """Remove an empty forum. Raises Invalid when anything stands in it."""
    has_children = db.session.scalar(sa.select(Forum.id).where(Forum.parent_id == forum.id).limit(1))
    if has_children or forum.topic_count or forum.last_topic_id:
        raise Invalid(message("Ce forum n’est pas vide : déplacez d’abord ses sujets et ses sous-forums."))
    db.session.delete(forum)
    db.session.flush()


def create_tag(name: str, description: str = "", slug: str = "") -> Tag:
    """A new tag. Raises Invalid when a tag or a synonym has that name."""
    name = " ".join(name.split())
    if not 2 <= len(name) <= 60 or not name_key(name):
        raise Invalid(message("Une étiquette a de 2 à 60 caractères."), "name")
    slug = slug or paths.slugify(name)[:60]
    taken = sa.or_(Tag.name_key == name_key(name), Tag.slug == slug)
    if db.session.scalar(sa.select(Tag.id).where(taken)) is not None:
        raise Invalid(message("L’étiquette « %(name)s » existe déjà.", name=name), "name")
    tag = Tag(name=name, name_key=name_key(name), slug=slug, description=description)
    db.session.add(tag)
    db.session.flush()
    return tag


def add_synonym(tag: Tag, name: str) -> Tag:
    """Another name that leads to the tag."""
    synonym = create_tag(name)
    synonym.synonym_of_id = tag.id
    db.session.flush()
    return synonym


def _fill(forum: Forum, draft: ForumDraft) -> None:
    slug = draft.slug or paths.slugify(draft.name)
    other = db.session.scalar(sa.select(Forum.id).where(Forum.slug == slug, Forum.id != (forum.id or 0)))
    if not draft.name.strip():
        raise Invalid(message("Donnez un nom au forum."), "name")
    if other is not None:
        raise Invalid(message("Un autre forum a déjà l’adresse « %(slug)s ».", slug=slug), "slug")
    forum.name, forum.slug, forum.description = draft.name.strip(), slug, draft.description.strip()
    forum.kind, forum.parent_id, forum.position, forum.locked = (
        draft.kind,
        draft.parent_id,
        draft.position,
        draft.locked,
    )


def _inherited(parent_id: int | None) -> tuple[Grant, ...]:
    if parent_id is None:
        return PUBLIC
    rows = db.session.scalars(sa.select(ForumGrant).where(ForumGrant.forum_id == parent_id))
    return tuple(
        Grant(row.group_id, row.user_id, row.can_see, row.can_post, row.can_reply, row.can_moderate) for row in rows
    )


def _row(forum_id: int, grant: Grant) -> ForumGrant:
    return ForumGrant(
        forum_id=forum_id,
        group_id=grant.group_id,
        user_id=grant.user_id,
        can_see=grant.see or grant.post or grant.reply or grant.moderate,
        can_post=grant.post,
        can_reply=grant.reply,
        can_moderate=grant.moderate,
    )


def _below(forum_id: int) -> set[int]:
    """The forum and everything under it."""
    parents = db.session.execute(sa.select(Forum.id, Forum.parent_id)).all()
    found = {forum_id}
    while more := {each for each, parent in parents if parent in found and each not in found}:
        found |= more
    return found
