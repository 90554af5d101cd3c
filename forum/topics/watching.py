"""How much members want to hear of topics, forums, tags and the law."""

from dataclasses import dataclass

import sqlalchemy as sa

from forum import clock, paths
from forum.accounts.models import User
from forum.db import db
from forum.errors import Missing
from forum.legal import short_name
from forum.taxonomy.models import Forum, Tag
from forum.taxonomy.policy import may_see
from forum.topics.models import Level, Topic, Watch
from forum.topics.policy import may_see_topic, visible_topics
from forum.topics.tagged import known_tags, knows_tag
from forum.verdict import HIDDEN, require

KINDS = ("topic", "forum", "tag", "law")
_MOST = 500  # of one kind in the list of what is followed


@dataclass(frozen=True)
class Watched:
    """A line of the list of what is followed."""

    kind: str
    target: str
    title: str
    url: str
    level: int


def watch(actor: User, kind: str, target: str, level: Level) -> None:
    """Choose a level. Raises Missing for what the actor cannot see. Inside a write."""
    _require_there(actor, kind, target)
    row = db.insert(Watch).values(user_id=actor.id, kind=kind, target=target, level=int(level), at=clock.now())
    chosen = {"level": row.excluded.level, "at": row.excluded.at}
    db.session.execute(row.on_conflict_do_update(index_elements=["user_id", "kind", "target"], set_=chosen))


def level_of(actor: User, kind: str, target: object) -> Level | None:
    """The level chosen; None without one. One statement."""
    mine = sa.select(Watch.level).where(Watch.user_id == actor.id, Watch.kind == kind, Watch.target == str(target))
    found = db.session.scalar(mine)
    return None if found is None else Level(found)


def where_shown(actor: User, kind: str, target: str) -> str:
    """The page of what is followed. Raises Missing for what the actor cannot see."""
    _require_there(actor, kind, target)
    return next((row.url for row in _named(actor, kind, [(target, Level.NORMAL)])), paths.FOLLOWED)


def watched_by(actor: User) -> list[Watched]:
    """All that a member chose a level for and may see, topics first. One statement, and one per kind chosen."""
    rows = sa.select(Watch.kind, Watch.target, Watch.level).where(Watch.user_id == actor.id)
    chosen = db.session.execute(rows.where(Watch.level != Level.NORMAL).order_by(Watch.at.desc())).all()
    shown = []
    for kind in KINDS:
        of_kind = [(row.target, Level(row.level)) for row in chosen if row.kind == kind][:_MOST]
        shown += _named(actor, kind, of_kind) if of_kind else []
    return shown


def _require_there(actor: User, kind: str, target: str) -> None:
    assert HIDDEN.reason is not None
    number = int(target) if target.isascii() and target.isdigit() and len(target) < 10 else 0
    if kind == "topic":
        topic = db.session.get(Topic, number)
        require(may_see_topic(actor, topic) if topic is not None else HIDDEN)
    elif kind == "forum":
        forum = db.session.get(Forum, number)
        require(may_see(actor, forum) if forum is not None else HIDDEN)
    elif kind == "tag":
        tag = db.session.get(Tag, number)
        if tag is None or not knows_tag(actor, tag):
            raise Missing(HIDDEN.reason)
    elif kind not in KINDS or not 0 < len(target) <= 160:
        raise Missing(HIDDEN.reason)


def _named(actor: User, kind: str, chosen: list[tuple[str, Level]]) -> list[Watched]:
    if kind == "law":
        return [Watched(kind, target, short_name(target), paths.law(target), level) for target, level in chosen]
    levels = {int(target): level for target, level in chosen}
    if kind == "topic":
        found = sa.select(Topic.id, Topic.title, Topic.slug).where(Topic.id.in_(levels), visible_topics(actor))
        named = [(row.id, row.title, paths.topic(row.id, row.slug)) for row in db.session.execute(found)]
    elif kind == "forum":
        forums = db.session.scalars(sa.select(Forum).where(Forum.id.in_(levels)))
        named = [(forum.id, forum.name, paths.forum(forum.slug)) for forum in forums if may_see(actor, forum)]
    else:
        tags = db.session.execute(sa.select(Tag.id, Tag.name, Tag.slug).where(Tag.id.in_(levels), known_tags(actor)))
        named = [(row.id, row.name, paths.tag(row.slug)) for row in tags]
    return [Watched(kind, str(number), title, url, levels[number]) for number, title, url in named]
