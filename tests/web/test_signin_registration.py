"""Opening an account, from the form to the page one wanted."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from forum import clock
from forum.accounts.first import first_link
from forum.accounts.models import User
from forum.accounts.registration import purge_unconfirmed
from forum.db import db
from forum.outbox.models import OutboxRow
from forum.settings.actions import store_settings
from forum.settings.site import Registration, SiteSettings
from tests.browsing import Browser
from tests.factories import Factory
from tests.mailbox import Mailbox
from tests.web.people import OTHER, PASSWORD, is_signed_in, press_link, registration, sign_in, user_named, with_password


def set_site(factory: Factory, **settings: object) -> None:
    factory.write(lambda: store_settings(SiteSettings(**settings)))


def people(factory: Factory) -> list[str]:
    return factory.read(lambda: [user.name for user in db.session.query(User).order_by(User.name)])


def test_from_the_reply_button_to_the_reply_form(app: Flask, factory: Factory, visitor: Browser) -> None:
    """A visitor presses Répondre, registers, follows the mail's link, and stands before that very form."""
    topic_id = factory.topic(factory.forum(), factory.user("alice"))
    box = Mailbox(app)
    asked = visitor.get(f"/t/{topic_id}/reply")
    assert asked.path == "/login"
    to_register = next(link for link in asked.links() if link.startswith("/register") and "reply" in link)
    answer = registration(visitor, to_register)
    assert (answer.status, answer.location) == (303, "/register/sent")
    letter = box.only()
    assert letter.to == "nadia@example.org"
    assert "Bonjour Nadia" in letter.text
    assert not is_signed_in(visitor)
    arrived = press_link(visitor, letter)
    assert (arrived.status, arrived.location) == (303, f"/t/{topic_id}/reply")
    assert visitor.get(arrived.location).form(f"/t/{topic_id}/reply").fields["body"] == ""


def test_what_is_stored(app: Flask, factory: Factory, visitor: Browser) -> None:
    box = Mailbox(app)
    registration(visitor, name=" Nadia  B. ", email=" Nadia@Example.org ")
    press_link(visitor, box.only())
    user = user_named(factory, "Nadia B.")
    assert user is not None
    assert (user.email, user.email_key) == ("Nadia@example.org", "nadia@example.org")
    assert user.password is not None
    assert user.password.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert user.charter_accepted_at is not None
    assert user.confirmed_at is not None
    assert sign_in(Browser(app), "nadia@example.org").status == 303


def test_opening_a_link_changes_nothing(app: Flask, factory: Factory, visitor: Browser) -> None:
    box = Mailbox(app)
    registration(visitor)
    letter = box.only()
    link = letter.link("/confirm/")
    for _ in range(3):  # a mail program looks, then its owner
        assert Browser(app).get(link).status == 200
    user = user_named(factory, "Nadia")
    assert user is not None
    assert user.confirmed_at is None


def test_a_link_opens_once(app: Flask, visitor: Browser) -> None:
    box = Mailbox(app)
    registration(visitor)
    letter = box.only()
    assert press_link(visitor, letter).status == 303
    dead = Browser(app).get(letter.link("/confirm/"))
    assert dead.status == 410
    assert "Il a déjà servi" in dead.words()


def test_an_old_link_is_dead(app: Flask, visitor: Browser, make_app: Callable[..., Flask]) -> None:
    box = Mailbox(app)
    registration(visitor)
    link = box.only().link("/confirm/")
    assert Browser(make_app(confirm_hours=-1)).get(link).status == 410


def test_pages_with_a_token_tell_no_other_site(app: Flask, visitor: Browser) -> None:
    box = Mailbox(app)
    registration(visitor)
    link = box.only().link("/confirm/")
    for path in (link, "/confirm/none", "/reset/none", "/first/none"):
        headers = visitor.get(path).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "private, no-store"


def test_a_known_address_gets_the_same_answer_and_another_mail(app: Flask, factory: Factory) -> None:
    with_password(factory, "alice")
    box = Mailbox(app)
    known = registration(Browser(app), email="alice@example.org", name="Autre")
    letter = box.only()
    unknown = registration(Browser(app), email="new@example.org", name="Encore")
    assert (known.status, known.location, known.text) == (unknown.status, unknown.location, unknown.text)
    assert letter.to == "alice@example.org"
    assert "Vous avez déjà un compte" in letter.subject
    assert letter.link("/reset") == "/reset"
    assert people(factory) == ["Encore", "alice"]
    assert sign_in(Browser(app), "alice").status == 303


