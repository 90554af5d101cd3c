"""What a member wants by mail, and how often: one choice per group of kinds."""

from collections.abc import Mapping

from forum.accounts.models import User
from forum.db import db
from forum.notifications.inbox import Kind

NOW, DAILY, WEEKLY, NEVER = "now", "daily", "weekly", "never"
PACES = (NOW, DAILY, WEEKLY, NEVER)
GROUPS: dict[str, frozenset[Kind]] = {
    "messages": frozenset({Kind.MESSAGE}),
    "replies": frozenset({Kind.MENTION, Kind.QUOTE, Kind.REPLY}),
    "watched": frozenset({Kind.WATCHED, Kind.SEARCH}),
}
ALL = "all"
REPLYING = ("", "watch")  # what becomes of a topic one replies in: nothing, or it is followed


def group_of(kind: str) -> str:
    """The group of a kind; empty for what has a letter of its own."""
    return next((name for name, kinds in GROUPS.items() if kind in kinds), "")


def pace_of(user: User, group: str) -> str:
    """How often; at once for who never chose."""
    pace = user.mail_wishes.get(group)
    return pace if pace in PACES else NOW


def all_of(user: User) -> dict[str, str]:
    """Every group with its pace."""
    return {group: pace_of(user, group) for group in GROUPS}


def choose(actor: User, chosen: Mapping[str, str]) -> None:
    """Store the choices that are choices. Inside a write."""
    db.session.refresh(actor, ["mail_wishes"], with_for_update=True)  # the worker writes there when a digest leaves
    paces = {group: chosen[group] for group in GROUPS if chosen.get(group) in PACES}
    actor.mail_wishes = {**actor.mail_wishes, **paces}
    if chosen.get("replying") in REPLYING:
        actor.mail_wishes = {**actor.mail_wishes, "replying": chosen["replying"]}


def follows_replies(user: User) -> bool:
    """Whether the member follows every topic they reply in."""
    return user.mail_wishes.get("replying") == "watch"


def stop(user: User, group: str) -> None:
    """No more mails of this group, or of any (« all »). Inside a write."""
    choose(user, dict.fromkeys(GROUPS, NEVER) if group == ALL else {group: NEVER})
