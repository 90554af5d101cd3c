"""Who is due a digest: once a day or a week, in the morning of the member's own time zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from forum import outbox
from forum.accounts.models import User
from forum.db import db
from forum.notifications.inbox import Kind
from forum.notifications.models import Notice
from forum.notifications.wishes import DAILY, GROUPS, WEEKLY, pace_of
from forum.outbox import Event

_HOUR = 7
_WEEK = timedelta(days=7)


def ask_for_digests(moment: datetime, default_zone: str) -> int:
    """Have the digests that are due sent; returns how many. Inside a write."""
    kinds = set().union(*GROUPS.values())
    waiting = sa.select(Notice.user_id).where(
        Notice.seen_at.is_(None), Notice.mailed_at.is_(None), Notice.kind.in_(kinds), Notice.at > moment - 2 * _WEEK
    )
    count = 0
    for user in db.session.scalars(sa.select(User).where(User.id.in_(waiting), User.active).with_for_update()):
        here = moment.astimezone(ZoneInfo(user.timezone or default_zone))
        if paces := _due(user, here):
            day = here.date().isoformat()
            user.mail_wishes = {**user.mail_wishes, **{f"{pace} digest": day for pace in paces}}
            outbox.publish(Event.DIGEST_DUE, user_id=user.id, paces=paces, day=day)
            count += 1
    return count


def kinds_at(user: User, paces: list[str]) -> set[Kind]:
    """The kinds that this member wants at one of these paces."""
    return set().union(*(kinds for group, kinds in GROUPS.items() if pace_of(user, group) in paces))


def _due(user: User, here: datetime) -> list[str]:
    """By the calendar of the member's own zone: a day of 23 or 25 hours has one morning all the same."""
    if here.hour < _HOUR:
        return []
    wanted = {pace_of(user, group) for group in GROUPS}
    due = []
    for pace, gap in ((DAILY, timedelta(days=1)), (WEEKLY, _WEEK)):
        last = user.mail_wishes.get(f"{pace} digest")
        if pace in wanted and (not last or here.date() - date.fromisoformat(last) >= gap):
            due.append(pace)
    return due
