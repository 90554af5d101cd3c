"""Biographies and signatures rendered anew, and the seeded one word for word as it was."""

from flask import Flask

from forum.accounts import rerendering
from forum.accounts.models import User
from forum.db import db
from forum.seeding import seed
from tests.factories import Factory


def run(app: Flask) -> int:
    with app.app_context():
        given = (app.extensions["renderer"], app.extensions["forum"], rerendering.WRITTEN)
        return rerendering.rerender(*given, lambda done: None)


def test_what_members_say_of_themselves_is_rendered_anew_and_once(app: Flask, factory: Factory) -> None:
    alice = factory.user("alice", bio="De **Lyon**.", bio_html="<p>Vieux.</p>", signature="a\nb", signature_html="a")
    silent = factory.user("bruno")
    assert run(app) == 1
    assert run(app) == 0
    said = factory.get(User, alice)
    assert said.bio_html == "<p>De <strong>Lyon</strong>.</p>"
    assert said.signature_html == "<p>a<br>\nb</p>"
    assert factory.get(User, silent).signature_html == ""


def test_a_signature_that_was_seeded_stays_as_it_is(app: Flask) -> None:
    with app.app_context():
        seed(app.extensions["renderer"], app.extensions["forum"])
        assert db.session.query(User).filter(User.signature_html != "").count() == 1
    assert run(app) == 0
