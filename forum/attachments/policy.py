"""Who may attach files, how much, and use which. Who may see one that is posted is asked of its topic."""

from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa

from forum.accounts.policy import Actor, may_write
from forum.attachments.models import Attachment
from forum.verdict import HIDDEN, SIGN_IN, YES, Verdict, no
from forum.words import message


@dataclass(frozen=True)
class Allowance:
    """How much one member may send."""

    files_per_hour: int
    bytes_per_day: int


@dataclass(frozen=True)
class Quota:
    """The allowance of members, and that of those who have fewer posts than `newcomer_posts`."""

    members: Allowance
    newcomers: Allowance
    newcomer_posts: int


@dataclass(frozen=True)
class Usage:
    """What a member sent lately."""

    files_last_hour: int
    bytes_last_day: int


class Owned(Protocol):
    """An attachment, as a row or as read with its file."""

    @property
    def owner_id(self) -> int: ...
    @property
    def post_id(self) -> int | None: ...
    @property
    def message_id(self) -> int | None: ...


def may_attach(actor: Actor, usage: Usage | None = None, quota: Quota | None = None, *, size: int = 0) -> Verdict:
    """Whether the actor may send one more file of `size` bytes; without a quota nothing is counted."""
    if actor is None:
        return SIGN_IN
    written = may_write(actor)
    if not written or usage is None or quota is None:
        return written
    allowance = quota.newcomers if actor.post_count < quota.newcomer_posts else quota.members
    if usage.files_last_hour >= allowance.files_per_hour:
        return no(
            message(
                "Vous avez joint %(files)s fichiers en une heure : attendez un peu avant d’en joindre d’autres.",
                files=usage.files_last_hour,
            )
        )
    if usage.bytes_last_day + size > allowance.bytes_per_day:
        return no(
            message(
                "Vos fichiers des dernières 24 heures atteindraient plus de %(size)s Mo : "
                "réduisez celui-ci, ou joignez-le demain.",
                size=allowance.bytes_per_day // (1024 * 1024),
            )
        )
    return YES


def may_see_unposted(actor: Actor, attachment: Owned) -> Verdict:
    """An attachment with neither post nor private message is its owner's alone."""
    mine = actor is not None and attachment.owner_id == actor.id
    return YES if mine and attachment.post_id is None and attachment.message_id is None else HIDDEN


def usable(actor: Actor, post_id: int | None = None) -> sa.ColumnElement[bool]:
    """What may stand in this post, which the actor may edit: one's own unposted, or those it has. On `Attachment`."""
    if not may_write(actor) or actor is None:
        return sa.false()
    mine = sa.and_(Attachment.owner_id == actor.id, unposted())
    return mine if post_id is None else sa.or_(mine, Attachment.post_id == post_id)


def unposted() -> sa.ColumnElement[bool]:
    """What no post and no private message carries, as a condition on `Attachment`."""
    return sa.and_(Attachment.post_id.is_(None), Attachment.message_id.is_(None))
