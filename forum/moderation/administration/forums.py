"""Forums made, changed, put in order, removed; and the rights on them."""

from collections.abc import Collection
from dataclasses import replace

import sqlalchemy as sa

from forum.accounts.models import Group, User
from forum.accounts.policy import may_administer
from forum.db import db
from forum.errors import Invalid
from forum.moderation.administration.acts import Act, differences
from forum.moderation.log import record
from forum.taxonomy import actions as taxonomy
from forum.taxonomy.actions import ForumDraft, Grant
from forum.taxonomy.models import Forum, ForumGrant
from forum.taxonomy.policy import Right
from forum.topics import counters
from forum.topics.models import Topic
from forum.verdict import require
from forum.words import message


def create_forum(actor: User, draft: ForumDraft) -> Forum:
    """A new forum, after its siblings, with its parent's rights. Raises Invalid."""
    require(may_administer(actor))
    _require_parent(draft)
    made = taxonomy.create_forum(replace(draft, position=taxonomy.last_position(draft.parent_id) + 1))
    record(actor, Act.CREATE_FORUM, forum_id=made.id, title=made.name)
    return made


def change_forum(actor: User, forum: Forum, draft: ForumDraft) -> None:
    """Rename, describe, lock or move a forum; under another parent it stands last. Raises Invalid."""
    require(may_administer(actor))
    _require_parent(draft)
    if draft.kind == "category" and forum.kind != "category" and holds_topics(forum):
        raise Invalid(message("Ce forum porte des sujets : une catégorie n’en porte pas."), "kind")
    moves = draft.parent_id != forum.parent_id
    before = _facts(forum)
    position = taxonomy.last_position(draft.parent_id) + 1 if moves else forum.position
    taxonomy.change_forum(forum, replace(draft, position=position))
    record(actor, Act.CHANGE_FORUM, forum_id=forum.id, title=forum.name, changes=differences(before, _facts(forum)))


def shift_forum(actor: User, forum: Forum, step: int) -> None:
    """Move a forum up (-1) or down (1) among its siblings."""
    require(may_administer(actor))
    if taxonomy.shift_forum(forum, step):
        record(actor, Act.ORDER_FORUM, forum_id=forum.id, title=forum.name)


def delete_forum(actor: User, forum: Forum) -> None:
    """Remove an empty forum. Raises Invalid while anything stands in it, hidden topics included."""
    require(may_administer(actor))
    if holds_topics(forum):
        raise Invalid(message("Ce forum porte encore des sujets, visibles ou masqués : déplacez-les d’abord."))
    name, slug = forum.name, forum.slug
    taxonomy.delete_forum(forum)
    record(actor, Act.DELETE_FORUM, title=name, slug=slug)


def set_rights(actor: User, forum: Forum, grants: tuple[Grant, ...], *, below: bool = False) -> None:
    """Replace the rights on a forum, and with `below` on all that stands under it."""
    require(may_administer(actor))
    concerned = taxonomy.subtree(forum.id) if below else {forum.id}
    before, public = _rights(forum), _public_among(concerned)
    taxonomy.set_grants(forum, grants, below=below)
    changed = public ^ _public_among(concerned)
    if changed:
        # a member's number of messages counts what visitors can read
        counters.recount_authors(counters.authors_in(changed))
    changes = differences(before, _rights(forum))
    record(actor, Act.SET_RIGHTS, forum_id=forum.id, title=forum.name, changes=changes, below=below)


def holds_topics(forum: Forum) -> bool:
    """Whether any topic stands in the forum, in whatever state."""
    return db.session.scalar(sa.select(Topic.id).where(Topic.forum_id == forum.id).limit(1)) is not None


def _require_parent(draft: ForumDraft) -> None:
    if draft.parent_id is not None and db.session.get(Forum, draft.parent_id) is None:
        raise Invalid(message("Ce parent n’existe plus : choisissez-en un autre."), "parent")


def _facts(forum: Forum) -> dict[str, object]:
    parent = db.session.get(Forum, forum.parent_id) if forum.parent_id is not None else None
    return {
        "name": forum.name,
        "slug": forum.slug,
        "description": forum.description,
        "kind": forum.kind,
        "parent": parent.name if parent is not None else "",
        "locked": forum.locked,
        "kinds": forum.kinds,
    }


def _public_among(forum_ids: Collection[int]) -> set[int]:
    return set(db.session.scalars(counters.public_forums().where(ForumGrant.forum_id.in_(forum_ids))))


def _rights(forum: Forum) -> dict[str, str]:
    """Who holds which rights, in words for the log."""
    rows = db.session.execute(
        sa.select(sa.func.coalesce(Group.title, User.name), *(getattr(ForumGrant, right) for right in Right))
        .select_from(ForumGrant)
        .outerjoin(Group, Group.id == ForumGrant.group_id)
        .outerjoin(User, User.id == ForumGrant.user_id)
        .where(ForumGrant.forum_id == forum.id)
    )
    return {
        holder: " ".join(right for right, held in zip(Right, held_rights, strict=True) if held)
        for holder, *held_rights in rows
    }
