"""Reading answers: what a topic's page says of its own, and the list of those to look at again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum import clock, paths
from forum.accounts.models import User
from forum.accounts.policy import Actor, may_write
from forum.answers.ageing import (
    is_rewritten,
    law_in_doubt,
    looked_at,
    oldest_valid,
    warning,
)
from forum.answers.policy import is_expert
from forum.db import db
from forum.markup import stored
from forum.markup.plain import words_of
from forum.taxonomy.policy import Right, may_in
from forum.topics import signature
from forum.topics.hot import is_ignored, staff_group
from forum.topics.models import Kind, Post, State, Topic
from forum.topics.policy import listed_topics
from forum.topics.queries import status_of_group
from forum.topics.rows import shown_title
from forum.topics.views import PostRow, TopicHead
from forum.words import Message

_verifier, _proposer = aliased(User), aliased(User)
_TAG_WITH_ID = re.compile(r"(<[^<>]*?) id=\"[^\"]*\"")


@dataclass(frozen=True)
class Mark:
    """What is said of one answer: chosen (`accepted_at`), found right (`verified_at`), aged (`warning`).

    `proposed_at`: an expert proposes it, while nothing is chosen.
    """

    accepted_at: datetime | None
    verified_at: datetime | None
    verified_by: str
    verified_by_url: str
    verified_as: str  # the profession of who found it right; empty for staff
    warning: Message | None
    proposed_at: datetime | None
    proposed_by_id: int | None
    proposed_by: str
    proposed_by_url: str
    proposed_as: str

    @property
    def says_something(self) -> bool:
        return bool(self.accepted_at or self.verified_at or self.proposed_at)


@dataclass(frozen=True)
class Accepted:
    """The answer to a question, as it stands under it."""

    post_id: int
    url: str
    position: int
    html: str  # without ids, which the post itself carries
    excerpt: str
    is_whole: bool  # its first words are all it says
    law: str  # what it cites, packed, where a text left its number: its first words cannot mark that
    author: str
    author_url: str
    expert: str
    status: Message | None
    created_at: datetime
    edited_at: datetime | None
    by_asker: bool
    score: int
    mark: Mark
    ignored: bool


@dataclass(frozen=True)
class AnswerParts:
    """What answers lay on a page of a question."""

    accepted: Accepted | None
    marks: Mapping[int, Mark]
    accepts: bool  # the reader chooses the answer here
    verifies: bool  # the reader may find answers right
    proposes: bool  # the reader may propose the answer
    reader_id: int


@dataclass(frozen=True)
class AgedAnswer:
    """An answer to look at again."""

    post_id: int
    url: str
    title: str
    excerpt: str
    author: str
    author_url: str
    looked_at: datetime
    verified: bool  # when it was last looked at, it was found right; else only accepted
    accepted: bool
    law_moved: bool
    rewritten: bool


def of_page(head: TopicHead, posts: Sequence[PostRow], reader: Actor, *, months: int) -> AnswerParts | None:
    """What a page of a question says of its answers: one statement, none where nobody chose or verified one."""
    if head.kind != Kind.QUESTION or head.state != State.VISIBLE:
        return None
    ids = {post.id for post in posts if post.weighed} | ({head.accepted_id} if head.accepted_id else set())
    writes = reader is not None and bool(may_write(reader))
    accepts = writes and reader is not None and (head.mine or "moderate" in head.may)
    verifies = writes and ("moderate" in head.may or is_expert(reader))
    if not ids and not (accepts or verifies):
        return None
    found = db.session.execute(_told(head.id, ids, reader)).all() if ids else []
    marks = {row.id: mark for row in found if (mark := _mark(row, head, months)).says_something}
    chosen = next((row for row in found if row.id == head.accepted_id), None)
    return AnswerParts(
        accepted=_accepted(chosen, head, marks[chosen.id]) if chosen is not None else None,
        marks=marks,
        accepts=accepts,
        verifies=verifies,
        proposes=writes and not accepts and head.accepted_id is None and is_expert(reader),
        reader_id=reader.id if reader is not None else 0,
    )


def to_verify(actor: User, *, months: int, page: int, per_page: int) -> tuple[list[AgedAnswer], int]:
    """Answers that have aged, in forums that the actor moderates, those longest unread first; and how many."""
    looked = looked_at()
    wanted = [
        Topic.kind == Kind.QUESTION,
        Post.state == State.VISIBLE,
        Post.position > 1,
        sa.or_(Topic.accepted_post_id == Post.id, Post.verified_at.is_not(None)),
        listed_topics(actor),
        may_in(actor, Right.MODERATE, Topic.forum_id),
    ]
    base = sa.select(Post.id).join(Topic, Topic.id == Post.topic_id).where(*wanted)
    cited = base.with_only_columns(Post.id, Post.law, Post.verified_at)
    rest = db.session.execute(cited.where(Post.law_moved))
    on_moved_law = {each for each, law, at in rest if law_in_doubt(law, at)}
    aged = base.where(sa.or_(looked < oldest_valid(months), is_rewritten(), Post.id.in_(on_moved_law)))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(aged.subquery())) or 0
    accepted = Topic.accepted_post_id == Post.id
    rows = (
        aged.with_only_columns(
            Post.id, Topic.title, Post.excerpt, User.name, looked, Post.verified_at, accepted, is_rewritten()
        )
        .join(User, User.id == Post.author_id)
        .order_by(looked, Post.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return [
        AgedAnswer(
            each, paths.post(each), shown_title(title), text, name, paths.user(name), at, at == verified_at,
            bool(is_accepted), each in on_moved_law, bool(rewritten),
        )
        for each, title, text, name, at, verified_at, is_accepted, rewritten in db.session.execute(rows)
    ], total  # fmt: skip


def _told(topic_id: int, ids: set[int], reader: Actor) -> sa.Select[*tuple[Any, ...]]:
    """These answers of a topic, as all its readers see them but who ignores their author."""
    return (
        sa.select(
            Post.id, Post.position, Post.html, Post.excerpt, Post.created_at, Post.edited_at, Post.as_expert,
            Post.verified_at, Post.law, Post.law_moved, Post.score, User.name.label("author_name"),
            User.recognised_until, User.profession_title, staff_group().label("staff_group"),
            sa.or_(User.erased, User.stands_in).label("erased"),
            _verifier.erased.label("verifier_erased"), _verifier.name.label("verifier_name"),
            _verifier.profession_title.label("verifier_title"),
            Post.proposed_at, Post.proposed_by_id, _proposer.name.label("proposer_name"),
            _proposer.erased.label("proposer_erased"), _proposer.profession_title.label("proposer_title"),
            is_rewritten().label("rewritten"), is_ignored(reader),
        )
        .join(User, User.id == Post.author_id)
        .outerjoin(_verifier, _verifier.id == Post.verified_by_id)
        .outerjoin(_proposer, _proposer.id == Post.proposed_by_id)
        .where(Post.id.in_(ids), Post.topic_id == topic_id, Post.state == State.VISIBLE, Post.position > 1)
    )  # fmt: skip


def _mark(row: Any, head: TopicHead, months: int) -> Mark:
    accepted_at = head.accepted_at if row.id == head.accepted_id else None
    looked = max((at for at in (accepted_at, row.verified_at) if at is not None), default=None)
    name, proposer = row.verifier_name or "", row.proposer_name or ""
    return Mark(
        accepted_at=accepted_at,
        verified_at=row.verified_at,
        verified_by=name,
        verified_by_url=paths.user(name) if name and not row.verifier_erased else "",
        verified_as=row.verifier_title or "",
        warning=warning(row, looked, months=months),
        proposed_at=row.proposed_at if head.accepted_id is None else None,
        proposed_by_id=row.proposed_by_id,
        proposed_by=proposer,
        proposed_by_url=paths.user(proposer) if proposer and not row.proposer_erased else "",
        proposed_as=row.proposer_title or "",
    )


def _accepted(row: Any, head: TopicHead, mark: Mark) -> Accepted:
    return Accepted(
        post_id=row.id,
        url=paths.post(row.id),
        position=row.position,
        html=stored(_TAG_WITH_ID.sub(r"\1", row.html)),
        excerpt=row.excerpt,
        law=row.law if row.law_moved else "",
        is_whole=row.excerpt.split() == words_of(row.html).split(),
        author=row.author_name,
        author_url="" if row.erased else paths.user(row.author_name),
        expert=signature.speaks_as(row, clock.now()),
        status=status_of_group(row.staff_group),
        created_at=row.created_at,
        edited_at=row.edited_at,
        by_asker=head.accepted_by_id == head.author_id,
        score=row.score,
        mark=mark,
        ignored=bool(row.ignored),
    )
