"""Attaching, describing, binding to a post, throwing away and forgetting, on both databases."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from forum import clock
from forum.accounts.models import User
from forum.attachments import actions, policy, queries
from forum.attachments.models import Attachment
from forum.attachments.policy import Allowance, Quota
from forum.attachments.queries import AttachedFile
from forum.db import db
from forum.errors import ForumError, Invalid, Missing, Refused
from forum.uploads.intake import Stored, receive
from tests.factories import Factory

POST, OTHER_POST = 41, 42
NOBODY = "0" * 32
Attach = Callable[..., str]


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Stored]:
    return lambda text: receive(text.encode(), "x.txt", root=tmp_path, max_bytes=10**6)


@pytest.fixture
def attach(app: Flask, file: Callable[[str], Stored]) -> Attach:
    """Attaches a small text for this member and returns its key."""

    def run(owner_id: int, text: str = "texte", *, filename: str = "note.txt", quota: Quota | None = None) -> str:
        stored = file(text)
        with app.app_context(), db.write():
            return actions.attach(person(owner_id), stored, filename, quota=quota).key

    return run


def person(user_id: int) -> User:
    return db.session.get_one(User, user_id)


def bind(app: Flask, actor_id: int, keys: list[str], post_id: int = POST, **options: int) -> None:
    with app.app_context(), db.write():
        actions.bind(person(actor_id), keys, post_id, **options)


def keys_of(app: Flask, post_id: int = POST) -> list[str]:
    with app.app_context():
        return [file.key for file in queries.for_posts([post_id]).get(post_id, [])]


def by_key(app: Flask, key: str) -> AttachedFile | None:
    with app.app_context():
        return queries.by_key(key)


def unposted(app: Flask, owner_id: int) -> list[str]:
    with app.app_context():
        sent = sa.select(Attachment.key).where(Attachment.owner_id == owner_id, Attachment.discarded_at.is_(None))
        return [*db.session.scalars(sent.where(policy.unposted()))]


def test_a_file_is_its_owners_until_it_is_posted(app: Flask, factory: Factory, attach: Attach) -> None:
    alice, bob = factory.user(), factory.user()
    key = attach(alice, filename="../Compte\u202e rendu.exe")
    found = by_key(app, key)
    assert found is not None
    assert (found.owner_id, found.post_id, found.filename, found.mime) == (
        alice,
        None,
        "Compte rendu.txt",
        "text/plain",
    )
    assert (found.size, found.is_image, found.has_thumb) == (5, False, False)
    assert (unposted(app, alice), unposted(app, bob)) == ([key], [])


def test_two_members_with_the_same_bytes_share_one_file(app: Flask, factory: Factory, attach: Attach) -> None:
    first, second = (by_key(app, attach(factory.user())) for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.digest == second.digest
    assert first.key != second.key


def test_binding_keeps_the_order_given(app: Flask, factory: Factory, attach: Attach) -> None:
    alice = factory.user()
    one, two, three = (attach(alice, text) for text in ("1", "2", "3"))
    bind(app, alice, [three, one, three, two])
    assert keys_of(app) == [three, one, two]
    assert unposted(app, alice) == []
    bind(app, alice, [two, three])
    assert keys_of(app) == [two, three]
    assert unposted(app, alice) == [one]
    bind(app, alice, [])
    assert keys_of(app) == []


def test_a_moderator_rearranges_what_a_post_has_but_adds_only_their_own(
    app: Flask, factory: Factory, attach: Attach
) -> None:
    alice, moderator = factory.user(), factory.moderator()
    one, two, kept_back = (attach(alice, text) for text in ("1", "2", "3"))
    own = attach(moderator, "4")
    bind(app, alice, [one, two])
    bind(app, moderator, [two, own, one])
    assert keys_of(app) == [two, own, one]
    with pytest.raises(Invalid):
        bind(app, moderator, [two, kept_back])
    assert keys_of(app) == [two, own, one]


def test_nothing_is_taken_from_others_or_from_other_posts(app: Flask, factory: Factory, attach: Attach) -> None:
    alice, bob = factory.user(), factory.user()
    free, posted, thrown = attach(alice, "1"), attach(bob, "2"), attach(bob, "3")
    bind(app, bob, [posted], OTHER_POST)
    with app.app_context(), db.write():
        actions.discard(person(bob), thrown)
    for stolen in (free, posted, thrown, NOBODY, "", "x\0y", "' or 1=1 --"):
        with pytest.raises(Invalid) as refused:
            bind(app, bob, [stolen])
        assert refused.value.field == "attachments"
    assert (keys_of(app), keys_of(app, OTHER_POST)) == ([], [posted])


def test_a_post_carries_so_many_at_most(app: Flask, factory: Factory, attach: Attach) -> None:
    alice = factory.user()
    keys = [attach(alice, text) for text in "123"]
    with pytest.raises(Invalid, match="au plus 2"):
        bind(app, alice, keys, at_most=2)
    bind(app, alice, keys, at_most=3)
    assert keys_of(app) == keys


def test_an_image_is_described_by_whoever_may_use_it(app: Flask, factory: Factory, attach: Attach) -> None:
    alice, bob = factory.user(), factory.user()
    key = attach(alice)

    def describe(actor_id: int, alt: str, post_id: int | None = None) -> str | None:
        with app.app_context(), db.write():
            actions.describe(person(actor_id), key, alt, post_id=post_id)
        found = by_key(app, key)
        return found and found.alt

    assert describe(alice, "  Capture \n d’écran\0 ") == "Capture d’écran"
    with pytest.raises(Missing):
        describe(bob, "à moi")
    with pytest.raises(Invalid, match="300"):
        describe(alice, "x" * 301)
    bind(app, alice, [key])
    assert describe(bob, "x" * 300, POST) == "x" * 300  # who may edit the post was asked before
    with pytest.raises(Missing):
        describe(bob, "à moi", OTHER_POST)


def test_what_is_thrown_away_is_gone_at_once_and_still_counts(app: Flask, factory: Factory, attach: Attach) -> None:
    alice, bob = factory.user(), factory.user()
    key = attach(alice)
    for actor in (bob, alice):
        with app.app_context(), db.write():
            if actor == bob:
                with pytest.raises(Missing):
                    actions.discard(person(bob), key)
            else:
                actions.discard(person(alice), key)
    assert by_key(app, key) is None
    assert unposted(app, alice) == []
    with app.app_context():
        assert queries.recent_use(alice).files_last_hour == 1


def test_the_quota_counts_files_and_bytes(app: Flask, factory: Factory, attach: Attach) -> None:
    quota = Quota(Allowance(3, 100), Allowance(1, 10), newcomer_posts=1)
    regular, newcomer, other = factory.user(posts=5), factory.user(posts=0), factory.user()
    for text in ("a" * 50, "b" * 50):
        attach(regular, text, quota=quota)
    with pytest.raises(Refused, match="24 heures"):
        attach(regular, "c", quota=quota)
    attach(newcomer, "d" * 10, quota=quota)
    with pytest.raises(Refused, match="en une heure"):
        attach(newcomer, "e", quota=quota)
    attach(other, "f" * 100, quota=quota)
    attach(newcomer, "g" * 500)  # whoever gives no quota counts nothing: the seed, an importer
    with clock.set_to(clock.now() + timedelta(hours=25)):
        attach(regular, "h" * 100, quota=quota)


def test_who_may_not_write_may_not_attach(app: Flask, factory: Factory, attach: Attach) -> None:
    unconfirmed = factory.user(confirmed_at=None)
    suspended = factory.user(suspended_until=clock.now() + timedelta(days=1))
    for actor in (unconfirmed, suspended):
        with pytest.raises(ForumError):
            attach(actor)
        with pytest.raises(Refused):
            bind(app, actor, [])


def test_the_purge_takes_old_orphans_alone(app: Flask, factory: Factory, attach: Attach) -> None:
    alice = factory.user()
    with clock.set_to(clock.now() - timedelta(days=2)):
        old, thrown, posted = (attach(alice, text) for text in ("1", "2", "3"))
    new = attach(alice, "4")
    bind(app, alice, [posted])
    with app.app_context(), db.write():
        actions.discard(person(alice), thrown)
    with app.app_context(), db.write():
        assert actions.purge_orphans(clock.now() - timedelta(days=1)) == 2
    with app.app_context():
        assert set(db.session.scalars(sa.select(Attachment.key))) == {posted, new}
    assert by_key(app, old) is None
