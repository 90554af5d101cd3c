"""Making and changing forums, grants and tags. Staff reach these through `forum.moderation`, which keeps the log."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from forum import clock, paths
from forum.accounts.models import EVERYONE, MEMBERS, MODERATORS
from forum.accounts.names import name_key
from forum.db import db, is_a_lost_race
from forum.errors import Faults, Invalid
from forum.taxonomy.models import Forum, ForumGrant, Tag
from forum.words import Message, message


@dataclass(frozen=True)
class Grant:
    """Rights for one holder: a group or a person."""

    group_id: int | None = None
    user_id: int | None = None
    see: bool = True
    post: bool = False
    reply: bool = False
    moderate: bool = False


TAG_LENGTH = 60
PUBLIC = (
    Grant(group_id=EVERYONE),
    Grant(group_id=MEMBERS, post=True, reply=True),
    Grant(group_id=MODERATORS, post=True, reply=True, moderate=True),
)
FOR_MEMBERS = PUBLIC[1:]
FOR_STAFF = PUBLIC[2:]


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
    kinds: tuple[str, ...] = ()  # of topics that it accepts; none: all


@dataclass(frozen=True)
class TagDraft:
    """What a tag is made of; `synonyms` are names that lead to it."""

    name: str
    description: str = ""
    synonyms: tuple[str, ...] = ()


def create_forum(draft: ForumDraft, grants: tuple[Grant, ...] | None = None) -> Forum:
    """A new forum, with its parent's rights unless others are given (a new top has the public ones)."""
    forum = Forum(created_at=clock.now())
    _fill(forum, draft)
    db.session.add(forum)
    _store(forum)
    set_grants(forum, grants if grants is not None else _inherited(draft.parent_id))
    return forum


def change_forum(forum: Forum, draft: ForumDraft) -> None:
    if draft.parent_id is not None and draft.parent_id in subtree(forum.id):
        raise Invalid(
            message("Un forum ne peut pas se ranger sous lui-même : choisissez un autre parent."), "parent_id"
        )
    _fill(forum, draft)
    _store(forum)


def set_grants(forum: Forum, grants: tuple[Grant, ...], *, below: bool = False) -> None:
    """Replace the rights on a forum; with `below`, on all that stands under it too. Any right implies seeing."""
    for forum_id in subtree(forum.id) if below else {forum.id}:
        db.session.execute(sa.delete(ForumGrant).where(ForumGrant.forum_id == forum_id))
        db.session.add_all(_row(forum_id, grant) for grant in grants)
    db.session.flush()


def delete_forum(forum: Forum) -> None:
    """Remove an empty forum. Raises Invalid when anything stands in it."""
    has_children = db.session.scalar(sa.select(Forum.id).where(Forum.parent_id == forum.id).limit(1))
    if has_children or forum.topic_count or forum.last_topic_id:
        raise Invalid(message("Ce forum n’est pas vide : déplacez d’abord ses sujets et ses sous-forums."))
    db.session.delete(forum)
    db.session.flush()


def shift_forum(forum: Forum, step: int) -> bool:
    """Let a forum and a neighbour among its siblings change places; whether there was one on that side."""
    here = Forum.parent_id == forum.parent_id if forum.parent_id is not None else Forum.parent_id.is_(None)
    siblings = list(db.session.scalars(sa.select(Forum).where(here).order_by(Forum.position, Forum.id)))
    place = siblings.index(forum)
    if not 0 <= place + step < len(siblings):
        return False
    siblings.insert(place + step, siblings.pop(place))
    for position, each in enumerate(siblings, start=1):
        each.position = position
    db.session.flush()
    return True


def last_position(parent_id: int | None) -> int:
    """The position of the last forum under a parent; 0 when there is none."""
    here = Forum.parent_id == parent_id if parent_id is not None else Forum.parent_id.is_(None)
    return db.session.scalar(sa.select(sa.func.max(Forum.position)).where(here)) or 0


def subtree(forum_id: int) -> set[int]:
    """The forum and everything under it."""
    parents = db.session.execute(sa.select(Forum.id, Forum.parent_id)).all()
    found = {forum_id}
    while more := {each for each, parent in parents if parent in found and each not in found}:
        found |= more
    return found


def create_tag(name: str, description: str = "", slug: str = "") -> Tag:
    """A new tag. Raises Invalid when a tag or a synonym has that name."""
    name = " ".join(name.split())
    slug = slug or paths.slugify(name)[:60]
    _require_free_tag(name, sa.or_(Tag.name_key == name_key(name), Tag.slug == slug))
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


def change_tag(tag: Tag, name: str, description: str) -> None:
    """Rename and describe a tag; its address stays. Raises Invalid when a tag or a synonym has that name."""
    name = " ".join(name.split())
    _require_free_tag(name, sa.and_(Tag.name_key == name_key(name), Tag.id != tag.id))
    tag.name, tag.name_key, tag.description = name, name_key(name), description.strip()
    db.session.flush()


def set_synonyms(tag: Tag, names: Iterable[str]) -> None:
    """Let these names lead to the tag, and no other. Raises Invalid when one is taken."""
    wanted = {name_key(name): name for name in names}
    held = {row.name_key: row for row in db.session.scalars(sa.select(Tag).where(Tag.synonym_of_id == tag.id))}
    for key in held.keys() - wanted.keys():
        db.session.delete(held[key])
    db.session.flush()
    for key in wanted.keys() - held.keys():
        try:
            add_synonym(tag, wanted[key])
        except Invalid as error:
            raise Invalid(error.message, "synonyms") from None


def lead_to(tag: Tag, target: Tag) -> None:
    """Make a tag, with its synonyms, a synonym of another; the topics above have been carried over."""
    db.session.execute(sa.update(Tag).where(Tag.synonym_of_id == tag.id).values(synonym_of_id=target.id))
    tag.synonym_of_id = target.id
    db.session.flush()


def delete_tag(tag: Tag) -> None:
    """Remove a tag with its synonyms; topics lose it."""
    db.session.delete(tag)
    db.session.flush()


def _require_free_tag(name: str, taken: sa.ColumnElement[bool]) -> None:
    if not 2 <= len(name) <= TAG_LENGTH or not name_key(name):
        raise Invalid(message("Une étiquette a de 2 à 60 caractères."), "name")
    if db.session.scalar(sa.select(Tag.id).where(taken).limit(1)) is not None:
        raise Invalid(message("L’étiquette « %(name)s » existe déjà.", name=name), "name")


def _fill(forum: Forum, draft: ForumDraft) -> None:
    slug = draft.slug or paths.slugify(draft.name)
    other = db.session.scalar(sa.select(Forum.id).where(Forum.slug == slug, Forum.id != (forum.id or 0)))
    faults = Faults()
    if not draft.name.strip():
        faults.add(message("Donnez un nom au forum."), "name")
    if other is not None:
        faults.add(_taken(slug), "slug")
    faults.tell()
    forum.name, forum.slug, forum.description = draft.name.strip(), slug, draft.description.strip()
    forum.kinds = ",".join(draft.kinds)
    forum.kind, forum.parent_id, forum.position, forum.locked = (
        draft.kind,
        draft.parent_id,
        draft.position,
        draft.locked,
    )


def _store(forum: Forum) -> None:
    slug = forum.slug
    try:
        db.session.flush()
    except IntegrityError as error:
        if is_a_lost_race(error):
            raise Invalid(_taken(slug), "slug") from None
        raise


def _taken(slug: str) -> Message:
    return message("Un autre forum a déjà l’adresse « %(slug)s ».", slug=slug)


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
