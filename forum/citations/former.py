"""Which topics on the page of an article cite it by its former number, or mean by its number the text of before."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeGuard

import sqlalchemy as sa

from forum import clock
from forum.citations.known import bearing_since
from forum.db import db
from forum.legal import display_number
from forum.legal.cited import unpack
from forum.legal.freshness import Case, Standing, means_as_it_is
from forum.legal.notices import listed
from forum.topics.models import Post, PostCitation, State, TopicLaw
from forum.words import Message, message


@dataclass(frozen=True)
class _Use:
    """That a post (0: the topic itself) belongs on a page, and by which older number."""

    post_id: int
    key: str
    former: str
    doubtful: bool
    law: str  # all that the post cites, packed
    written_at: datetime | None  # None: chosen for the topic


def former_notes(key: str, topic_ids: Sequence[int]) -> dict[int, Message]:
    """What to say, beside topics that the reader sees on the page of `key`, of the number they write. One statement."""
    if not topic_ids or "/" not in key:
        return {}
    uses: dict[int, list[_Use]] = defaultdict(list)
    for topic_id, *use in db.session.execute(_uses(key, topic_ids)):
        uses[topic_id].append(_Use(*use))
    notes = ((topic_id, _note(key, of_topic)) for topic_id, of_topic in uses.items())
    return {topic_id: note for topic_id, note in notes if note is not None}


def note_of(former: str, *, doubtful: bool) -> Message:
    """« sous son ancien numéro, 1382 »."""
    number = display_number(former)
    if doubtful:
        return message("sous le numéro %(number)s, sans doute l’ancien", number=number)
    return message("sous son ancien numéro, %(number)s", number=number)


def _uses(key: str, topic_ids: Sequence[int]) -> sa.CompoundSelect[*tuple[Any, ...]]:
    text, _, number = key.partition("/")
    cited = (
        sa.select(
            Post.topic_id,
            Post.id,
            PostCitation.key,
            PostCitation.former,
            PostCitation.doubtful,
            Post.law,
            Post.created_at,
        )
        .join(Post, Post.id == PostCitation.post_id)
        .where(Post.topic_id.in_(topic_ids), Post.state == State.VISIBLE, PostCitation.text == text)
        .where(sa.or_(PostCitation.key == key, PostCitation.former == number))
    )
    carried = (
        sa.select(
            TopicLaw.topic_id,
            sa.literal(0),
            TopicLaw.key,
            TopicLaw.former,
            TopicLaw.doubtful,
            sa.literal(""),
            sa.null(),
        )
        .where(TopicLaw.topic_id.in_(topic_ids), TopicLaw.text == text)
        .where(sa.or_(TopicLaw.key == key, TopicLaw.former == number))
    )
    return cited.union_all(carried)


def _as_said(key: str, use: _Use) -> list[_Use]:
    """A use and, where its post says more than the one row of a page can hold, those that this adds.

    Who writes « les anciens articles 1382 et 1383, devenus 1240 et 1241 » has a row for 1240 as it stands, and none
    that tells that 1382 is meant as it was.
    """
    if use.key != key or use.former or use.written_at is None:
        return [use]
    cites, day, number = unpack(use.law), clock.day_of_law(use.written_at), key.partition("/")[2]
    own = next((each.standing for each in cites if each.key == key), None)
    away = own.keys_now if _is_elsewhere(own) else ()
    since = bearing_since(key)
    if since is not None and day < since and not _means_new(key, use.law):
        by = [each.key for each in cites if _is_elsewhere(each.standing) and key in each.standing.keys_now]
        use = replace(use, former=by[0].partition("/")[2]) if by else use
    return [use, *(replace(use, key=now, former=number) for now in away)]


def _is_elsewhere(standing: Standing | None) -> TypeGuard[Standing]:
    """Whether a number surely means a text that it does not bear today."""
    return standing is not None and standing.case is not Case.REUSED


def _note_of_before(key: str, uses: Iterable[_Use]) -> Message | None:
    """Of uses of the number as it stands; None where one of them at least means by it today's text."""
    since, days = bearing_since(key), []
    for use in uses:
        day = clock.day_of_law(use.written_at) if use.written_at else None
        if since is None or day is None or day >= since or _means_new(key, use.law):
            return None
        days.append(day)
    return message("dans un message du %(on)s, quand ce numéro désignait un autre texte", on=max(days))


def _means_new(key: str, law: str) -> bool:
    """« Le futur article 1240 », « les futurs articles 1240 à 1244 », written before that day."""
    cites = [each for each in unpack(law) if key in each.keys]
    told = any(each.key == key and each.standing is not None for each in cites)
    return not told and any(means_as_it_is(each.marks) for each in cites)


def _note(key: str, uses: Iterable[_Use]) -> Message | None:
    """Of the uses of one topic; None where one of them at least is of the article as it is today."""
    uses = [said for use in uses for said in _as_said(key, use)]
    number = key.partition("/")[2]
    away = {use.post_id: use for use in uses if use.former == number and use.key != key}
    here = [use for use in uses if use.key == key]
    as_today = [use for use in here if not use.former and use.post_id not in away]
    if as_today:
        return _note_of_before(key, as_today)
    older = sorted((use for use in here if use.former), key=lambda use: use.doubtful)
    if older:
        return note_of(older[0].former, doubtful=older[0].doubtful)
    meant = sorted({use.key.partition("/")[2] for use in away.values()})
    if not meant:
        return None
    now = listed([display_number(number) for number in meant])
    if all(use.doubtful for use in away.values()):
        return message("vise sans doute l’ancien texte, devenu %(now)s", now=now)
    return message("vise l’ancien texte, devenu %(now)s", now=now)
