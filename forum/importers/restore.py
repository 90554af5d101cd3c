"""The doors by which what was written elsewhere comes in: no actor, dates and ids kept, no event published.

Inside a write. Counters are not moved; whoever calls recounts.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa

from forum import paths
from forum.accounts.closed import ClosedAccount, open_closed
from forum.accounts.models import ADMINISTRATORS, EVERYONE, User
from forum.accounts.names import email_key, name_key
from forum.db import db
from forum.importers.authors import author_email
from forum.importers.lines import BadLine, PostLine, TopicLine
from forum.legal.cited import pack, tells
from forum.markup import excerpt
from forum.taxonomy.actions import PUBLIC, ForumDraft, Grant, create_forum, create_tag
from forum.taxonomy.models import Forum, ForumGrant, Tag
from forum.taxonomy.queries import tags_named
from forum.topics.actions import EXCERPT_LENGTH, Text, set_tags
from forum.topics.citing import add_citations, renew_topic_law
from forum.topics.models import Mention, Post, State, Topic

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PRIVATE = (Grant(group_id=ADMINISTRATORS, post=True, reply=True, moderate=True),)


def restore_forum(line: TopicLine) -> tuple[Forum, bool]:
    """The forum of a line, and whether it was made now. Raises BadLine when the topic may not stand in it."""
    forum = db.session.scalar(sa.select(Forum).where(Forum.slug == line.forum))
    if forum is None:
        return _new_forum(line), True
    if forum.kind == "category":
        raise BadLine(f"“{forum.slug}” is a category here; a topic stands in a forum")
    if line.private and _is_public(forum):
        # security: what only some could read elsewhere is not shown to all here
        raise BadLine(f"the topic is private, and the forum “{forum.slug}” is public here")
    return forum, False


def restore_author(name: str, seen_at: datetime) -> tuple[User, bool]:
    """The account of that name, else a closed one; and whether it was made now."""
    user = db.session.scalar(sa.select(User).where(User.name_key == name_key(name)))
    if user is None:
        return open_closed(ClosedAccount(name=name, email=author_email(name), created_at=seen_at)), True
    if user.email_key == email_key(author_email(name)) and seen_at < user.created_at:
        user.created_at = seen_at
    return user, False


def restore_tags(names: Iterable[str]) -> tuple[tuple[Tag, ...], int]:
    """The tags of these names, and how many were made now."""
    known = tags_named(names)
    made = {name: create_tag(name, slug=_free_slug(name)) for name in _distinct(names) if name not in known}
    return tuple({**known, **made}.values()), len(made)


def restore_topic(line: TopicLine, forum: Forum, author_id: int, tags: tuple[Tag, ...]) -> Topic:
    """The topic, still without posts."""
    topic = Topic(
        forum_id=forum.id,
        author_id=author_id,
        title=line.title,
        slug=paths.topic_slug(line.title),
        kind=line.kind,
        state=line.state,
        was_public=line.state == State.VISIBLE,
        pinned=line.pinned,
        locked=line.locked,
        view_count=line.views,
        created_at=line.created_at,
        last_posted_at=line.created_at,
        last_poster_id=author_id,
        external_id=line.id,
    )
    if line.source is not None:
        topic.source_name, topic.source_url = line.source.name, line.source.url
        topic.source_date = line.source.date
    db.session.add(topic)
    db.session.flush()
    set_tags(topic, tags)
    return topic


def restore_posts(
    topic: Topic, posts: Iterable[PostLine], texts: Mapping[str, Text], author_ids: Mapping[str, int]
) -> None:
    """Add posts at the end of a topic. `texts` is by id of post, `author_ids` by key of name."""
    last = db.session.scalar(sa.select(sa.func.max(Post.position)).where(Post.topic_id == topic.id)) or 0
    rows = {
        post.id: _post(topic.id, position, post, texts[post.id], author_ids[name_key(post.author)])
        for position, post in enumerate(posts, last + 1)
    }
    db.session.add_all(rows.values())
    db.session.flush()
    for post_id, row in rows.items():
        db.session.add_all(Mention(post_id=row.id, user_id=user_id) for user_id in set(texts[post_id].mentioned))
        add_citations(row.id, texts[post_id].cited)
        if row.position == 1 and row.law:
            renew_topic_law(topic, row)
    db.session.flush()


def _new_forum(line: TopicLine) -> Forum:
    if not _SLUG.fullmatch(line.forum):
        raise BadLine("“forum” should be small letters, digits and hyphens, as in contrats-et-prestataires")
    name = line.forum_name or line.forum.replace("-", " ").capitalize()
    # security: what was private elsewhere is seen by administrators only, until they decide
    grants = _PRIVATE if line.private else PUBLIC
    return create_forum(ForumDraft(name=name, slug=line.forum, position=1000), grants)


def _is_public(forum: Forum) -> bool:
    seen = sa.select(ForumGrant.id).where(
        ForumGrant.forum_id == forum.id, ForumGrant.group_id == EVERYONE, ForumGrant.can_see
    )
    return db.session.scalar(seen) is not None


def _distinct(names: Iterable[str]) -> list[str]:
    """One of each group of names that are the same tag."""
    return list({name_key(name): name for name in names}.values())


def _free_slug(name: str) -> str:
    slug = start = paths.slugify(name)[:50].strip("-")
    number = 1
    while db.session.scalar(sa.select(Tag.id).where(Tag.slug == slug)) is not None:
        number += 1
        slug = f"{start}-{number}"
    return slug


def _post(topic_id: int, position: int, line: PostLine, text: Text, author_id: int) -> Post:
    return Post(
        topic_id=topic_id,
        position=position,
        author_id=author_id,
        created_at=line.created_at,
        body=text.body,
        html=text.html,
        excerpt=excerpt(text.plain, EXCERPT_LENGTH),
        renderer_version=text.version,
        plain_fallback=text.plain_fallback,
        law=pack(text.cited),
        law_moved=tells(text.cited),
        state=line.state,
        external_id=line.id,
    )
