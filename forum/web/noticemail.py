"""Notices by mail: one at once, or several in a digest. Read meanwhile, told already, no longer allowed: no mail.

Handlers of the outbox, slow ones: a mail server that is down for a day leaves their rows waiting.
"""

from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import current_app

from forum import clock, paths
from forum.accounts.models import User
from forum.config import Config
from forum.db import db
from forum.notifications.digests import kinds_at
from forum.notifications.models import Notice
from forum.notifications.queries import NoticeRow, mailed_rows, may_still_read
from forum.notifications.wishes import NOW, group_of, pace_of
from forum.topics.models import Post
from forum.web.letters import defanged, is_reachable, member_recipient, send
from forum.web.tokens import unsubscribe_token

_MOST = 30


def send_notice(notice_id: int) -> None:
    """One notice, when its reader wants it at once and has not read it."""
    notice = db.session.get(Notice, notice_id)
    user = db.session.get(User, notice.user_id) if notice is not None else None
    if notice is None or user is None or notice.seen_at is not None or notice.mailed_at is not None:
        return
    group = group_of(notice.kind)
    # security: rights are asked now, not when it happened: a topic may have become private, a conversation left
    if pace_of(user, group) != NOW or not is_reachable(user) or not may_still_read(user, notice):
        return
    row = mailed_rows(user, [notice.id])[0]
    post = db.session.get(Post, notice.post_id) if notice.post_id is not None else None
    params = {**_line(row), "excerpt": post.excerpt if post is not None else "", "group": group}
    params["watch_path"] = paths.watch("topic", notice.topic_id) if notice.topic_id else paths.SETTINGS_MAIL
    params["searches_path"] = paths.SAVED_SEARCHES
    headers = {**_thread(notice), **_unsubscribe(user, group)}
    params["unsubscribe_path"] = paths.unsubscribe(unsubscribe_token(user.id, group))
    send(member_recipient(user), "notice", params, f"notice-{notice.id}", headers)
    _mark([notice_id])


def send_digest(user_id: int, paces: list[str], day: str) -> None:
    """What a member wants once a day or a week and has not read."""
    user = db.session.get(User, user_id)
    if user is None or not is_reachable(user):
        return
    kinds = kinds_at(user, paces)
    wanted = sa.select(Notice.id).where(Notice.user_id == user_id, Notice.seen_at.is_(None), Notice.kind.in_(kinds))
    ids = list(db.session.scalars(wanted.where(Notice.mailed_at.is_(None)).order_by(Notice.id.desc()).limit(_MOST)))
    rows = mailed_rows(user, ids)
    if not rows:
        return
    base = _config().base_url
    lines = [
        {**_line(row), "url": base + row.url, "title": defanged(row.title), "fact": defanged(row.fact)} for row in rows
    ]
    params = {
        "lines": lines,
        "count": len(rows),
        "settings_path": paths.SETTINGS_MAIL,
        "unsubscribe_path": paths.unsubscribe(unsubscribe_token(user.id, "all")),
    }
    send(member_recipient(user), "digest", params, f"digest-{user_id}-{day}", _unsubscribe(user, "all"))
    _mark(ids)


def _line(row: NoticeRow) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "actor": defanged(row.actor),
        "title": row.title,
        "fact": row.fact,
        "count": row.count,
        "target_path": row.url or paths.NOTICES,
    }


def _thread(notice: Notice) -> dict[str, str]:
    """So that a mail program shows what is of one topic or conversation together."""
    if not notice.thread:
        return {}
    root = f"<{notice.thread.replace(':', '-')}.{notice.user_id}@{urlsplit(_config().base_url).hostname}>"
    return {"In-Reply-To": root, "References": root}


def _unsubscribe(user: User, group: str) -> dict[str, str]:
    link = _config().base_url + paths.unsubscribe(unsubscribe_token(user.id, group))
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _mark(ids: list[int]) -> None:
    with db.write(quiet=True):
        db.session.execute(sa.update(Notice).where(Notice.id.in_(ids)).values(mailed_at=clock.now()))


def _config() -> Config:
    return current_app.extensions["forum"]