def test_a_known_address_costs_as_many_writes(app: Flask, factory: Factory) -> None:
    """What differs happens in the worker: here, one row either way."""
    with_password(factory, "alice")
    for email in ("alice@example.org", "new@example.org"):
        before = factory.read(lambda: db.session.query(OutboxRow).count())
        registration(Browser(app), email=email, name="Autre" + email[0])
        assert factory.read(lambda: db.session.query(OutboxRow).count()) == before + 1


def test_the_latest_to_ask_takes_over_what_was_never_confirmed(app: Flask, factory: Factory) -> None:
    """So that nobody waits in an account opened for them with another's password."""
    box = Mailbox(app)
    registration(Browser(app), name="Mallory", password=OTHER)
    first = box.only()
    registration(Browser(app), name="Nadia")
    second = box.only()
    assert Browser(app).get(first.link("/confirm/")).status == 410
    assert press_link(Browser(app), second).status == 303
    assert people(factory) == ["Nadia"]
    assert sign_in(Browser(app), "nadia@example.org", OTHER).status == 422


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "alice"}, "Ce nom est pris"),
        ({"name": "ALICE"}, "Ce nom est pris"),
        ({"name": "aIice"}, "Ce nom est pris"),
        ({"name": "аliсе"}, "un seul alphabet"),
        ({"name": "администратор\0"}, ""),
        ({"name": "admin"}, "Ce nom est réservé"),
        ({"name": ""}, "de 3 à 40 caractères"),
        ({"name": "x" * 5000}, "de 3 à 40 caractères"),
        ({"name": "a\r\nBcc: x@y.fr"}, "n’a que lettres"),
        ({"email": ""}, "adresse complète"),
        ({"email": "nadia"}, "adresse complète"),
        ({"email": "n@example.org\r\nBcc: x@y.fr"}, "adresse complète"),
        ({"email": "a@" + "x" * 5000 + ".fr"}, "adresse complète"),
        ({"password": ""}, "au moins 10 caractères"),
        ({"password": "court"}, "au moins 10 caractères"),
        ({"password": "motdepasse1"}, "se devine vite"),
        ({"password": "nadia@example.org"}, "se devine vite"),
        ({"password": "x" * 1000}, "128 caractères au plus"),
        ({"password": "nul\0octet et plus"}, "caractère invisible"),
        ({"charter": ""}, "Acceptez la charte"),
    ],
)
def test_what_cannot_be_taken(
    app: Flask, factory: Factory, visitor: Browser, fields: dict[str, str], said: str
) -> None:
    with_password(factory, "alice")
    box = Mailbox(app)
    answer = registration(visitor, **fields)
    if said:
        assert answer.status == 422
        assert said in answer.words()
        assert people(factory) == ["alice"]
        assert box.collect() == []
        kept = answer.form("/register").fields
        assert kept["password"] == ""
        assert "name" in fields or kept["name"] == "Nadia"
    else:
        assert answer.status in {303, 422}


def test_unknown_fields_change_nothing(app: Flask, factory: Factory, visitor: Browser) -> None:
    registration(visitor, confirmed_at="2020-01-01", roles="3", approved="1", id="1", is_admin="true")
    user = user_named(factory, "Nadia")
    assert user is not None
    assert (user.confirmed_at, user.roles) == (None, [])


def test_a_field_sent_twice_or_as_a_list(visitor: Browser) -> None:
    form = visitor.get("/register").form("/register")
    answer = form.submit(**{"name": ["Nadia", "Autre"], "email[]": "x@y.fr", "password": PASSWORD}, follow=False)
    assert answer.status == 422


def test_a_robot_that_fills_everything_learns_nothing(app: Flask, factory: Factory, visitor: Browser) -> None:
    box = Mailbox(app)
    answer = registration(visitor, fax="0102030405")
    assert (answer.status, answer.location) == (303, "/register/sent")
    assert box.collect() == []
    assert people(factory) == []


def test_a_form_filled_in_no_time_comes_back(make_app: Callable[..., Flask], factory: Factory) -> None:
    browser = Browser(make_app(registration_seconds=3600))
    answer = registration(browser)
    assert answer.status == 422
    assert "très vite" in answer.words()
    assert registration(browser, opened="").status == 422
    assert people(factory) == []


