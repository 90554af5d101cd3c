"""A session that ends while one writes loses nothing."""

import json

import pytest
from flask import Flask

from forum.accounts.models import LoginSession
from forum.db import db
from tests.browsing import Browser, Page
from tests.factories import Factory
from tests.web.people import PASSWORD, is_signed_in, sign_in, with_password

TEXT = 'Un long texte,\r\n« écrit » avec <soin> & "attention".\n\n1. un\n2. deux 😀'


@pytest.fixture
def alice(factory: Factory) -> int:
    return with_password(factory)


@pytest.fixture
def reply(factory: Factory, alice: int) -> str:
    return f"/t/{factory.topic(factory.forum(), alice)}/reply"


def end_sessions(factory: Factory) -> None:
    factory.write(lambda: db.session.query(LoginSession).delete())


def log_in_on(page: Page, password: str = PASSWORD) -> Page:
    return page.form("/login").submit(identity="alice", password=password, follow=False)


def test_the_text_is_back_after_signing_in(factory: Factory, alice: int, reply: str) -> None:
    browser = factory.browser(alice)
    form = browser.get(reply).form(reply)
    end_sessions(factory)
    asked = form.submit(body=TEXT, do="post")
    assert asked.status == 403
    assert "Rien n’est perdu" in asked.words()
    wrong = log_in_on(asked, "pas celui-ci")
    assert wrong.status == 422
    back = log_in_on(wrong)
    assert (back.status, back.location) == (303, reply)
    again = browser.get(reply)
    assert "voici votre texte" in again.words()
    restored = again.form(reply)
    assert restored.fields["body"].replace("\r\n", "\n") == TEXT.replace("\r\n", "\n")
    posted = restored.submit(do="post", follow=False)
    assert posted.status == 303
    assert browser.get(reply).form(reply).fields["body"] == ""


def test_what_became_of_an_experience_is_back_too(factory: Factory, alice: int) -> None:
    since = f"/p/{factory.tells(factory.reply(factory.topic(factory.forum(), alice), alice))}/since"
    browser = factory.browser(alice)
    form = browser.get(since).form(since)
    end_sessions(factory)
    assert log_in_on(form.submit(outcome="partly", follow_up=TEXT)).location == since
    restored = browser.get(since).form(since)
    assert restored.fields["outcome"] == "partly"
    assert restored.fields["follow_up"].replace("\r\n", "\n") == TEXT.replace("\r\n", "\n")
    assert restored.submit(follow=False).status == 303
    assert browser.get(since).form(since).fields["outcome"] == "partly"


def test_a_sign_in_form_that_is_too_old_as_well_keeps_the_text(factory: Factory, alice: int, reply: str) -> None:
    browser = factory.browser(alice)
    form = browser.get(reply).form(reply)
    end_sessions(factory)
    asked = form.submit(body=TEXT, do="post")
    browser.client.delete_cookie("form")
    again = log_in_on(asked)
    assert again.status == 403
    assert log_in_on(again).location == reply
    assert "écrit" in browser.get(reply).form(reply).fields["body"]


def test_a_stale_form_of_a_member_loses_nothing(factory: Factory, alice: int, reply: str) -> None:
    browser = factory.browser(alice)
    form = browser.get(reply).form(reply)
    form.fields["csrf_token"] = "of-another-time"
    page = form.submit(body=TEXT, do="post")
    assert page.status == 403
    assert "Votre texte vous attend" in page.words()
    back = page.form("/resume").submit(follow=False)
    assert (back.status, back.location) == (303, reply)
    assert "écrit" in browser.get(reply).form(reply).fields["body"]


def test_signing_in_in_another_tab_loses_nothing(app: Flask, factory: Factory, alice: int, reply: str) -> None:
    """The form of the first tab carries the token of the session that the second one replaced."""
    browser = Browser(app)
    sign_in(browser)
    form = browser.get(reply).form(reply)
    browser.get("/").form("/logout").submit()
    sign_in(browser)
    page = form.submit(body=TEXT, do="post")
    assert page.form("/resume").submit(follow=False).location == reply


def test_nothing_is_published_from_another_site(app: Flask, factory: Factory, alice: int, reply: str) -> None:
    browser = factory.browser(alice)
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = browser.client.post(reply, data={"body": "Achetez", "do": "post"}, headers=headers)
        assert answer.status_code == 403
        assert b"Achetez" not in answer.data


def test_passwords_are_never_put_into_a_page(factory: Factory, alice: int) -> None:
    browser = factory.browser(alice)
    answer = browser.send("post", "/settings/security", {"current": PASSWORD, "password": "x" * 20, "csrf_token": "?"})
    assert answer.status == 400
    assert PASSWORD not in answer.text
    assert "x" * 20 not in answer.text


KEPT = [
    ("https://evil.example/", [["body", "x"]]),
    ("//evil.example", [["body", "x"]]),
    ("/t/1/reply", []),
    ("/t/1/reply", "body"),
    ("/t/1/reply", {"body": "x"}),
    ("/t/1/reply", [["body", "x" * 80_000]]),
    ("/t/1/reply", [["body", "x"]] * 100),
    (7, [["body", "x"]]),
    (["/"], None),
]


@pytest.mark.parametrize("kept", [json.dumps(each) for each in KEPT] + ["", "[", "null", "[" * 5000, '"x"', "[1,2,3]"])
def test_an_invented_text_is_forgotten(factory: Factory, visitor: Browser, alice: int, kept: str) -> None:
    form = visitor.get("/login").form("/login")
    answer = form.submit(identity="alice", password=PASSWORD, kept=kept, follow=False)
    assert (answer.status, answer.location) == (303, "/")
    assert is_signed_in(visitor)
    assert visitor.get("/").form("/logout")
    assert visitor.post("/resume", {"kept": kept}, follow=False).location == "/"


def test_resuming_is_for_members(visitor: Browser) -> None:
    answer = visitor.post("/resume", {"kept": json.dumps(["/t/1/reply", [["body", "Mon texte"]]])}, follow=False)
    assert answer.status == 403
    assert "Mon texte" in answer.form("/login").fields["kept"]


def test_markup_in_a_kept_text_stays_text(factory: Factory, alice: int, reply: str) -> None:
    browser = factory.browser(alice)
    form = browser.get(reply).form(reply)
    end_sessions(factory)
    page = form.submit(body='"><script>alert(1)</script>', do="post")
    assert not [each for each in page.find("script") if "alert" in "".join(each.itertext())]
    assert "alert(1)" in page.form("/login").fields["kept"]
