"""A forgotten password, and what a new one ends."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.models import LoginSession
from forum.db import db
from forum.outbox.models import OutboxRow
from tests.browsing import Browser
from tests.factories import Factory
from tests.mailbox import Letter, Mailbox
from tests.web.people import OTHER, PASSWORD, is_signed_in, sign_in, with_password


@pytest.fixture(autouse=True)
def alice(factory: Factory) -> int:
    return with_password(factory)


def ask(browser: Browser, email: str = "alice@example.org") -> None:
    form = browser.get("/reset").form("/reset")
    assert form.submit(email=email, follow=False).location == "/reset-sent"


def link_in(box: Mailbox) -> str:
    return box.only().link("/reset/")


def set_password(browser: Browser, link: str, password: str = OTHER) -> int:
    return browser.get(link).form(link).submit(password=password, follow=False).status


def test_from_the_sign_in_page_to_a_new_password(app: Flask, visitor: Browser) -> None:
    box = Mailbox(app)
    assert "/reset" in visitor.get("/login").links()
    ask(visitor, " Alice@example.org ")
    letter = box.only()
    assert letter.to == "alice@example.org"
    link = letter.link("/reset/")
    answer = visitor.get(link).form(link).submit(password=OTHER, follow=False)
    assert (answer.status, answer.location) == (303, "/login")
    assert "Votre mot de passe est changé" in visitor.get("/login").words()
    assert not is_signed_in(visitor)
    assert sign_in(visitor, password=PASSWORD).status == 422
    assert sign_in(visitor, password=OTHER).status == 303


def test_every_session_ends_and_the_holder_hears_of_it(app: Flask, factory: Factory, alice: int) -> None:
    box = Mailbox(app)
    held = factory.browser(alice)
    assert is_signed_in(held)
    ask(Browser(app))
    assert set_password(Browser(app), link_in(box)) == 303
    assert not is_signed_in(held)
    assert factory.read(lambda: db.session.query(LoginSession).count()) == 0
    assert "a changé" in box.only().subject


def test_a_link_opens_once_and_kills_the_others(app: Flask) -> None:
    box = Mailbox(app)
    for _ in range(2):
        ask(Browser(app))
    first, second = (letter.link("/reset/") for letter in box.collect())
    assert set_password(Browser(app), second) == 303
    for link in (first, second):
        assert Browser(app).get(link).status == 410
        assert Browser(app).post(link, {"password": "un autre encore plus long"}).status == 410


def test_an_old_link_is_dead(app: Flask, make_app: Callable[..., Flask]) -> None:
    box = Mailbox(app)
    ask(Browser(app))
    assert Browser(make_app(reset_minutes=-1)).get(link_in(box)).status == 410


def test_of_several_who_press_at_once_one_comes_through(app: Flask) -> None:
    box = Mailbox(app)
    ask(Browser(app))
    link = link_in(box)
    pages = [(browser := Browser(app), browser.get(link).form(link)) for _ in range(6)]
    answers: list[int] = []
    start = threading.Barrier(len(pages))

    def press(number: int) -> None:
        start.wait()
        form = pages[number][1]
        answers.append(form.submit(password=f"{OTHER} {number}", follow=False).status)

    threads = [threading.Thread(target=press, args=(number,)) for number in range(len(pages))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, 410, 410, 410, 410, 410]


@pytest.mark.parametrize("token", ["x", "a.b.c", "é", "x" * 3000, "%00", "..%2f..", "WzEsMiwzXQ.aaaa.bbbb"])
def test_a_guessed_link_opens_nothing(visitor: Browser, token: str) -> None:
    for kind in ("reset", "confirm", "first"):
        assert visitor.get(f"/{kind}/{token}").status in {400, 404, 410}


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("court", "au moins 10"),
        ("alice@example.org", "se devine vite"),
        ("x" * 2000, "128 caractères au plus"),
        ("", "au moins 10"),
    ],
)
def test_a_bad_password_leaves_the_link_alive(app: Flask, visitor: Browser, password: str, said: str) -> None:
    box = Mailbox(app)
    ask(visitor)
    link = link_in(box)
    page = visitor.get(link).form(link).submit(password=password)
    assert page.status == 422
    assert said in page.words()
    assert set_password(visitor, link) == 303


def test_nobody_learns_whose_address_it_is(app: Flask, factory: Factory) -> None:
    box = Mailbox(app)
    pages = []
    for email in ("alice@example.org", "nobody@example.org"):
        browser = Browser(app)
        before = factory.read(lambda: db.session.query(OutboxRow).count())
        page = browser.get("/reset").form("/reset").submit(email=email)
        pages.append((page.status, page.text))
        assert factory.read(lambda: db.session.query(OutboxRow).count()) == before + 1
    assert pages[0] == pages[1]
    assert [letter.to for letter in box.collect()] == ["alice@example.org"]


@pytest.mark.parametrize("columns", [{"seeded": True}, {"active": False}, {"erased": True}])
def test_accounts_without_a_holder_get_no_link(app: Flask, factory: Factory, columns: dict[str, object]) -> None:
    factory.user("bruno", **columns)
    box = Mailbox(app)
    ask(Browser(app), "bruno@example.org")
    assert box.collect() == []


def test_a_reset_also_confirms_the_address(app: Flask, factory: Factory, visitor: Browser) -> None:
    with_password(factory, "carole", confirmed_at=None)
    box = Mailbox(app)
    ask(visitor, "carole@example.org")
    assert set_password(visitor, link_in(box)) == 303
    assert sign_in(visitor, "carole", OTHER).status == 303


def test_a_reset_clears_the_wait_of_wrong_passwords(app: Flask, visitor: Browser) -> None:
    for _ in range(5):
        sign_in(visitor, password="pas celui-ci")
    assert sign_in(visitor).status == 429
    box = Mailbox(app)
    ask(visitor)
    assert set_password(visitor, link_in(box)) == 303
    assert sign_in(visitor, password=OTHER).status == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example"},
        {"Forwarded": "host=evil.example"},
        {"X-Forwarded-Proto": "https", "X-Forwarded-Port": "666"},
    ],
)
def test_the_link_leads_to_this_site_whatever_the_request_says(app: Flask, headers: dict[str, str]) -> None:
    box = Mailbox(app)
    browser = Browser(app)
    fields = {"email": "alice@example.org", "csrf_token": browser.token()}
    browser.client.post("/reset", data=fields, headers=headers)
    letters: list[Letter] = box.collect()
    for letter in letters:
        assert "http://localhost/reset/" in letter.text
        assert "evil.example" not in letter.message.as_string()
    assert letters or "Host" in headers


def test_asking_is_limited_quietly_by_account_and_plainly_by_address(
    app: Flask, make_app: Callable[..., Flask]
) -> None:
    limited = make_app(rate_limits="on")
    box = Mailbox(app)
    for _ in range(5):
        ask(Browser(limited))
    assert len(box.collect()) == 3
    browser = Browser(limited)
    for number in range(5):
        ask(browser, f"n{number}@example.org")
    assert browser.get("/reset").form("/reset").submit(email="one@more.org").status == 429


@pytest.mark.parametrize("email", ["", "alice", "a@example.org\r\nBcc: b@example.org", "x" * 9000])
def test_what_is_no_address(app: Flask, visitor: Browser, email: str) -> None:
    box = Mailbox(app)
    assert visitor.get("/reset").form("/reset").submit(email=email).status == 422
    assert box.collect() == []
