"""Passwords and the journeys around an account, for tests."""

from forum.accounts.models import User
from forum.db import db
from forum.web.login import hashed
from tests.browsing import Browser, Page
from tests.factories import Factory
from tests.mailbox import Letter

PASSWORD = "cheval vert pile agrafe"
OTHER = "pomme lente rideau 12"


def with_password(factory: Factory, name: str = "alice", password: str = PASSWORD, **columns: object) -> int:
    """A member who can sign in."""
    return factory.user(name, password=factory.read(lambda: hashed(password)), **columns)


def sign_in(browser: Browser, identity: str = "alice", password: str = PASSWORD, **fields: object) -> Page:
    """Fill in the very form of /login; the answer is not followed."""
    form = browser.get("/login").form("/login")
    return form.submit(identity=identity, password=password, follow=False, **fields)


def is_signed_in(browser: Browser) -> bool:
    return bool([form for form in browser.get("/").forms() if form.action == "/logout"])


def registration(browser: Browser, start: str = "/register", **fields: object) -> Page:
    """Fill in the form of an account, and send it; the answer is not followed."""
    values = {"name": "Nadia", "email": "nadia@example.org", "password": PASSWORD, "charter": "y"}
    return browser.get(start).form("/register").submit(follow=False, **{**values, **fields})


def press_link(browser: Browser, letter: Letter) -> Page:
    """Open the confirmation link of a mail, and press its button; the answer is not followed."""
    link = letter.link("/confirm/")
    return browser.get(link).form(link).submit(follow=False)


def user_named(factory: Factory, name: str) -> User | None:
    return factory.read(lambda: db.session.query(User).filter_by(name=name).one_or_none())
