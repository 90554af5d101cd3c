"""Reading one topic and its posts."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from forum import clock, paths
from forum.accounts.models import ADMINISTRATORS, MODERATORS, User
from forum.accounts.policy import Actor, governs, may_write
from forum.accounts.queries import RankTable, rank_table
from forum.accounts.readers import role_of, values_of
from forum.attachments.queries import AttachedFile, for_posts
from forum.db import db
from forum.errors import Gone, Missing
from forum.markup import stored
from forum.taxonomy.policy import Right, may_in
from forum.topics import hot, rows, signature
from forum.topics.lists import horizon
from forum.topics.models import Kind, Level, Post, State, Topic
from forum.topics.policy import NOT_HERE, may_reply_to, visible_posts, visible_topics
from forum.topics.pseudonyms import by
from forum.topics.views import AttachmentView, BriefPost, PostRow, Source, TopicHead
from forum.verdict import HIDDEN, YES, Verdict
from forum.words import Message, message


@dataclass(frozen=True)
class Crumb:
    """A step of the way back up to the board."""

    title: str
    url: str


@dataclass(frozen=True)
class TopicPage:
    """A page of a topic: what stands above, and its posts."""

    head: TopicHead
    crumbs: tuple[Crumb, ...]
    posts: tuple[PostRow, ...]
    generation: int
    useful_first: bool = False  # its replies by usefulness, not by date


def topic_page(topic_id: int, page: int, actor: Actor, *, per_page: int, useful_first: bool = False) -> TopicPage:
    """A page of a topic as the actor sees it: two statements whatever the size, three with files.

    Raises Missing or Gone.
    """
    role, values = role_of(actor), values_of(actor)
    row = next(iter(db.records(hot.topic_statement(role), {**values, "topic_id": topic_id})), None)
    if row is None:
        raise _absent(topic_id, actor)
    pages = rows.page_of(row.post_total, per_page)
    if not 1 <= page <= pages:
        raise Missing(message("Ce sujet n’a pas de page %(page)s : il en compte %(pages)s.", page=page, pages=pages))
    useful_first = useful_first and row.kind == Kind.QUESTION
    skipped = (page - 1) * per_page
    if useful_first:
        order, window = hot.useful_first_statement(role), {"how_many": per_page, "skipped": skipped}
    else:
        order, window = hot.posts_statement(role), {"first": skipped + 1, "last": skipped + per_page}
    found = db.records(order, {**values, "topic_id": topic_id, **window})
    files = for_posts([post.id for post in found if post.has_files])
    head = _head(row, actor, page, pages, len(found))
    # out of order, no line parts what was read from what was not
    as_read = head._replace(read_position=head.post_total) if useful_first else head
    posts = tuple(_posts(found, as_read, row, actor, files, rank_table(row.generation)))
    return TopicPage(head, _crumbs(row), posts, row.generation, useful_first)


def topic_for(topic_id: int, actor: Actor) -> Topic:
    """The topic, when the actor may read it. Raises Missing or Gone."""
    topic = db.session.scalar(sa.select(Topic).where(Topic.id == topic_id, visible_topics(actor)))
    if topic is None:
        raise _absent(topic_id, actor)
    return topic


def post_for(post_id: int, actor: Actor) -> tuple[Post, Topic]:
    """The post and its topic, when the actor may read both. Raises Missing."""
    statement = sa.select(Post, Topic).join(Topic, Topic.id == Post.topic_id).where(Post.id == post_id)
    found = db.session.execute(statement.where(visible_posts(actor))).one_or_none()
    if found is None:
        assert HIDDEN.reason is not None
        raise Missing(HIDDEN.reason)
    return found[0], found[1]


def author_name(post: Post) -> str:
    return db.session.get_one(User, post.author_id).name


def editor_name(post: Post) -> str:
    """Who wrote the present text."""
    return db.session.get_one(User, post.edited_by_id or post.author_id).name


def last_posts(topic: Topic, actor: Actor, count: int = 10, *, after: int = 0) -> list[BriefPost]:
    """The newest posts of a topic, newest first, from beyond a position."""
    statement = (
        sa.select(Post.id, User.name, Post.created_at, Post.position, Post.html, hot.is_ignored(actor))
        .join(Topic, Topic.id == Post.topic_id)
        .join(User, User.id == Post.author_id)
        .where(Post.topic_id == topic.id, Post.position > after, Post.state == State.VISIBLE, visible_posts(actor))
        .order_by(Post.position.desc())
        .limit(count)
    )
    return [
        BriefPost(each, paths.post(each), name, at, position, stored(html), bool(ignored))
        for each, name, at, position, html, ignored in db.session.execute(statement)
    ]


def posts_after(topic: Topic, position: int, actor: User) -> int:
    """How many posts of others the actor can read after a position: what arrived while somebody wrote."""
    statement = sa.select(sa.func.count()).select_from(Post).join(Topic, Topic.id == Post.topic_id)
    arrived = (Post.topic_id == topic.id, Post.position > position, ~by(actor, Post.author_id), visible_posts(actor))
    return db.session.scalar(statement.where(*arrived)) or 0


def _absent(topic_id: int, actor: Actor) -> Missing | Gone:
    """Gone only for a topic once public in a forum that the reader may see; else the same 404 as for nothing."""
    was_public = sa.select(Topic.id).where(
        Topic.id == topic_id, Topic.was_public, Topic.state == State.DELETED, may_in(actor, Right.SEE, Topic.forum_id)
    )
    if db.session.scalar(was_public) is not None:
        return Gone(message("Ce sujet a été retiré."))
    assert HIDDEN.reason is not None
    return Missing(HIDDEN.reason)


def merged_into(topic_id: int, actor: Actor) -> Topic | None:
    """Where a topic went that was merged into another, when the actor may read that one."""
    target = sa.select(Topic.merged_into_id).where(Topic.id == topic_id).scalar_subquery()
    return db.session.scalar(sa.select(Topic).where(Topic.id == target, visible_topics(actor)))


def _head(row: Any, actor: Actor, page: int, pages: int, on_page: int) -> TopicHead:
    replies = _may_reply(row, actor)
    held = (("moderate", row.can_moderate), ("reply", replies))
    return TopicHead(
        id=row.id,
        title=rows.shown_title(row.title),
        slug=row.slug,
        url=paths.topic(row.id, row.slug),
        kind=row.kind,
        state=row.state,
        pinned=row.pinned,
        locked=row.locked,
        created_at=row.created_at,
        last_at=row.last_posted_at,
        author=row.author_name,
        author_id=row.author_id,
        forum_id=row.forum_id,
        forum_name=row.forum_name,
        forum_slug=row.forum_slug,
        forum_url=paths.forum(row.forum_slug),
        forum_description=row.forum_description,
        tags=hot.split_tags(row.tags),
        post_count=_posts_for(row, pages, on_page),
        post_total=row.post_total,
        view_count=row.view_count,
        page=page,
        page_count=pages,
        source=_source(row),
        read_position=row.read_position or _read_unopened(row, actor),
        may=frozenset(verb for verb, allowed in held if allowed),
        shut=replies.reason,
        law=row.law,
        accepted_id=row.accepted_post_id, accepted_at=row.accepted_at, accepted_by_id=row.accepted_by_id,
        duplicate_of_id=row.duplicate_of_id,
        mine=bool(row.mine), pseudonym=row.pseudonym or "", follows=_follows(row), told=row.told,
        related=row.related,
        wiki=bool(row.wiki),
        contributors=row.contributors or "",
        resources=row.resources, resources_waiting=row.resources_waiting,
    )  # fmt: skip


def _posts_for(row: Any, pages: int, on_page: int) -> int:
    """How many posts this reader finds in the topic; staff find the hidden ones too."""
    if pages == 1:
        return on_page
    return row.post_total if row.can_moderate else row.reply_count + 1


def _follows(row: Any) -> Level | None:
    """How much of it the reader hears: what they chose, else everything of a topic of their own."""
    if row.follows is None:
        return Level.WATCHING if row.mine else None
    return Level(row.follows)


def _source(row: Any) -> Source | None:
    return Source(row.source_name, row.source_url, row.source_date) if row.source_url else None


def _may_reply(row: Any, actor: Actor) -> Verdict:
    """As `policy.may_reply`; a visitor who could as a member is sent to become one."""
    rights = [right for right in (Right.REPLY, Right.MODERATE) if getattr(row, right)]
    verdict = may_reply_to(actor, row.state, rights, locked=row.locked)
    if verdict.login:
        return YES if row.can_reply else NOT_HERE
    return verdict


def _read_unopened(row: Any, actor: Actor) -> int:
    """How far a topic never opened counts as read: to its end when nothing in it is newer than the member's marks."""
    return int(row.post_total) if actor is not None and row.last_posted_at <= horizon(actor) else 0


