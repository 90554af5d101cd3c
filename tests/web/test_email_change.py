"""Another address for an account."""

from flask import Flask

from forum import paths
from forum.accounts.models import User
from tests.browsing import Page
from tests.factories import Factory
from tests.mailbox import Mailbox
from tests.web.people import PASSWORD, is_signed_in, with_password


def ask(factory: Factory, user_id: int, email: str = "new@example.org", current: str = PASSWORD) -> Page:
    form = factory.browser(user_id).get(paths.SETTINGS_EMAIL).form(paths.SETTINGS_EMAIL)
    return form.submit(email=email, current=current)


def test_a_link_to_the_new_address_changes_it_once(app: Flask, factory: Factory) -> None:
    alice, box = with_password(factory), Mailbox(app)
    elsewhere = factory.browser(alice)
    assert ask(factory, alice).status == 200
    letter = box.only()
    assert "new@example.org" in letter.to
    assert factory.get(User, alice).email == "alice@example.org"
    visitor, link = factory.browser(), letter.link("/email/")
    form = visitor.get(link).form(link)
    assert form.submit(follow=False).location == paths.LOGIN
    assert factory.get(User, alice).email == "new@example.org"
    assert not is_signed_in(elsewhere)
    assert "alice@example.org" in box.only().to
    assert form.submit().status == 410


def test_nobody_learns_whether_an_address_has_an_account(app: Flask, factory: Factory) -> None:
    alice, box = with_password(factory), Mailbox(app)
    with_password(factory, "bob")
    free, taken = ask(factory, alice, "free@example.org"), ask(factory, alice, "bob@example.org")
    assert (free.status, free.words()) == (taken.status, taken.words())
    assert [letter for letter in box.collect() if "bob@example.org" in letter.to and "/email/" not in letter.text]


def test_the_password_is_asked_for(app: Flask, factory: Factory) -> None:
    alice = with_password(factory)
    assert ask(factory, alice, current="not this one").status == 422
    assert Mailbox(app).collect() == []
