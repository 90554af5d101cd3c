"""Who may use which file: the function and the SQL condition say the same for every role and state."""

from datetime import timedelta
from itertools import product
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


def test_function_and_condition_agree(app: Flask, factory: Factory, tmp_path: Path) -> None:
    text = receive(b"texte", "x.txt", root=tmp_path, max_bytes=10**6)
    owner, other, admin = factory.user(), factory.user(), factory.admin()
    suspended = factory.user(suspended_until=clock.now() + timedelta(days=1))
    with app.app_context(), db.write():
        for name, post_id in (("free", None), ("on 1", 1), ("on 2", 2)):
            attachment = actions.attach(db.session.get_one(User, owner), text, name)
            attachment.post_id = post_id
    allowed = 0
    with app.app_context():
        rows = db.session.scalars(sa.select(Attachment)).all()
        for actor_id, post_id in product((None, owner, other, admin, suspended), (None, 1, 2)):
            actor = None if actor_id is None else db.session.get_one(User, actor_id)
            by_function = {row.id for row in rows if policy.may_use(actor, row, post_id)}
            by_condition = set(db.session.scalars(sa.select(Attachment.id).where(policy.usable(actor, post_id))))
            assert by_function == by_condition, (actor_id, post_id)
            allowed += len(by_function)
    assert allowed == 1 + 2 + 2 + 0 + 1 + 1 + 0 + 1 + 1  # owner, other, admin; elsewhere nothing


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
