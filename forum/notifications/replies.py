"""Who is told of a new post: whoever it names or quotes, the topic's author, and those who follow what it is in."""

import re
from dataclasses import replace

import sqlalchemy as sa

from forum.accounts.blocks import ignoring
from forum.accounts.models import User
from forum.db import db
from forum.legal import short_name
from forum.notifications.inbox import About, Kind, tell
from forum.notifications.wishes import follows_replies
from forum.topics.models import Level, Mention, Post, PostCitation, State, Topic, TopicLaw, TopicTag, Watch
from forum.topics.policy import may_see_post, may_see_topic
from forum.topics.pseudonyms import people_behind, person_behind, wrote
from forum.topics.watching import level_of, watch

_QUOTED = re.compile(r"^> ?\[[^\n]*\]\(/p/(\d{1,9})\)", re.MULTILINE)
_MOST_QUOTED = 20
MAIL_AFTER = 120  # seconds: whoever reads it on the site meanwhile gets no mail


def readers_of_post(post_id: int, topic_id: int) -> None:
    """A post can be read. The strongest reason is given: named, quoted, answered, followed."""
    post, topic = db.session.get(Post, post_id), db.session.get(Topic, topic_id)
    if post is None or topic is None or post.state != State.VISIBLE or topic.state != State.VISIBLE:
        return
    levels, followed = _levels(post, topic)
    asker = person_behind(topic.author_id)
    _follow(post, topic)
    writer = person_behind(post.author_id)  # nobody is told of what they wrote, under whatever name
    muted = {user_id for user_id, level in levels.items() if level == Level.MUTED}
    about = About(f"post:{post.id}", f"topic:{topic.id}", post.author_id, topic.id, post.id)
    author = {asker} if levels.get(asker, Level.WATCHING) == Level.WATCHING else set()
    reasons = (
        (Kind.MENTION, people_behind(db.session.scalars(sa.select(Mention.user_id).where(Mention.post_id == post.id)))),
        (Kind.QUOTE, _quoted(post)),
        (Kind.REPLY, author),
    )
    for kind, user_ids in reasons:
        tell(_who_may_know(user_ids - muted - {writer}, post, topic), kind, about, mail_after=MAIL_AFTER)
    watching = {user_id for user_id, level in levels.items() if level == Level.WATCHING}
    told = _who_may_know(watching - muted - {writer}, post, topic)
    for key in {followed.get(user_id, "") for user_id in told}:
        here = [user_id for user_id in told if followed.get(user_id, "") == key]
        tell(here, Kind.WATCHED, replace(about, fact=short_name(key) if key else ""), mail_after=MAIL_AFTER)


def _follow(post: Post, topic: Topic) -> None:
    """Follow the topic for who replied in it and wishes so; what they chose for it before stands."""
    author = db.session.get(User, person_behind(post.author_id))
    if author is None or wrote(author, topic.author_id) or not follows_replies(author):
        return
    if level_of(author, "topic", topic.id) is None and may_see_topic(author, topic):
        watch(author, "topic", str(topic.id), Level.WATCHING)


def _levels(post: Post, topic: Topic) -> tuple[dict[int, int], dict[int, str]]:
    """What followers chose: for the topic itself, else the most they chose for what it is in.

    And, of those who watch nothing else here, the text that they follow: the title does not tell them why they hear.
    """
    tags = [str(each) for each in db.session.scalars(sa.select(TopicTag.tag_id).where(TopicTag.topic_id == topic.id))]
    law = {*db.session.scalars(sa.select(TopicLaw.key).where(TopicLaw.topic_id == topic.id))}
    law |= {*db.session.scalars(sa.select(PostCitation.key).where(PostCitation.post_id == post.id))}
    law |= {key.partition("/")[0] for key in law}
    targets = sa.or_(
        sa.and_(Watch.kind == "topic", Watch.target == str(topic.id)),
        sa.and_(Watch.kind == "forum", Watch.target == str(topic.forum_id)),
        sa.and_(Watch.kind == "tag", Watch.target.in_(tags)),
        sa.and_(Watch.kind == "law", Watch.target.in_(law)),
    )
    chosen = sa.select(Watch.user_id, Watch.kind, Watch.target, Watch.level).where(targets)
    own: dict[int, int] = {}
    wider: dict[int, int] = {}
    texts: dict[int, str] = {}
    elsewhere: set[int] = set()
    for user_id, kind, target, level in db.session.execute(chosen):
        if kind == "topic":
            own[user_id] = level
        else:
            wider[user_id] = max(level, wider.get(user_id, 0))
        if level == Level.WATCHING and kind == "law":
            texts[user_id] = max(target, texts.get(user_id, ""), key=lambda key: ("/" in key, key))
        elif level == Level.WATCHING:
            elsewhere.add(user_id)
    return wider | own, {user_id: key for user_id, key in texts.items() if user_id not in elsewhere}


def _quoted(post: Post) -> set[int]:
    ids = [int(each) for each in _QUOTED.findall(post.body)[:_MOST_QUOTED]]
    return people_behind(db.session.scalars(sa.select(Post.author_id).where(Post.id.in_(ids)))) if ids else set()


def _who_may_know(user_ids: set[int], post: Post, topic: Topic) -> list[int]:
    people = list(db.session.scalars(sa.select(User).where(User.id.in_(user_ids), User.active))) if user_ids else []
    deaf = ignoring(post.author_id, user_ids)
    return [user.id for user in people if user.id not in deaf and may_see_post(user, post, topic)]