def _crumbs(row: Any) -> tuple[Crumb, ...]:
    above = [
        (row.grandparent_name, row.grandparent_slug, row.grandparent_kind),
        (row.parent_name, row.parent_slug, row.parent_kind),
    ]
    line = [Crumb(name, paths.forum(slug)) for name, slug, kind in above if name and kind != "category"]
    return (*line, Crumb(row.forum_name, paths.forum(row.forum_slug)))


def _posts(
    found: Any, head: TopicHead, row: Any, actor: Actor, files: dict[int, list[AttachedFile]], ranks: RankTable
) -> Any:
    wish = actor.signatures if actor is not None else signature.FIRST
    moderates, seen_unread = "moderate" in head.may, actor is None or head.read_position >= head.post_total
    visitors = rows.verbs_of_visitors(replies="reply" in head.may) if actor is None else None
    writes = bool(may_write(actor))
    authors: dict[int, Any] = {}
    signed: set[tuple[int, bool]] = set()
    present = clock.now()
    for post in found:
        if post.author_id not in authors:
            title = ranks.title(post.rank_id, post.author_posts)
            authors[post.author_id] = rows.author_view(post, title, _STATUS.get(post.staff_group), actor)
        unread = not post.mine and not seen_unread and post.position > head.read_position
        seen_unread = seen_unread or unread
        may = visitors or rows.verbs(
            post,
            writes=writes,
            moderates=moderates,
            unmasks=governs(actor),
            replies="reply" in head.may,
            locked=row.locked,
            is_last=post.position == row.post_total,
        )
        shown = tuple(_file(each) for each in files.get(post.id, ()) if not each.placed_in(post.html))
        expert = signature.speaks_as(post, present)
        signs = signature.how(post, bool(expert), signed, wish)
        author = authors[post.author_id]
        yield rows.post_row(post, author, shown, may, first_unread=unread, expert=expert, signs=signs)


_STATUS = {ADMINISTRATORS: message("Équipe d’administration"), MODERATORS: message("Équipe de modération")}


def status_of_group(group_id: int | None) -> Message | None:
    """The same, of a column of `hot.staff_group`."""
    return _STATUS.get(group_id) if group_id else None


def status_of(user: User) -> Message | None:
    """What stands under the name of staff."""
    return next((_STATUS[group.id] for group in user.roles if group.id in _STATUS), None)


def _file(each: AttachedFile) -> AttachmentView:
    return AttachmentView(
        key=each.key,
        url=paths.attachment(each.key, each.filename),
        thumb_url=paths.thumbnail(each.key) if each.has_thumb else None,
        filename=each.filename,
        size=each.size,
        mime=each.mime,
        alt=each.alt,
        width=each.width,
        height=each.height,
        thumb_width=each.thumb_width,
        thumb_height=each.thumb_height,
    )
