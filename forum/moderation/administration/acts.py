"""The acts of the administration as the log names them, and what changed in a few words."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

_LONGEST = 200


class Act(StrEnum):
    """What administrators do. The names are stored: never rename one."""

    CREATE_FORUM = "forum.create"
    CHANGE_FORUM = "forum.change"
    ORDER_FORUM = "forum.order"
    DELETE_FORUM = "forum.delete"
    SET_RIGHTS = "forum.rights"
    CREATE_TAG = "tag.create"
    CHANGE_TAG = "tag.change"
    MERGE_TAG = "tag.merge"
    DELETE_TAG = "tag.delete"
    CREATE_GROUP = "group.create"
    CHANGE_GROUP = "group.change"
    DELETE_GROUP = "group.delete"
    JOIN_GROUP = "group.join"
    LEAVE_GROUP = "group.leave"
    CREATE_RANK = "rank.create"
    CHANGE_RANK = "rank.change"
    DELETE_RANK = "rank.delete"
    GIVE_RANK = "member.rank"
    APPROVE_MEMBER = "member.approve"
    CONFIRM_MEMBER = "member.confirm"
    CLOSE_MEMBER = "member.close"
    REOPEN_MEMBER = "member.reopen"
    TAKE_FACTORS = "member.factors"
    OFFER_ACCOUNT = "member.offer"
    CHANGE_SETTINGS = "site.settings"
    STORE_PAGE = "page.store"
    DELETE_PAGE = "page.delete"
    RETRY_WORK = "outbox.retry"
    TRY_MAIL = "mail.trial"


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[str]]:
    """For each fact that changed, the old and the new, shortened."""
    names = dict.fromkeys([*before, *after])
    return {name: [_short(before.get(name)), _short(after.get(name))] for name in names if _differ(name, before, after)}


def _differ(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return bool(before.get(name) != after.get(name))


def _short(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
