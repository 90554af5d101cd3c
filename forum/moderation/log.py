"""The log of staff acts: one line per act and thing, written in the act's own transaction."""

from enum import StrEnum
from typing import Any

from forum import clock
from forum.accounts.models import User
from forum.db import db
from forum.moderation.models import LogEntry
from forum.topics.models import Post, Topic


class Verb(StrEnum):
    """What staff do. The names are stored: never rename one."""

    PIN = "topic.pin"
    UNPIN = "topic.unpin"
    LOCK = "topic.lock"
    UNLOCK = "topic.unlock"
    MOVE = "topic.move"
    SPLIT = "topic.split"
    MERGE = "topic.merge"
    HIDE = "post.hide"
    REFUSE = "post.refuse"  # hidden before anybody could read it
    RESTORE = "post.restore"
    APPROVE = "post.approve"
    HANDLE_REPORT = "report.handle"
    DISMISS_REPORT = "report.dismiss"
    WARN = "member.warn"
    SUSPEND = "member.suspend"
    LIFT = "member.lift"
    NOTE = "member.note"
    RECOGNISE = "expert.accept"
    DECLINE = "expert.refuse"
    REVOKE = "expert.revoke"
    ACCEPT = "answer.accept"
    UNACCEPT = "answer.unaccept"
    VERIFY = "answer.verify"
    UNVERIFY = "answer.unverify"
    DUPLICATE = "topic.duplicate"
    NOT_DUPLICATE = "topic.not-duplicate"
    HANDLE_MESSAGE = "message.handle"  # a private message that was reported
    REMOVE_MESSAGE = "message.remove"
    DISMISS_MESSAGE = "message.dismiss"
    SHOW_RESOURCE = "resource.show"
    EDIT_RESOURCE = "resource.edit"
    REMOVE_RESOURCE = "resource.remove"
    UNMASK = "post.unmask"
    CLEAR_SIGNATURE = "member.clear-signature"
    ACCEPT_EDIT = "guide.accept"  # an edit that somebody wrote of a guide
    DECLINE_EDIT = "guide.decline"
    WITHDRAW_VERSION = "version.withdraw"
    SHOW_VERSION = "version.show"


def record(
    actor: User, verb: str, *, forum_id: int | None = None, user_id: int | None = None, reason: str = "", **details: Any
) -> LogEntry:
    """One line about a forum, a member, or the site. `details` are ids and short facts, kept as JSON."""
    entry = LogEntry(
        at=clock.now(),
        actor_id=actor.id,
        verb=verb,
        forum_id=forum_id,
        user_id=user_id,
        reason=reason.strip()[:500],
        details=details,
    )
    db.session.add(entry)
    return entry


def record_topic(actor: User, verb: Verb, topic: Topic, *, reason: str = "", **details: Any) -> LogEntry:
    """One line about a topic, under its present forum and title."""
    entry = record(
        actor, verb, forum_id=topic.forum_id, user_id=topic.author_id, reason=reason, title=topic.title, **details
    )
    entry.topic_id = topic.id
    return entry


def record_post(actor: User, verb: Verb, post: Post, topic: Topic, *, reason: str = "", **details: Any) -> LogEntry:
    """One line about a post, under its author."""
    entry = record_topic(actor, verb, topic, reason=reason, position=post.position, **details)
    entry.post_id, entry.user_id = post.id, post.author_id
    return entry
