"""Groups of people: made, renamed, removed, joined and left.

Who may is asked by `forum.moderation`, which keeps the log. The built-in groups keep their names, everyone
belongs to the first two, and the administrators' never runs empty.
"""

import sqlalchemy as sa

from forum import clock, paths
from forum.accounts.models import ADMINISTRATORS, EVERYONE, MEMBERS, Group, User, group_members
from forum.db import db
from forum.errors import Faults, Invalid
from forum.words import message

TITLE_LENGTH = 60
DESCRIPTION_LENGTH = 255


def create_group(title: str, description: str = "") -> Group:
    """A new group, of nobody yet. Raises Invalid when the title cannot be taken."""
    group = Group(builtin=False)
    _fill(group, title, description)
    db.session.add(group)
    db.session.flush()
    return group


def change_group(group: Group, title: str, description: str) -> None:
    """Raises Invalid for a built-in group, and when the title cannot be taken."""
    _require_own(group)
    _fill(group, title, description)
    db.session.flush()


def delete_group(group: Group) -> None:
    """Remove a group with its memberships and rights. Raises Invalid for a built-in one."""
    _require_own(group)
    db.session.delete(group)
    db.session.flush()


def join_group(user: User, group: Group) -> bool:
    """Make somebody a member; whether they were none before. Raises Invalid for groups that nobody joins by name."""
    if group.id in {EVERYONE, MEMBERS}:
        raise Invalid(message("Tout le monde appartient déjà à ce groupe."), "name")
    if group.id in {held.id for held in user.roles}:
        return False
    user.roles.append(group)
    db.session.flush()
    return True


def leave_group(user: User, group: Group) -> bool:
    """End a membership; whether there was one. Raises Invalid when nobody would be left to administer the site."""
    if group.id == ADMINISTRATORS:
        hold_administrators()
        _require_another_administrator(user)
    if group.id not in {held.id for held in user.roles}:
        return False
    user.roles = [held for held in user.roles if held.id != group.id]
    db.session.flush()
    return True


def hold_administrators() -> None:
    """Let acts that may end an administrator's power come one after the other. Inside a write."""
    # security: of two administrators who remove each other at the same moment, the second must see the first's act
    db.session.execute(sa.select(Group.id).where(Group.id == ADMINISTRATORS).with_for_update())


def _require_another_administrator(user: User) -> None:
    administrators = sa.select(group_members.c.user_id).where(group_members.c.group_id == ADMINISTRATORS)
    able = sa.and_(User.active, User.approved, User.confirmed_at.is_not(None), ~User.seeded, ~User.erased)
    suspended = sa.and_(User.suspended_until.is_not(None), User.suspended_until > clock.now())
    others = sa.select(User.id).where(User.id.in_(administrators), User.id != user.id, able, ~suspended)
    if db.session.scalar(others.limit(1)) is None:
        raise Invalid(
            message("C’est la seule personne qui administre ce site : donnez d’abord ce rôle à quelqu’un d’autre."),
            "groups",
        )


def _require_own(group: Group) -> None:
    if group.builtin:
        raise Invalid(message("Ce groupe fait partie du forum : on ne peut ni le renommer ni le supprimer."), "title")


def _fill(group: Group, title: str, description: str) -> None:
    title, faults = " ".join(title.split()), Faults()
    if not 2 <= len(title) <= TITLE_LENGTH:
        faults.add(message("Un nom de groupe a de 2 à 60 caractères."), "title")
    if len(description) > DESCRIPTION_LENGTH:
        faults.add(message("255 caractères au plus."), "description")
    name = paths.slugify(title)[:TITLE_LENGTH]
    taken = sa.select(Group.id).where(sa.or_(Group.name == name, Group.title == title), Group.id != (group.id or 0))
    if db.session.scalar(taken.limit(1)) is not None:
        faults.add(message("Un autre groupe porte déjà ce nom, ou presque."), "title")
    faults.tell()
    group.name, group.title, group.description = name, title, description
