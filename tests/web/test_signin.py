"""Signing in and out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from forum import clock
from forum.accounts.models import FailedLogin, LoginSession, User
from forum.db import db
from forum.web.tokens import resend_token
from tests.browsing import Browser
from tests.factories import Factory
from tests.mailbox import Mailbox
from tests.web.people import PASSWORD, is_signed_in, sign_in, with_password


@pytest.fixture(autouse=True)
def alice(factory: Factory) -> int:
    return with_password(factory)


@pytest.mark.parametrize("identity", ["alice", "ALICE", " Alice ", "alice@example.org", "Alice@EXAMPLE.org"])
def test_by_name_or_address(visitor: Browser, identity: str) -> None:
    answer = sign_in(visitor, identity)
    assert (answer.status, answer.location) == (303, "/")
    assert is_signed_in(visitor)


def test_out_again(visitor: Browser, factory: Factory) -> None:
    sign_in(visitor)
    assert visitor.get("/logout").status == 405
    visitor.get("/").form("/logout").submit()
    assert not is_signed_in(visitor)
    assert factory.read(lambda: db.session.query(LoginSession).count()) == 0


def test_the_old_cookie_is_worth_nothing_after_signing_out(app: Flask, visitor: Browser) -> None:
    sign_in(visitor)
    cookie = visitor.client.get_cookie("sid")
    assert cookie is not None
    visitor.get("/").form("/logout").submit()
    thief = Browser(app)
    thief.client.set_cookie("sid", cookie.value)
    assert not is_signed_in(thief)


def test_a_session_set_before_is_not_the_one_after(app: Flask, factory: Factory, visitor: Browser) -> None:
    """Neither an invented cookie, nor another member's session, lives on under the new sign-in."""
    visitor.client.set_cookie("sid", "x" * 43)
    sign_in(visitor)
    first = visitor.client.get_cookie("sid")
    assert first is not None
    assert first.value != "x" * 43
    other = factory.browser(factory.user("bob"))
    before = other.client.get_cookie("sid")
    assert before is not None
    form = visitor.get("/").form("/logout")
    form.submit()
    sign_in(visitor)
    after = visitor.client.get_cookie("sid")
    assert after is not None
    assert after.value not in {before.value, first.value}


def test_the_form_token_of_before_is_dead(visitor: Browser) -> None:
    token = visitor.token()
    sign_in(visitor)
    assert visitor.send("post", "/logout", {"csrf_token": token}).status == 400
    assert is_signed_in(visitor)


@pytest.mark.parametrize(("remember", "days"), [({}, 0.5), ({"remember": "y"}, 30)])
def test_how_long_a_session_lasts(visitor: Browser, factory: Factory, remember: dict[str, str], days: float) -> None:
    answer = sign_in(visitor, **remember)
    row = factory.read(lambda: db.session.query(LoginSession).one())
    assert abs(row.expires_at - clock.now() - timedelta(days=days)) < timedelta(minutes=1)
    cookie = next(each for each in answer.headers.getlist("Set-Cookie") if each.startswith("sid="))
    assert ("Max-Age" in cookie) is bool(remember)
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/t/5/reply?quote=9", "/t/5/reply?quote=9"),
        ("/", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        (" /f/x", "/"),
        ("/%0d%0aSet-Cookie:x", "/%0d%0aSet-Cookie:x"),
        ("/a\r\nSet-Cookie: x=1", "/"),
        ("", "/"),
        ("evil.example", "/"),
    ],
)
def test_where_one_arrives(visitor: Browser, wanted: str, reached: str) -> None:
    form = visitor.get("/login").form("/login")
    answer = form.submit(identity="alice", password=PASSWORD, next=wanted, follow=False)
    assert (answer.status, answer.location) == (303, reached)
    again = visitor.client.get("/login", query_string={"next": wanted})
    assert again.headers["Location"] == reached


def test_next_passes_from_link_to_form(visitor: Browser) -> None:
    page = visitor.get("/login?next=/f/contrats")
    assert page.form("/login").fields["next"] == "/f/contrats"
    assert "/register?next=%2Ff%2Fcontrats" in page.links()


WRONG = [
    {"identity": "alice", "password": "pas celui-ci"},
    {"identity": "nobody", "password": PASSWORD},
    {"identity": "nobody@example.org", "password": PASSWORD},
    {"identity": "seeded", "password": ""},
    {"identity": "", "password": PASSWORD},
    {"identity": "alice", "password": ""},
    {"identity": "a\0lice'; --", "password": "x"},
    {"identity": "x" * 10_000, "password": "x"},
    {"identity": "alice", "password": "x" * 100_000},
    {"identity": "alice", "password": PASSWORD + "\0"},
    {"identity": "alice", "password": PASSWORD.upper()},
    {"identity": "%", "password": PASSWORD},
]


@pytest.mark.parametrize("fields", WRONG)
def test_what_does_not_sign_in(factory: Factory, visitor: Browser, fields: dict[str, str]) -> None:
    factory.user("seeded", seeded=True)
    answer = sign_in(visitor, **fields)
    assert answer.status == 422
    assert not is_signed_in(visitor)


