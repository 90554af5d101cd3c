"""The events of the site and the handlers joined to them at start by `forum.subscriptions`."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

Handler = Callable[..., None]


class Event(StrEnum):
    """What can have happened. The payload of each is ids and short facts, never text a person typed in private."""

    TOPIC_CREATED = "topic.created"
    POST_CREATED = "post.created"
    POST_EDITED = "post.edited"
    POST_HIDDEN = "post.hidden"
    POST_RESTORED = "post.restored"
    POST_HELD = "post.held"
    POST_APPROVED = "post.approved"
    TOPIC_CHANGED = "topic.changed"
    TOPIC_MOVED = "topic.moved"
    ANSWER_ACCEPTED = "answer.accepted"
    ANSWER_UNACCEPTED = "answer.unaccepted"
    ANSWER_PROPOSED = "answer.proposed"
    ANSWER_VERIFIED = "answer.verified"
    TOPIC_MARKED_DUPLICATE = "topic.marked_duplicate"
    TOPIC_UNMARKED_DUPLICATE = "topic.unmarked_duplicate"
    EXPERIENCE_TOLD = "experience.told"
    GUIDE_EDIT_PROPOSED = "guide-edit.proposed"
    GUIDE_EDIT_ACCEPTED = "guide-edit.accepted"
    GUIDE_EDIT_DECLINED = "guide-edit.declined"
    RESOURCE_PROPOSED = "resource.proposed"
    RESOURCE_SHOWN = "resource.shown"
    RESOURCE_DECLINED = "resource.declined"
    VOTE_CAST = "vote.cast"
    VOTE_WITHDRAWN = "vote.withdrawn"
    REPORT_MADE = "report.made"
    REPORT_CLOSED = "report.closed"
    MEMBER_WARNED = "member.warned"
    MEMBER_SUSPENDED = "member.suspended"
    ACCOUNT_CHANGED = "account.changed"
    ACCOUNT_WAITS = "account.waits"
    ACCOUNT_APPROVED = "account.approved"
    ACCOUNT_CLOSED = "account.closed"
    CLAIM_OFFERED = "claim.offered"
    PASSWORD_CHANGED = "password.changed"
    EMAIL_CHANGE_ASKED = "email.change-asked"
    EMAIL_CHANGED = "email.changed"
    SECOND_FACTOR_CHANGED = "second-factor.changed"
    DELETION_ASKED = "deletion.asked"
    DELETION_DROPPED = "deletion.dropped"
    ACCOUNT_ERASED = "account.erased"
    EXPERT_APPLIED = "expert.applied"
    EXPERT_ACCEPTED = "expert.accepted"
    EXPERT_REFUSED = "expert.refused"
    EXPERT_REVOKED = "expert.revoked"
    EXPERT_EXPIRING = "expert.expiring"
    EXPERT_EXPIRED = "expert.expired"
    MESSAGE_SENT = "message.sent"
    MESSAGE_REPORTED = "message.reported"
    MESSAGE_REPORT_CLOSED = "message.report-closed"
    SEARCH_MATCHED = "search.matched"
    NOTICE_MADE = "notice.made"
    DIGEST_DUE = "digest.due"
    MAIL_WANTED = "mail.wanted"
    TRIAL_ASKED = "trial.asked"
    RESET_ASKED = "reset.asked"
    CONFIRMATION_ASKED = "confirmation.asked"
    REGISTRATION_REPEATED = "registration.repeated"


@dataclass(frozen=True)
class Joined:
    """A handler as registered. A slow one (it speaks to the outside) runs before its transaction, not inside it."""

    run: Handler
    slow: bool


_handlers: dict[str, dict[str, Joined]] = {}


def register(event: Event, name: str, handler: Handler, *, slow: bool = False) -> None:
    """Join a handler to an event under a name that stays stable, since stored rows carry it."""
    _handlers.setdefault(event, {})[name] = Joined(handler, slow)


def handlers_of(event: str) -> dict[str, Joined]:
    return _handlers.get(event, {})


def handler_named(event: str, name: str) -> Joined | None:
    return _handlers.get(event, {}).get(name)


def slow_handlers() -> list[tuple[str, str]]:
    """Event and name of each slow handler."""
    return [(event, name) for event, named in _handlers.items() for name, joined in named.items() if joined.slow]


def reset() -> None:
    """Forget every handler; `create_app` calls it before it reads the table anew."""
    _handlers.clear()