def test_registration_is_limited_by_address(make_app: Callable[..., Flask]) -> None:
    browser = Browser(make_app(rate_limits="on"))
    for number in range(10):
        assert registration(browser, name=f"Nadia {number}", email=f"n{number}@example.org").status == 303
    assert registration(browser, name="Nadia", email="n@example.org").status == 429


def test_closed(app: Flask, factory: Factory, visitor: Browser) -> None:
    page = visitor.get("/register")
    set_site(factory, registration=Registration.CLOSED)
    closed = visitor.get("/register")
    assert closed.status == 403
    assert "Inscriptions fermées" in closed.words()
    assert page.form("/register").submit(name="Nadia", email="n@example.org", password=PASSWORD).status == 403
    assert people(factory) == []


def test_by_approval(app: Flask, factory: Factory, visitor: Browser) -> None:
    """Staff hear of the account once its address is confirmed; its holder, when they let them in."""
    factory.admin()
    set_site(factory, registration=Registration.APPROVAL)
    box = Mailbox(app)
    assert "accepte chaque inscription" in visitor.get("/register").words()
    registration(visitor)
    (confirmation,) = box.collect()
    assert confirmation.to == "nadia@example.org"
    waiting = press_link(visitor, confirmation)
    assert waiting.status == 200
    assert "attend l’accord" in waiting.words()
    assert not is_signed_in(visitor)
    told = box.only()
    assert told.to == "ada@example.org"
    assert "Nadia" in told.text
    assert sign_in(visitor, "Nadia").status == 403


def test_without_a_charter_to_accept(factory: Factory, visitor: Browser) -> None:
    set_site(factory, charter_required=False)
    form = visitor.get("/register").form("/register")
    assert "charter" not in form.fields
    assert form.submit(name="Nadia", email="n@example.org", password=PASSWORD, follow=False).status == 303
    user = user_named(factory, "Nadia")
    assert user is not None
    assert user.charter_accepted_at is None


def test_in_english_the_mail_is_english(app: Flask, factory: Factory, visitor: Browser) -> None:
    box = Mailbox(app)
    form = visitor.get("/register?lang=en").form("/register")
    form.action = "/register?lang=en"
    form.submit(name="Nadia", email="n@example.org", password=PASSWORD, charter="y")
    assert box.only().message["Content-Language"] == "en"


def test_what_is_never_confirmed_is_forgotten(app: Flask, factory: Factory, visitor: Browser) -> None:
    registration(visitor)
    factory.user("alice")
    factory.user("old-author", seeded=True, confirmed_at=None)
    moment = clock.now()
    assert factory.write(lambda: purge_unconfirmed(moment - timedelta(days=7))) == 0
    assert factory.write(lambda: purge_unconfirmed(moment + timedelta(seconds=1))) == 1
    assert people(factory) == ["alice", "old-author"]


def test_the_first_administrator(app: Flask, factory: Factory, visitor: Browser) -> None:
    link = factory.read(lambda: first_link(app.extensions["forum"]))
    assert link is not None
    path = link.removeprefix("http://localhost")
    form = visitor.get(path).form(path)
    assert form.submit(name="Ada", email="ada@example.org", password="court").status == 422
    answer = form.submit(name="Ada", email="ada@example.org", password=PASSWORD, follow=False)
    assert (answer.status, answer.location) == (303, "/admin")
    ada = user_named(factory, "Ada")
    assert ada is not None
    assert ada.is_admin
    assert ada.confirmed_at is not None
    assert is_signed_in(visitor)
    late = Browser(app)
    assert late.get(path).status == 410
    assert late.post(path, {"name": "Eve", "email": "e@example.org", "password": PASSWORD}).status == 410
    assert factory.read(lambda: first_link(app.extensions["forum"])) is None


def test_an_administrator_from_the_console(app: Flask, factory: Factory) -> None:
    run = app.test_cli_runner().invoke
    made = run(args=["forum", "admin", "Ada", "ada@example.org"], input=f"{PASSWORD}\n{PASSWORD}\n")
    assert made.exit_code == 0, made.output
    ada = user_named(factory, "Ada")
    assert ada is not None
    assert ada.is_admin
    for name, email, password in (("Ada", "b@example.org", PASSWORD), ("Bea", "b@example.org", "motdepasse1")):
        refused = run(args=["forum", "admin", name, email], input=f"{password}\n{password}\n")
        assert refused.exit_code == 1
        assert "Error: " in refused.output
