"""Groups, who is in them, and ranks."""

from collections.abc import Collection

from forum.accounts import groups, ranks
from forum.accounts.models import ADMINISTRATORS, Group, Rank, User
from forum.accounts.policy import may_administer
from forum.db import db
from forum.moderation.administration.acts import Act, differences
from forum.moderation.log import record
from forum.verdict import require


def create_group(actor: User, title: str, description: str) -> Group:
    """Raises Invalid when the title cannot be taken."""
    require(may_administer(actor))
    made = groups.create_group(title, description)
    record(actor, Act.CREATE_GROUP, title=made.title)
    return made


def change_group(actor: User, group: Group, title: str, description: str) -> None:
    """Raises Invalid for a built-in group, and when the title cannot be taken."""
    require(may_administer(actor))
    before = {"title": group.title, "description": group.description}
    groups.change_group(group, title, description)
    changes = differences(before, {"title": group.title, "description": group.description})
    record(actor, Act.CHANGE_GROUP, title=group.title, changes=changes)


def delete_group(actor: User, group: Group) -> None:
    """Remove a group, its memberships and its rights. Raises Invalid for a built-in one."""
    require(may_administer(actor))
    title = group.title
    groups.delete_group(group)
    record(actor, Act.DELETE_GROUP, title=title)


def add_member(actor: User, user: User, group: Group) -> bool:
    """Whether the person was no member before. Raises Invalid for a group that everyone is in."""
    require(may_administer(actor))
    added = groups.join_group(user, group)
    if added:
        record(actor, Act.JOIN_GROUP, user_id=user.id, title=group.title)
    return added


def remove_member(actor: User, user: User, group: Group) -> bool:
    """Whether the person was a member. Raises Invalid for the last who administers the site."""
    require(may_administer(actor))
    if group.id == ADMINISTRATORS:
        hold_administration(actor)
    removed = groups.leave_group(user, group)
    if removed:
        record(actor, Act.LEAVE_GROUP, user_id=user.id, title=group.title)
    return removed


def set_groups(actor: User, user: User, wanted: Collection[Group]) -> None:
    """Make somebody a member of these groups and of no other. Raises Invalid for the last administrator."""
    require(may_administer(actor))
    for group in wanted:
        add_member(actor, user, group)
    kept = {group.id for group in wanted}
    leaving = [held for held in user.roles if held.id not in kept]
    # the administrators' group last: whoever leaves it by their own hand may do nothing after
    for group in sorted(leaving, key=lambda held: held.id == ADMINISTRATORS):
        remove_member(actor, user, group)


def hold_administration(actor: User) -> None:
    """Take the administrators' lock, then ask again: the actor may have lost the role while waiting for it."""
    groups.hold_administrators()
    db.session.refresh(actor)
    require(may_administer(actor))


def create_rank(actor: User, title: str, min_posts: int | None) -> Rank:
    """Raises Invalid when the title or the number of posts cannot be taken."""
    require(may_administer(actor))
    made = ranks.create_rank(title, min_posts)
    record(actor, Act.CREATE_RANK, title=made.title)
    return made


def change_rank(actor: User, rank: Rank, title: str, min_posts: int | None) -> None:
    require(may_administer(actor))
    before = {"title": rank.title, "min_posts": rank.min_posts}
    ranks.change_rank(rank, title, min_posts)
    changes = differences(before, {"title": rank.title, "min_posts": rank.min_posts})
    record(actor, Act.CHANGE_RANK, title=rank.title, changes=changes)


def delete_rank(actor: User, rank: Rank) -> None:
    """Remove a rank; whoever was given it has the rank of their posts again."""
    require(may_administer(actor))
    title = rank.title
    ranks.delete_rank(rank)
    record(actor, Act.DELETE_RANK, title=title)


def give_rank(actor: User, user: User, rank: Rank | None) -> None:
    """Give somebody a special rank, or take theirs back. Raises Invalid."""
    require(may_administer(actor))
    before = db.session.get(Rank, user.rank_id) if user.rank_id is not None else None
    if (before.id if before else None) == (rank.id if rank else None):
        return
    ranks.give_rank(user, rank)
    titles = {"rank": before.title if before else ""}, {"rank": rank.title if rank else ""}
    record(actor, Act.GIVE_RANK, user_id=user.id, changes=differences(*titles))
