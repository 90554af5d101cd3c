"""The statements of the pages that are read most, built once per kind of reader and run many times.

See `accounts.readers`.
"""

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum import paths
from forum.accounts.models import EVERYONE, MEMBERS, STAFF, Block, User, group_members
from forum.accounts.policy import governs
from forum.accounts.readers import stand_in
from forum.attachments.models import Attachment
from forum.settings.models import Generation
from forum.taxonomy.models import Forum, ForumGrant, Tag
from forum.taxonomy.policy import Right, granted, may_in
from forum.topics.models import Kind, Post, PostRevision, StandIn, Topic, TopicRead, TopicTag, Watch
from forum.topics.policy import visible_posts, visible_topics
from forum.topics.views import TagLink

_BETWEEN, _AFTER = "\x1f", "\x1e"  # the separators of units and records, which no name may hold
_editor, _deleter = aliased(User), aliased(User)
_parent, _grandparent = aliased(Forum), aliased(Forum)
_pseudonym = aliased(User)


@cache
def topic_statement(role: str) -> sa.Select[Any]:
    """One topic (`topic_id`) with its forum, up to two forums above, the reader's rights and read mark.

    And the site's generation, which the page would ask for on its own.
    """
    actor = stand_in(role)
    statement = (
        sa.select(
            Topic.__table__,
            User.name.label("author_name"),
            Forum.name.label("forum_name"),
            Forum.slug.label("forum_slug"),
            Forum.description.label("forum_description"),
            Forum.parent_id,
            _parent.name.label("parent_name"),
            _parent.slug.label("parent_slug"),
            _parent.kind.label("parent_kind"),
            _grandparent.name.label("grandparent_name"),
            _grandparent.slug.label("grandparent_slug"),
            _grandparent.kind.label("grandparent_kind"),
            _grandparent.parent_id.label("beyond_id"),
            sa.select(Generation.number).scalar_subquery().label("generation"),
            joined_tags().label("tags"),
            _contributors().label("contributors"),
            *_rights(actor),
        )
        .join(Forum, Forum.id == Topic.forum_id)
        .join(User, User.id == Topic.author_id)
        .outerjoin(_parent, sa.and_(_parent.id == Forum.parent_id, may_in(actor, Right.SEE, _parent.id)))
        .outerjoin(
            _grandparent, sa.and_(_grandparent.id == _parent.parent_id, may_in(actor, Right.SEE, _grandparent.id))
        )
        .where(Topic.id == sa.bindparam("topic_id"), visible_topics(actor))
    )
    if actor is None:
        return statement.add_columns(sa.literal(0).label("read_position"), *_nobodys())
    statement = statement.add_columns(_mine(actor, Topic.author_id), _own_name(actor), _follows(actor))
    mark = sa.and_(TopicRead.topic_id == Topic.id, TopicRead.user_id == sa.bindparam("actor_id"))
    return statement.outerjoin(TopicRead, mark).add_columns(TopicRead.position.label("read_position"))


@cache
def posts_statement(role: str) -> sa.Select[*tuple[Any, ...]]:
    """The posts of `topic_id` from position `first` to `last` with their authors, as the reader may see them."""
    window = Post.position.between(sa.bindparam("first"), sa.bindparam("last"))
    return _posts_seen(role).where(window).order_by(Post.position)


@cache
def useful_first_statement(role: str) -> sa.Select[*tuple[Any, ...]]:
    """The same, the question first, then those found most useful: `how_many` after `skipped`."""
    ordered = _posts_seen(role).order_by(Post.position > 1, Post.score.desc(), Post.position)
    return ordered.limit(sa.bindparam("how_many")).offset(sa.bindparam("skipped"))


def _posts_seen(role: str) -> sa.Select[*tuple[Any, ...]]:
    actor = stand_in(role)
    return (
        sa.select(*_of_posts(), is_ignored(actor), _is_blocked(actor), _mine(actor, Post.author_id))
        .join(Topic, Topic.id == Post.topic_id)
        .join(User, User.id == Post.author_id)
        .outerjoin(_editor, _editor.id == Post.edited_by_id)
        .outerjoin(_deleter, _deleter.id == Post.deleted_by_id)
        .where(
            Post.topic_id == sa.bindparam("topic_id"),
            visible_posts(actor),
        )
    )


def _of_posts() -> tuple[Any, ...]:
    """What a page shows of a post and of who wrote it."""
    return (
        Post.id,
        Post.position,
        Post.html,
        Post.excerpt,
        Post.author_id,
        Post.created_at,
        Post.edited_at,
        Post.edit_reason,
        (Post.revision - 1).label("edit_count"),
        Post.state,
        Post.deleted_at,
        Post.deleted_reason,
        Post.plain_fallback,
        Post.law,
        Post.score,
        Post.tells,
        Post.verified_at,
        Post.proposed_at,
        Post.as_expert,
        _has_files().label("has_files"),
        staff_group().label("staff_group"),
        _editor.name.label("editor_name"),
        _deleter.name.label("deleter_name"),
        *_of_authors(),
    )


def _of_authors() -> tuple[Any, ...]:
    return (
        User.name.label("author_name"),
        User.avatar_key,
        User.rank_id,
        User.post_count.label("author_posts"),
        User.created_at.label("registered_at"),
        User.signature_html,
        User.signature_line,
        User.signature_note,
        User.recognised_until,
        User.profession_title,
        User.erased,
        sa.and_(User.seeded, User.password.is_(None)).label("unclaimed"),
        User.stands_in,
        User.messages_from,
    )


