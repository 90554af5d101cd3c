"""The administration's verbs: for administrators alone, each in the log, the last administrator kept in any race."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from forum import clock
from forum.accounts import standing
from forum.accounts.models import ADMINISTRATORS, Group, Rank, User
from forum.accounts.policy import may_administer
from forum.db import db
from forum.errors import FactorRequired, ForumError, Invalid, LoginRequired, Refused
from forum.moderation import members
from forum.moderation.administration import forums, groups, people, site, tags
from forum.moderation.administration.acts import Act, differences
from forum.moderation.administration.site import PageText
from forum.moderation.models import LogEntry
from forum.outbox import OutboxRow
from forum.settings.queries import stored_settings
from forum.settings.site import SiteSettings
from forum.taxonomy.actions import PUBLIC, ForumDraft, TagDraft, create_tag
from forum.taxonomy.models import Forum, Tag
from tests.factories import Factory

Verb = Callable[[User], object]


def _forum() -> Forum:
    return db.session.query(Forum).filter_by(name="Ancien").one()


def _user(name: str) -> User:
    return db.session.query(User).filter_by(name=name).one()


def _group() -> Group:
    return db.session.query(Group).filter_by(title="Avocats").one()


def _rank() -> Rank:
    return db.session.query(Rank).filter_by(title="Initié").one()


def _tag(name: str) -> Tag:
    return db.session.query(Tag).filter_by(name=name).one()


VERBS: dict[Act, Verb] = {
    Act.CREATE_FORUM: lambda actor: forums.create_forum(actor, ForumDraft("Neuf")),
    Act.CHANGE_FORUM: lambda actor: forums.change_forum(actor, _forum(), ForumDraft("Changé")),
    Act.ORDER_FORUM: lambda actor: forums.shift_forum(actor, _forum(), 1),
    Act.DELETE_FORUM: lambda actor: forums.delete_forum(actor, _forum()),
    Act.SET_RIGHTS: lambda actor: forums.set_rights(actor, _forum(), PUBLIC[:2]),
    Act.CREATE_TAG: lambda actor: tags.create_tag(actor, TagDraft("neuve")),
    Act.CHANGE_TAG: lambda actor: tags.change_tag(actor, _tag("une"), TagDraft("autre")),
    Act.MERGE_TAG: lambda actor: tags.merge_tag(actor, _tag("une"), _tag("deux")),
    Act.DELETE_TAG: lambda actor: tags.delete_tag(actor, _tag("une")),
    Act.CREATE_GROUP: lambda actor: groups.create_group(actor, "Juges", ""),
    Act.CHANGE_GROUP: lambda actor: groups.change_group(actor, _group(), "Barreau", ""),
    Act.DELETE_GROUP: lambda actor: groups.delete_group(actor, _group()),
    Act.JOIN_GROUP: lambda actor: groups.add_member(actor, _user("nadia"), _group()),
    Act.LEAVE_GROUP: lambda actor: groups.remove_member(actor, _user("dedans"), _group()),
    Act.CREATE_RANK: lambda actor: groups.create_rank(actor, "Plume", 10),
    Act.CHANGE_RANK: lambda actor: groups.change_rank(actor, _rank(), "Plume", None),
    Act.DELETE_RANK: lambda actor: groups.delete_rank(actor, _rank()),
    Act.GIVE_RANK: lambda actor: groups.give_rank(actor, _user("nadia"), _rank()),
    Act.APPROVE_MEMBER: lambda actor: people.approve(actor, _user("attend")),
    Act.CONFIRM_MEMBER: lambda actor: people.confirm(actor, _user("muet")),
    Act.CLOSE_MEMBER: lambda actor: people.close(actor, _user("nadia"), "Publicité"),
    Act.TAKE_FACTORS: lambda actor: people.take_factors(actor, _user("protege")),
    Act.REOPEN_MEMBER: lambda actor: people.reopen(actor, _user("parti")),
    Act.OFFER_ACCOUNT: lambda actor: people.offer(actor, _user("nadia"), "neuve@exemple.fr"),
    Act.CHANGE_SETTINGS: lambda actor: site.change_settings(actor, SiteSettings(name="Autre")),
    Act.STORE_PAGE: lambda actor: site.store_page(actor, "charte", [PageText("fr", "Charte", "x", "x")], 1, new=True),
    Act.DELETE_PAGE: lambda actor: site.delete_page(actor, "aide"),
    Act.RETRY_WORK: site.retry,
    Act.TRY_MAIL: site.try_mail,
}


@pytest.fixture
def world(factory: Factory) -> Factory:
    factory.admin()
    factory.moderator()
    factory.user("nadia")
    factory.user("dedans")
    factory.user("attend", approved=False)
    factory.user("protege", totp_secret="x", recovery_codes=[])
    factory.user("muet", confirmed_at=None)
    factory.user("parti", active=False)
    factory.forum("Ancien", position=1)
    factory.forum("Après", position=2)
    factory.write(_furnish)
    return factory


def _furnish() -> None:
    ada = _user("ada")
    create_tag("une")
    create_tag("deux")
    db.session.add(Rank(title="Initié", min_posts=None))
    group = Group(name="avocats", title="Avocats", builtin=False)
    db.session.add(group)
    db.session.flush()
    inside = _user("dedans")
    inside.roles.append(group)
    site.store_page(ada, "aide", [PageText("fr", "Aide", "x", "x")], 1, new=True)
    site.try_mail(ada)
    db.session.flush()
    db.session.query(OutboxRow).update({"given_up": True})
    db.session.query(LogEntry).delete()


def test_every_act_has_its_case() -> None:
    assert set(VERBS) == set(Act)


@pytest.mark.parametrize("act", list(Act))
def test_the_administration_acts_and_the_log_says_so(world: Factory, act: Act) -> None:
    world.write(lambda: VERBS[act](_user("ada")))
    entries = world.read(lambda: [(entry.verb, entry.actor_id) for entry in db.session.query(LogEntry)])
    assert entries == [(act, world.read(lambda: _user("ada").id))]


@pytest.mark.parametrize("act", list(Act))
def test_nobody_else_acts(world: Factory, act: Act) -> None:
    for name in ("nadia", "modeste"):
        with pytest.raises((Refused, LoginRequired)):
            world.write(lambda name=name: VERBS[act](_user(name)))  # type: ignore[misc]
    assert world.read(lambda: db.session.query(LogEntry).count()) == 0


@pytest.mark.parametrize("act", list(Act))
def test_without_a_second_factor_nobody_acts_where_staff_need_one(world: Factory, act: Act) -> None:
    def lacking() -> None:
        ada = _user("ada")
        ada.lacks_factor = True  # as the edge says of staff where the site asks for a second factor
        VERBS[act](ada)

    with pytest.raises(FactorRequired):
        world.write(lacking)
    assert world.read(lambda: db.session.query(LogEntry).count()) == 0


def test_what_changes_nothing_is_not_logged(world: Factory) -> None:
    def idle() -> None:
        ada = _user("ada")
        site.change_settings(ada, stored_settings())
        site.delete_page(ada, "inconnue")
        groups.give_rank(ada, _user("nadia"), None)
        groups.remove_member(ada, _user("nadia"), _group())
        groups.add_member(ada, _user("dedans"), _group())

    world.write(idle)
    assert world.read(lambda: db.session.query(LogEntry).count()) == 0


def test_differences_are_short_and_only_what_changed() -> None:
    found = differences({"a": 1, "b": "x", "gone": "y"}, {"a": 1, "b": "z" * 500, "new": None})
    assert list(found) == ["b", "gone"]
    assert found["gone"] == ["y", ""]
    assert len(found["b"][1]) == 200


def test_an_erased_account_comes_back_by_no_door(world: Factory) -> None:
    def erase() -> None:
        user = _user("parti")
        user.erased = True
        with pytest.raises(Invalid):
            people.reopen(_user("ada"), user)
        assert not standing.can_be_claimed(user)

    world.write(erase)


_RACES: dict[str, Callable[[User, User], object]] = {
    "remove": lambda actor, other: groups.remove_member(actor, other, db.session.get_one(Group, ADMINISTRATORS)),
    "close": lambda actor, other: people.close(actor, other, "Désaccord"),
    "suspend": lambda actor, other: members.suspend(actor, other, clock.now() + timedelta(days=1), "Désaccord"),
    "leave": lambda actor, other: groups.remove_member(actor, actor, db.session.get_one(Group, ADMINISTRATORS)),
}


@pytest.mark.parametrize("how", list(_RACES))
def test_two_administrators_at_once_leave_one(app: Flask, factory: Factory, how: str) -> None:
    pairs = ("ada", "zoe"), ("zoe", "ada")
    factory.admin("ada")
    factory.admin("zoe")
    start, outcomes = threading.Barrier(2), []

    def act(names: tuple[str, str]) -> None:
        with app.app_context():
            actor = _user(names[0])
            start.wait(10)
            try:
                with db.write():
                    _RACES[how](actor, _user(names[1]))
                outcomes.append("done")
            except ForumError as error:
                outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=act, args=(names,)) for names in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert outcomes.count("done") == 1, outcomes
    left = factory.read(lambda: [user.name for user in db.session.query(User) if may_administer(user)])
    assert len(left) == 1
