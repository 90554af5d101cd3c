"""How often one account may write. Counted in the database, so that it holds whatever the process or the address."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

import sqlalchemy as sa

from forum import clock
from forum.accounts.models import User
from forum.db import db
from forum.errors import TooOften
from forum.topics.models import Post, Submission
from forum.words import Message, message, plural


@dataclass(frozen=True)
class Pace:
    """The limits of one account. Intervals in seconds; a newcomer has written fewer than `newcomer_posts` posts."""

    post_seconds: int
    posts_per_hour: int
    topic_seconds: int
    newcomer_posts: int
    newcomer_post_seconds: int
    newcomer_posts_per_day: int
    newcomer_topic_seconds: int
    newcomer_topics_per_day: int


@dataclass(frozen=True)
class _Rule:
    """At most `count` of these in any `seconds`."""

    count: int
    seconds: int
    topics_only: bool = False


def require_pace(actor: User, pace: Pace, *, opening: bool) -> None:
    """Raise TooOften when the actor has written too much lately, with how long to wait. Staff are not counted."""
    if actor.roles:
        return
    rules = _rules(pace, newcomer=actor.post_count < pace.newcomer_posts, opening=opening)
    moment = clock.now()
    sent = _sent_since(actor, moment - timedelta(seconds=max(rule.seconds for rule in rules)))
    waits = (_wait(rule, sent, moment) for rule in rules)
    if (wait := max(waits)) > 0:
        raise TooOften(_sentence(wait), wait)


def _rules(pace: Pace, *, newcomer: bool, opening: bool) -> list[_Rule]:
    rules = [_Rule(1, pace.post_seconds), _Rule(pace.posts_per_hour, 3600)]
    if newcomer:
        rules += [_Rule(1, pace.newcomer_post_seconds), _Rule(pace.newcomer_posts_per_day, 86_400)]
    if opening:
        rules.append(_Rule(1, pace.topic_seconds, topics_only=True))
    if opening and newcomer:
        rules.append(_Rule(1, pace.newcomer_topic_seconds, topics_only=True))
        rules.append(_Rule(pace.newcomer_topics_per_day, 86_400, topics_only=True))
    return rules


def _sent_since(actor: User, moment: datetime) -> list[tuple[datetime, bool]]:
    """When the actor wrote, newest first, and whether it opened a topic. Removed posts count too."""
    statement = (
        sa.select(Submission.at, Post.position == 1)
        .join(Post, Post.id == Submission.post_id)
        .where(Submission.user_id == actor.id, Submission.at > moment)
        .order_by(Submission.at.desc())
    )
    return [(at, opened) for at, opened in db.session.execute(statement)]


def _wait(rule: _Rule, sent: list[tuple[datetime, bool]], moment: datetime) -> int:
    """Seconds until the rule allows one more, 0 when it does now."""
    counted = [at for at, opened in sent if opened or not rule.topics_only]
    if len(counted) < rule.count:
        return 0
    free_at = counted[rule.count - 1] + timedelta(seconds=rule.seconds)
    return max(0, ceil((free_at - moment).total_seconds()))


def _sentence(wait: int) -> Message:
    if wait <= 90:
        return plural(
            "Vous écrivez vite : attendez encore %(count)s seconde, puis publiez. Votre texte est gardé ici.",
            "Vous écrivez vite : attendez encore %(count)s secondes, puis publiez. Votre texte est gardé ici.",
            wait,
        )
    minutes = ceil(wait / 60)
    return message(
        "Vous avez beaucoup écrit : vous pourrez publier de nouveau dans %(minutes)s minutes. "
        "Votre texte est gardé ici : copiez-le si vous quittez la page.",
        minutes=minutes,
    )
