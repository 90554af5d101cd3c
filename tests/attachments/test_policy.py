"""Who may use which file, for every role and state; who may send how much."""

from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from forum import clock
from forum.accounts.models import User
from forum.attachments import actions, policy
from forum.attachments.models import Attachment
from forum.attachments.policy import Allowance, Quota, Usage
from forum.db import db
from forum.uploads.intake import receive
from tests.factories import Factory

QUOTA = Quota(members=Allowance(20, 1000), newcomers=Allowance(5, 100), newcomer_posts=1)


def test_who_may_use_which_file(app: Flask, factory: Factory, tmp_path: Path) -> None:
    text = receive(b"texte", "x.txt", root=tmp_path, max_bytes=10**6)
    owner, other, admin = factory.user(), factory.user(), factory.admin()
    suspended = factory.user(suspended_until=clock.now() + timedelta(days=1))
    free, on_1, on_2 = "free", "on 1", "on 2"
    with app.app_context(), db.write():
        for name, post_id in ((free, None), (on_1, 1), (on_2, 2)):
            attachment = actions.attach(db.session.get_one(User, owner), text, name)
            attachment.post_id = post_id
    nothing: dict[int | None, set[str]] = {None: set(), 1: set(), 2: set()}
    of_the_post = {None: set(), 1: {on_1}, 2: {on_2}}  # whether they may edit it is asked before
    expected = {
        owner: {None: {free}, 1: {free, on_1}, 2: {free, on_2}},
        other: of_the_post,
        admin: of_the_post,
        suspended: nothing,
        None: nothing,
    }
    with app.app_context():
        for actor_id, in_posts in expected.items():
            actor = None if actor_id is None else db.session.get_one(User, actor_id)
            for post_id, names in in_posts.items():
                found = db.session.scalars(sa.select(Attachment.filename).where(policy.usable(actor, post_id)))
                assert {name.removesuffix(".txt") for name in found} == names, (actor_id, post_id)


def test_an_unposted_file_is_missing_for_all_but_its_owner(app: Flask, factory: Factory) -> None:
    free, posted = Attachment(owner_id=0, post_id=None), Attachment(owner_id=0, post_id=1)
    owner, admin = factory.user(), factory.admin()
    free.owner_id = posted.owner_id = owner
    with app.app_context():
        assert policy.may_see_unposted(db.session.get_one(User, owner), free)
        for actor, attachment in ((None, free), (db.session.get_one(User, admin), free), (None, posted)):
            verdict = policy.may_see_unposted(actor, attachment)
            assert verdict.hidden
            assert not verdict


def test_allowances(app: Flask, factory: Factory) -> None:
    regular, newcomer = factory.user(posts=1), factory.user(posts=0)
    cases = [
        (regular, Usage(19, 0), 1000, True),
        (regular, Usage(20, 0), 1, False),
        (regular, Usage(0, 999), 2, False),
        (newcomer, Usage(4, 0), 100, True),
        (newcomer, Usage(5, 0), 1, False),
        (newcomer, Usage(0, 100), 1, False),
    ]
    with app.app_context():
        for actor_id, usage, size, allowed in cases:
            verdict = policy.may_attach(db.session.get_one(User, actor_id), usage, QUOTA, size=size)
            assert verdict.allowed is allowed, (usage, size)
            assert allowed or verdict.reason is not None
        assert policy.may_attach(None).login