def test_a_field_sent_in_bytes_that_are_no_text(visitor: Browser) -> None:
    answer = visitor.client.post(
        "/login",
        data=b"identity=%FF%FE&password=%C3%28&csrf_token=" + visitor.token().encode(),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 422


def test_the_answer_tells_nothing_of_who_exists(visitor: Browser) -> None:
    pages = {sign_in(visitor, name, "pas celui-ci").words() for name in ("alice", "nobody", "no@example.org")}
    assert len(pages) == 1
    assert "incorrect" in pages.pop()


def test_what_was_typed_stays_but_the_password(visitor: Browser) -> None:
    form = sign_in(visitor, "alice", "pas celui-ci").form("/login")
    assert form.fields["identity"] == "alice"
    assert not form.fields["password"]


def test_without_a_form_token_nothing_happens(app: Flask) -> None:
    answer = Browser(app).send("post", "/login", {"identity": "alice", "password": PASSWORD})
    assert answer.status == 400


def test_from_another_site_nothing_happens(visitor: Browser) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        fields = {"identity": "alice", "password": PASSWORD, "csrf_token": visitor.token()}
        assert visitor.client.post("/login", data=fields, headers=headers).status_code == 403


def test_tries_wait_after_five_and_are_never_locked_out(visitor: Browser) -> None:
    for _ in range(5):
        assert sign_in(visitor, "alice", "pas celui-ci").status == 422
    stopped = sign_in(visitor)
    assert stopped.status == 429
    assert 1 <= int(stopped.headers["Retry-After"]) <= 30
    assert sign_in(visitor, "alice@example.org").status == 429
    with clock.set_to(clock.now() + timedelta(seconds=31)):
        assert sign_in(visitor, "alice", "encore non").status == 422
        longer = sign_in(visitor)
        assert 31 <= int(longer.headers["Retry-After"]) <= 60
    with clock.set_to(clock.now() + timedelta(seconds=95)):
        assert sign_in(visitor).status == 303


def test_an_account_that_does_not_exist_waits_alike(visitor: Browser) -> None:
    for _ in range(5):
        sign_in(visitor, "nobody", "pas celui-ci")
    assert sign_in(visitor, "nobody").status == 429
    assert sign_in(visitor, "alice").status == 303


def test_the_right_password_begins_the_count_anew(factory: Factory, visitor: Browser) -> None:
    for _ in range(4):
        sign_in(visitor, "alice", "pas celui-ci")
    assert sign_in(visitor).status == 303
    assert factory.read(lambda: db.session.query(FailedLogin).count()) == 0


def test_one_address_trying_many_accounts_is_stopped(make_app: Callable[..., Flask]) -> None:
    browser = Browser(make_app(rate_limits="on"))
    names = [f"victime{number}" for number in range(5)]
    token = browser.token()
    tries = [
        browser.client.post(
            "/login",
            data={"identity": name, "password": "x" * 12, "csrf_token": token},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        ).status_code
        for number in range(5)
        for name in names
    ]
    assert tries[:20] == [422] * 20
    assert set(tries[20:]) == {429}


@pytest.mark.parametrize(
    ("columns", "status", "said"),
    [
        ({"active": False}, 403, "Ce compte est fermé"),
        ({"approved": False}, 403, "attend l’accord"),
        ({"confirmed_at": None}, 403, "Adresse à confirmer"),
    ],
)
def test_accounts_that_are_not_open(
    factory: Factory, visitor: Browser, columns: dict[str, object], status: int, said: str
) -> None:
    with_password(factory, "carole", **columns)
    answer = sign_in(visitor, "carole")
    assert answer.status == status
    assert said in answer.words()
    assert not is_signed_in(visitor)
    assert said not in sign_in(visitor, "carole", "pas celui-ci").words()


def test_the_confirmation_can_be_asked_for_again(app: Flask, factory: Factory, visitor: Browser) -> None:
    with_password(factory, "carole", confirmed_at=None)
    box = Mailbox(app)
    page = sign_in(visitor, "carole", next="/f/contrats")
    assert page.form("/confirm").submit().status == 200
    link = box.only().link("/confirm/")
    answer = visitor.get(link).form(link).submit(follow=False)
    assert answer.location == "/f/contrats"
    assert is_signed_in(visitor)
    assert Browser(app).post("/confirm", {"token": page.form("/confirm").fields["token"]}).status == 410


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é" * 50, "x" * 5000])
def test_an_invented_token_sends_nothing(app: Flask, visitor: Browser, token: str) -> None:
    box = Mailbox(app)
    assert visitor.post("/confirm", {"token": token}).status == 410
    assert box.collect() == []


def test_a_token_of_one_kind_does_not_open_another(app: Flask, factory: Factory, visitor: Browser, alice: int) -> None:
    token = factory.read(lambda: resend_token(db.session.get_one(User, alice), "/"))
    assert visitor.get(f"/reset/{token}").status == 410
    assert visitor.get(f"/confirm/{token}").status == 410


def test_suspended_members_enter_and_read_why_they_cannot_write(factory: Factory, visitor: Browser) -> None:
    until = clock.now() + timedelta(days=3)
    with_password(factory, "carole", suspended_until=until, suspended_reason="Insultes répétées")
    assert sign_in(visitor, "carole").status == 303
    words = visitor.get("/").words()
    assert "Votre compte est suspendu jusqu’au" in words
    assert "Insultes répétées" in words
    assert "+00:00" not in words


def test_a_member_whose_account_is_closed_is_out_at_once(factory: Factory, visitor: Browser, alice: int) -> None:
    sign_in(visitor)
    factory.write(lambda: setattr(db.session.get_one(User, alice), "active", False))
    assert not is_signed_in(visitor)


def test_pages_of_visitors_set_no_cookie(visitor: Browser, factory: Factory) -> None:
    for path in ("/", "/members", "/tags"):
        visitor.get(path)
    assert visitor.cookies() == []
