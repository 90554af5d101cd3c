"""Reading forums and tags."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa

from forum.accounts.models import User, group_members
from forum.accounts.names import name_key
from forum.accounts.policy import Actor
from forum.accounts.readers import role_of, stand_in, values_of
from forum.db import db
from forum.errors import Missing
from forum.settings.generations import PerGeneration
from forum.taxonomy.models import Forum, ForumGrant, Tag
from forum.taxonomy.policy import Right, may_in, moderators_of, visible_forums
from forum.verdict import HIDDEN


@dataclass(frozen=True)
class ForumNode:
    """A forum with what stands under it, as one actor sees it."""

    forum: Forum
    children: tuple["ForumNode", ...]

    def walk(self) -> Iterable[Forum]:
        yield self.forum
        for child in self.children:
            yield from child.walk()


def forum_by_slug(slug: str, actor: Actor) -> Forum:
    """The forum, when the actor may see it. Raises Missing."""
    forum = db.session.scalar(sa.select(Forum).where(Forum.slug == slug, visible_forums(actor)))
    if forum is None:
        assert HIDDEN.reason is not None
        raise Missing(HIDDEN.reason)
    return forum


def slug_of(forum_id: int) -> str:
    return db.session.get_one(Forum, forum_id).slug


def visible(actor: Actor) -> list[Forum]:
    """Every forum that the actor sees, in the order of the board. One statement."""
    return list(db.session.scalars(_visible_statement(role_of(actor)), values_of(actor)))


def forums_to_ask_in(actor: Actor) -> list[Forum]:
    """The forums where the actor may open a topic, in the order of the board; a visitor might, once a member."""
    open_to_all = sa.and_(visible_forums(actor), Forum.kind != "category", ~Forum.locked)
    may = may_in(actor, Right.POST, Forum.id) if actor is not None else sa.true()
    return list(db.session.scalars(sa.select(Forum).where(open_to_all, may).order_by(Forum.position, Forum.id)))


@cache
def _visible_statement(role: str) -> sa.Select[Forum]:
    return sa.select(Forum).where(visible_forums(stand_in(role))).order_by(Forum.position, Forum.id)


def tree(forums: list[Forum]) -> tuple[ForumNode, ...]:
    """The forums as a tree. One whose parent is not in the list stands at the top."""
    known = {forum.id for forum in forums}
    below: dict[int | None, list[Forum]] = {}
    for forum in forums:
        below.setdefault(forum.parent_id if forum.parent_id in known else None, []).append(forum)

    def nodes(parent: int | None) -> tuple[ForumNode, ...]:
        return tuple(ForumNode(forum, nodes(forum.id)) for forum in below.get(parent, ()))

    return nodes(None)


def find(nodes: Iterable[ForumNode], forum_id: int) -> ForumNode | None:
    """The node of a forum somewhere in the tree."""
    for node in nodes:
        if node.forum.id == forum_id:
            return node
        if (found := find(node.children, forum_id)) is not None:
            return found
    return None


def lineage(forums: list[Forum], forum: Forum) -> list[Forum]:
    """From the top of the board to this forum, through what the actor sees."""
    by_id = {each.id: each for each in forums}
    line = [forum]
    while (parent := by_id.get(line[0].parent_id or 0)) is not None and parent not in line:
        line.insert(0, parent)
    return line


def moderator_names(forum_id: int, generation: int) -> tuple[str, ...]:
    """The names of a forum's moderators; no statement when this process holds them for the generation."""
    return _MODERATORS.of(generation).get(forum_id, ())


def _read_moderators() -> dict[int, tuple[str, ...]]:
    by_group = (
        sa.select(ForumGrant.forum_id, User.name)
        .join(group_members, group_members.c.group_id == ForumGrant.group_id)
        .join(User, User.id == group_members.c.user_id)
        .where(ForumGrant.can_moderate)
    )
    by_name = (
        sa.select(ForumGrant.forum_id, User.name)
        .join(User, User.id == ForumGrant.user_id)
        .where(ForumGrant.can_moderate)
    )
    names: dict[int, set[str]] = {}
    for forum_id, name in db.session.execute(sa.union(by_group, by_name)):
        names.setdefault(forum_id, set()).add(name)
    return {forum_id: tuple(sorted(each)) for forum_id, each in names.items()}


_MODERATORS = PerGeneration(_read_moderators)


def moderators(forum_id: int) -> list[User]:
    return list(db.session.scalars(moderators_of(forum_id)))


def tag_by_slug(slug: str) -> Tag | None:
    """The tag, or the one its synonym leads to."""
    tag = db.session.scalar(sa.select(Tag).where(Tag.slug == slug))
    if tag is not None and tag.synonym_of_id is not None:
        return db.session.get(Tag, tag.synonym_of_id)
    return tag


def tags_named(names: Iterable[str]) -> dict[str, Tag]:
    """For each known name its tag, synonyms followed."""
    keys = {name_key(name): name for name in names if name_key(name)}
    canonical = sa.orm.aliased(Tag)
    rows = db.session.execute(
        sa.select(Tag.name_key, Tag, canonical)
        .outerjoin(canonical, canonical.id == Tag.synonym_of_id)
        .where(Tag.name_key.in_(keys))
    )
    return {keys[key]: (leads_to or tag) for key, tag, leads_to in rows}


def synonyms(tag: Tag) -> list[str]:
    """The other names that lead to a tag."""
    return list(db.session.scalars(sa.select(Tag.name).where(Tag.synonym_of_id == tag.id).order_by(Tag.name_key)))


def kinds_of(forum_id: int) -> str:
    """The kinds of topic that a forum accepts, by commas; empty for all."""
    return db.session.scalar(sa.select(Forum.kinds).where(Forum.id == forum_id)) or ""