def _mine(actor: Any, author: Any) -> sa.Label[bool]:
    """Whether the actor wrote it, under whatever name; `User` is who wrote it."""
    if actor is None:
        return sa.literal(False).label("mine")
    behind = sa.exists().where(StandIn.user_id == author, StandIn.member_id == actor.id).correlate(Topic, Post)
    return sa.or_(author == actor.id, sa.and_(User.stands_in, behind)).label("mine")


def _own_name(actor: Any) -> sa.Label[str]:
    """Under what pseudonym the actor has written in the topic."""
    linked = sa.select(_pseudonym.name).join(StandIn, StandIn.user_id == _pseudonym.id)
    in_topic = linked.where(StandIn.topic_id == Topic.id, StandIn.member_id == actor.id).correlate(Topic)
    return in_topic.scalar_subquery().label("pseudonym")


def _follows(actor: Any) -> sa.Label[int | None]:
    """How much of the topic the actor wants to hear, where they chose."""
    chosen = sa.and_(Watch.user_id == actor.id, Watch.kind == "topic", Watch.target == sa.cast(Topic.id, sa.String))
    return sa.select(Watch.level).where(chosen).correlate(Topic).scalar_subquery().label("follows")


def _nobodys() -> tuple[sa.ColumnElement[Any], ...]:
    return sa.literal(False).label("mine"), sa.literal(None).label("pseudonym"), sa.literal(None).label("follows")


def split_tags(joined: str | None) -> tuple[TagLink, ...]:
    """The tags of a topic, by name, from its column of `joined_tags`."""
    pairs = sorted(each.split(_BETWEEN) for each in (joined or "").split(_AFTER) if each)
    return tuple(TagLink(name, paths.tag(slug)) for name, slug in pairs)


def joined_tags() -> sa.ScalarSelect[Any]:
    """The topic's tags in one column, so that they cost no statement of their own."""
    return (
        sa.select(sa.func.aggregate_strings(Tag.name + _BETWEEN + Tag.slug, _AFTER))
        .join(TopicTag, TopicTag.tag_id == Tag.id)
        .where(TopicTag.topic_id == Topic.id)
        .correlate(Topic)
        .scalar_subquery()
    )


def is_ignored(actor: Any) -> sa.ColumnElement[Any]:
    """Whether the reader has this author's posts folded: a look into an index, no statement of its own."""
    if actor is None:
        return sa.literal(0).label("ignored")
    held = sa.exists().where(Block.user_id == actor.id, Block.blocked_id == Post.author_id, Block.board)
    return held.correlate(Post).label("ignored")


def _is_blocked(actor: Any) -> sa.Label[bool]:
    """Whether the author wants no private message from the reader: a look into an index as well."""
    if actor is None:
        return sa.literal(False).label("blocked")
    held = sa.exists().where(Block.user_id == Post.author_id, Block.blocked_id == actor.id, Block.messages)
    return held.correlate(Post).label("blocked")


def _contributors() -> sa.Case[Any]:
    """Of a guide, the names of those who wrote a version besides its author; nothing is looked for elsewhere."""
    first = sa.and_(Post.topic_id == Topic.id, Post.position == 1)
    earlier = sa.select(PostRevision.author_id).join(Post, Post.id == PostRevision.post_id).where(first)
    present = sa.select(Post.edited_by_id).where(first, Post.edited_by_id.is_not(None))
    wrote = sa.union(earlier.correlate(Topic), present.correlate(Topic)).subquery()
    names = sa.select(sa.func.aggregate_strings(User.name, _AFTER)).where(
        User.id.in_(sa.select(wrote.c[0])), User.id != Topic.author_id, User.erased.is_(False)
    )
    return sa.case((Topic.kind == Kind.GUIDE, names.correlate(Topic).scalar_subquery()), else_=sa.null())


def _has_files() -> sa.ColumnElement[bool]:
    """Whether a post carries files: most pages have none, and need not ask for them."""
    return sa.exists().where(Attachment.post_id == Post.id).correlate(Post)


def _rights(actor: Any) -> tuple[sa.ColumnElement[Any], ...]:
    """The reader's rights on the topic's forum, as 0/1 columns `can_reply` … (1 for administrators).

    A visitor's is what they could do as a member, since « Répondre » leads there.
    """
    if actor is None:
        of_members = _granted(actor, Right.REPLY, ForumGrant.group_id.in_((EVERYONE, MEMBERS)))
        return of_members, sa.literal(0).label(Right.MODERATE)
    if governs(actor):
        return tuple(sa.literal(1).label(right) for right in (Right.REPLY, Right.MODERATE))
    held = sa.or_(ForumGrant.group_id.in_(actor.group_ids), ForumGrant.user_id == actor.id)
    return tuple(_granted(actor, right, held) for right in (Right.REPLY, Right.MODERATE))


def _granted(actor: Any, right: Right, held: sa.ColumnElement[bool]) -> sa.Label[int | None]:
    """Whether one of the grants that are held gives the right on the topic's forum."""
    given = sa.select(sa.func.max(sa.cast(granted(actor, right), sa.Integer)))
    here = given.where(ForumGrant.forum_id == Topic.forum_id, ForumGrant.can_see, held)
    return here.correlate(Topic).scalar_subquery().label(right)


def staff_group() -> sa.ScalarSelect[Any]:
    """The lowest staff group of the author: administrators come before moderators."""
    return (
        sa.select(sa.func.min(group_members.c.group_id))
        .where(group_members.c.user_id == Post.author_id, group_members.c.group_id.in_(STAFF))
        .correlate(Post)
        .scalar_subquery()
    )
