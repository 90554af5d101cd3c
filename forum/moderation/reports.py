"""Reports: a reader tells of a post, staff answer."""

from datetime import timedelta

import sqlalchemy as sa

from forum import clock, outbox
from forum.accounts.models import User
from forum.accounts.pace import one_at_a_time, seconds_to_wait
from forum.db import db
from forum.errors import Conflict, Invalid, TooOften
from forum.moderation.log import Verb, record_post
from forum.moderation.models import Reason, Report, ReportState
from forum.moderation.reasons import checked_answer
from forum.outbox import Event
from forum.topics.models import Post, Topic
from forum.topics.policy import may_moderate_topic, may_report
from forum.verdict import require
from forum.words import message

_DETAIL_LENGTH = 2000
_DAY = timedelta(days=1)
_NEEDS_WORDS = frozenset({Reason.ILLEGAL, Reason.OTHER})
_VERBS = {ReportState.HANDLED: Verb.HANDLE_REPORT, ReportState.DISMISSED: Verb.DISMISS_REPORT}


def report(actor: User, post: Post, topic: Topic, reason: Reason, detail: str, *, per_day: int) -> Report:
    """Tell the moderators of a post. Raises Conflict when one's report of it is open, TooOften beyond `per_day`."""
    require(may_report(actor, post, topic))
    detail = _checked_detail(reason, detail)
    # security: a report sent twice at once would pass both limits below
    one_at_a_time(actor)
    if has_open(actor, post.id):
        raise Conflict(message("Vous avez déjà signalé ce message : la modération s’en occupe."))
    _require_pace(actor, per_day)
    made = Report(post_id=post.id, reporter_id=actor.id, reason=reason, detail=detail, created_at=clock.now())
    db.session.add(made)
    db.session.flush()
    outbox.publish(Event.REPORT_MADE, report_id=made.id, post_id=post.id, reporter_id=actor.id, reason=reason.value)
    return made


def close(actor: User, opened: Report, post: Post, topic: Topic, outcome: ReportState, answer: str = "") -> None:
    """Handle or dismiss a report, with an answer for who made it. Raises Conflict when it is closed already."""
    require(may_moderate_topic(actor, topic))
    if opened.state != ReportState.OPEN:
        raise Conflict(message("Quelqu’un de l’équipe a déjà répondu à ce signalement."))
    _close(actor, opened, outcome, checked_answer(answer))
    record_post(actor, _VERBS[outcome], post, topic, report=opened.id)


def settle(actor: User, post: Post, topic: Topic) -> None:
    """A post was hidden: whoever had reported it is told that it was dealt with. Who may is asked before."""
    standing = sa.select(Report).where(Report.post_id == post.id, Report.state == ReportState.OPEN)
    for opened in db.session.scalars(standing).all():
        _close(actor, opened, ReportState.HANDLED, "")
        record_post(actor, Verb.HANDLE_REPORT, post, topic, report=opened.id)


def has_open(actor: User, post_id: int) -> bool:
    """Whether a report of this post by this person waits for staff."""
    mine = sa.select(Report.id).where(
        Report.post_id == post_id, Report.reporter_id == actor.id, Report.state == ReportState.OPEN
    )
    return db.session.scalar(mine.limit(1)) is not None


def _close(actor: User, opened: Report, outcome: ReportState, answer: str) -> None:
    opened.state, opened.closed_by_id, opened.closed_at, opened.answer = outcome, actor.id, clock.now(), answer
    db.session.flush()
    outbox.publish(
        Event.REPORT_CLOSED,
        post_id=opened.post_id,
        reporter_id=opened.reporter_id,
        actor_id=actor.id,
        outcome=outcome.value,
        answer=answer,
    )


def _checked_detail(reason: Reason, detail: str) -> str:
    detail = detail.strip()
    if reason in _NEEDS_WORDS and len(detail) < 10:
        raise Invalid(message("Dites en quelques mots ce qui pose problème."), "detail")
    if len(detail) > _DETAIL_LENGTH:
        raise Invalid(message("Une précision tient en 2 000 caractères."), "detail")
    return detail


def _require_pace(actor: User, per_day: int) -> None:
    if wait := seconds_to_wait(Report.created_at, Report.reporter_id == actor.id, most=per_day, window=_DAY):
        raise TooOften(
            message(
                "Vous avez fait %(count)s signalements en un jour : revenez demain, ou écrivez à l’équipe.",
                count=per_day,
            ),
            wait,
        )
