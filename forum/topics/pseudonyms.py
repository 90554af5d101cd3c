"""Writing under a pseudonym: an account that stands in for a member in one topic.

Readers see the pseudonym and nothing behind it: it has no profile, no count, no portrait, is in no list of members, and
nobody signs in to it. The link to the member is in `stand_ins`, which only this module and the act that lifts a
pseudonym (`moderation.unmasking`, logged) read. What the member may do with such a post, they do as themselves:
`wrote` and `by` stand wherever « one's own » is asked, and `signer` wherever it is noted who did something.
"""

import secrets
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from forum import clock
from forum.accounts.models import User
from forum.accounts.names import PSEUDONYM, name_key, name_look
from forum.accounts.pace import one_at_a_time
from forum.db import db
from forum.topics.models import StandIn, Topic

_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that is taken for another
_LENGTH = 4  # a word that one remembers within a topic: 810,000 of them


def new_stand_in() -> User:
    """An account that nobody is yet. Never confirmed, so it is in no list; its address leads nowhere."""
    name = f"{PSEUDONYM}-{''.join(secrets.choice(_LETTERS) for _ in range(_LENGTH))}"
    if db.session.scalar(sa.select(User.id).where(User.name_look == name_look(name))) is not None:
        return new_stand_in()
    moment, address = clock.now(), f"pseudonyme-{secrets.token_hex(12)}@parvis.invalid"
    user = User(name=name, name_key=name_key(name), email=address, email_key=address, password=None)
    user.fs_uniquifier, user.stands_in = secrets.token_hex(32), True
    user.created_at = user.all_read_at = moment
    db.session.add(user)
    db.session.flush()
    return user


def link(stand_in: User, member: User, topic_id: int) -> None:
    """From now on it stands in for this member in this topic."""
    db.session.add(StandIn(user_id=stand_in.id, member_id=member.id, topic_id=topic_id))
    db.session.flush()


def stand_in_of(member: User, topic: Topic) -> User:
    """The member's stand-in in a topic, made where there is none. Inside a write."""
    # security: a member's two first posts in a topic at one moment get one pseudonym, not two
    one_at_a_time(member)
    linked = sa.select(StandIn.user_id).where(StandIn.member_id == member.id, StandIn.topic_id == topic.id)
    if (found := db.session.scalar(sa.select(User).where(User.id.in_(linked)))) is not None:
        return found
    made = new_stand_in()
    link(made, member, topic.id)
    return made


def name_in(member: User, topic_id: int) -> str:
    """Under what pseudonym the member has written in a topic; empty for none. One statement."""
    linked = sa.select(User.name).join(StandIn, StandIn.user_id == User.id)
    return db.session.scalar(linked.where(StandIn.member_id == member.id, StandIn.topic_id == topic_id)) or ""


def wrote(actor: User | None, author_id: int) -> bool:
    """Whether the author of something is the actor, under their own name or a pseudonym."""
    if actor is None or actor.id == author_id:
        return actor is not None
    mine = sa.select(StandIn.user_id).where(StandIn.user_id == author_id, StandIn.member_id == actor.id)
    return db.session.scalar(mine) is not None


def by(actor: Any, author: Any) -> sa.ColumnElement[bool]:
    """The same, as a condition on a column of authors."""
    own = sa.select(StandIn.user_id).where(StandIn.member_id == actor.id)
    return sa.or_(author == actor.id, author.in_(own))


def signer(actor: User, author_id: int) -> int:
    """As whom the actor does something with what an author wrote: under their pseudonym where it is theirs."""
    return author_id if wrote(actor, author_id) else actor.id


def person_behind(user_id: int) -> int:
    """Who is told of what happens to an author: the member, or the author themselves."""
    return db.session.scalar(sa.select(StandIn.member_id).where(StandIn.user_id == user_id)) or user_id


def people_behind(user_ids: Iterable[int]) -> set[int]:
    """The same of many."""
    ids = set(user_ids)
    rows = db.session.execute(sa.select(StandIn.user_id, StandIn.member_id).where(StandIn.user_id.in_(ids)))
    members = {row.user_id: row.member_id for row in rows} if ids else {}
    return {members.get(each, each) for each in ids}


def follow_merge(source: Topic, target: Topic) -> None:
    """Pseudonyms go where a topic's posts go; who has one there already keeps that one for what they will write."""
    there = sa.select(StandIn.member_id).where(StandIn.topic_id == target.id).scalar_subquery()
    moved = sa.update(StandIn).where(StandIn.topic_id == source.id, StandIn.member_id.not_in(there))
    db.session.execute(moved.values(topic_id=target.id).execution_options(synchronize_session=False))


def forget(member: User) -> None:
    """Nobody can find any more whose pseudonyms they were."""
    db.session.execute(sa.delete(StandIn).where(StandIn.member_id == member.id))
